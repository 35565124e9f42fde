/// What was done to a talker's sound: a coder at a bit rate, with or without losses.
public struct CalibrationCondition: Hashable, Sendable {
    public enum Codec: String, Hashable, Sendable {
        /// Nothing done: the source against itself.
        case source
        case opus
        /// ITU-T G.722.2, 3GPP TS 26.190: the anchor.
        case amrWideband = "amr-wb"
        /// ITU-T G.722, a check that the anchor is not fitted on.
        case g722
    }

    public let codec: Codec
    /// Kilobits per second; 0 for the source.
    public let kilobits: Double
    /// The share of packets that the network loses, in percent.
    public let loss: Double
    /// ITU-T G.107's burst ratio of the loss process; 1 for independent losses.
    public let burstRatio: Double
    /// Whether packets may carry a low-rate copy of the one before.
    public let hasFEC: Bool

    public init(_ codec: Codec, kilobits: Double, loss: Double = 0, burstRatio: Double = 1, hasFEC: Bool = false) {
        self.codec = codec
        self.kilobits = kilobits
        self.loss = loss
        self.burstRatio = burstRatio
        self.hasFEC = hasFEC
    }

    public var isLossy: Bool { loss > 0 }
}

/// The conditions under which Opus is judged.
public enum CalibrationGrid {
    /// Kilobits per second without losses.
    public static let cleanRates: [Double] = [6, 8, 12, 16, 20, 24, 32, 40, 48, 64]
    /// Kilobits per second with losses.
    public static let lossyRates: [Double] = [16, 24, 32]
    /// Percent of the packets.
    public static let losses: [Double] = [1, 2, 5, 10, 20]
    public static let burstRatios: [Double] = [1, 2, 4]

    public static let opus: [CalibrationCondition] =
        cleanRates.map { CalibrationCondition(.opus, kilobits: $0) }
        + lossyRates.flatMap { rate in
            losses.flatMap { loss in
                burstRatios.flatMap { ratio in
                    [false, true].map {
                        CalibrationCondition(.opus, kilobits: rate, loss: loss, burstRatio: ratio, hasFEC: $0)
                    }
                }
            }
        }
}
