import Statistics
import Units

/// Decides how much parity goes with video (libwebrtc, `media_opt_util.cc` and `fec_controller_default.cc`).
struct ProtectionController: Sendable {
    /// What the path and the encoder are like now.
    struct Conditions: Sendable {
        /// What video and its protection may take without headers, in bit/s.
        var bitrate: Double
        var frameRate: Int
        /// In 256ths, as the last reports have it.
        var loss: Int
        var roundTripTime: TimeDelta
        var width: Int
        var height: Int
    }

    /// Below this round trip retransmission alone does for delta frames.
    private static let roundTripMin = TimeDelta.milliseconds(20)
    /// From here on parity is worth its cost at any rate.
    private static let roundTripForAnyRate = TimeDelta.milliseconds(200)
    private static let frameCountMax = 6
    /// A fifth of 255, for the first partition.
    private static let deltaMin = 51
    private static let shareMax = 128
    /// As libwebrtc counts packets here, whatever the real ones hold.
    private static let nominalPacketBits = 8 * 1_460.0
    private static let referencePixels = 704.0 * 576

    /// Whether lost packets are sent again too: then little bits or a short round trip make parity needless.
    private let isBesideNACK: Bool
    private var peakLoss = PeakLoss()
    private var packetsPerDelta = SmoothedCount()
    private var packetsPerKey = SmoothedCount()
    private var sizeFactor = (width: 0, height: 0, value: 1.0)

    init(isBesideNACK: Bool) { self.isBesideNACK = isBesideNACK }

    /// Notes a frame of `packets` full packets.
    mutating func frameSent(packets: Double, isKeyFrame: Bool, at now: Timestamp) {
        if isKeyFrame { packetsPerKey.add(packets, at: now) } else { packetsPerDelta.add(packets, at: now) }
    }

    /// The factors for what is sent from now on.
    mutating func factors(_ conditions: Conditions, at now: Timestamp) -> ProtectionFactors {
        let loss = peakLoss.update(conditions.loss, at: now)
        let frameRate = max(conditions.frameRate, 1)
        let kilobits = Int(conditions.bitrate / 1_000 / Double(frameRate))
        let frames = 2 * Double(frameRate) * conditions.roundTripTime.seconds + 0.5
        var result = ProtectionFactors.none
        if isBesideNACK { result.frameCountMax = min(max(Int(frames), 1), Self.frameCountMax) }
        guard loss > 0, !isBesideNACK || !isRateTooLow(kilobitsPerFrame: kilobits, conditions) else { return result }
        let share = shares(kilobitsPerFrame: kilobits, loss: min(loss, Self.shareMax), conditions)
        result.key = Self.factor(ofShare: share.key)
        if !isBesideNACK || conditions.roundTripTime >= Self.roundTripMin {
            result.delta = Self.factor(ofShare: share.delta)
        }
        return result
    }

    /// Shares of parity in 255 packets in all.
    private mutating func shares(
        kilobitsPerFrame: Int,
        loss: Int,
        _ conditions: Conditions
    ) -> (delta: Int, key: Int) {
        let effective = Int(sizeFactor(conditions) * Double(kilobitsPerFrame))
        var delta = ProtectionTable.share(rateIndex: (effective - 5) / 5, loss: loss)
        let packetsInAll = Int(1.5 + Double(kilobitsPerFrame) * 1_000 / Self.nominalPacketBits)
        if packetsInAll > 1 { delta = max(delta, Self.deltaMin) }
        delta = min(delta, Self.shareMax)
        let (perDelta, perKey) = (packetsPerDelta.rounded, packetsPerKey.rounded)
        let boost = max(2, perDelta > 0 ? perKey / perDelta : 1)
        let key = ProtectionTable.share(rateIndex: 1 + (boost * effective - 5) / 5, loss: loss)
        return (delta, min(max(loss, 2 * delta, key), Self.shareMax))
    }

    private func isRateTooLow(kilobitsPerFrame: Int, _ conditions: Conditions) -> Bool {
        let pixels = conditions.width * conditions.height
        let bytesMin = pixels <= 352 * 288 ? 400 : pixels <= 640 * 480 ? 700 : 1_000
        return 1_000 * kilobitsPerFrame / 8 < bytesMin && conditions.roundTripTime < Self.roundTripForAnyRate
    }

    /// Larger pictures count as if they had fewer bits: (pixels over 704 x 576) to the power of -0.3.
    private mutating func sizeFactor(_ conditions: Conditions) -> Double {
        if (conditions.width, conditions.height) != (sizeFactor.width, sizeFactor.height) {
            let ratio = Double(conditions.width * conditions.height) / Self.referencePixels
            sizeFactor = (conditions.width, conditions.height, ratio > 0 ? Elementary.pow(ratio, -0.3) : 1)
        }
        return sizeFactor.value
    }

    /// From a share of all packets to a proportion of the media packets.
    static func factor(ofShare share: Int) -> Int { min(255, (510 * share + (255 - share)) / (2 * (255 - share))) }
}

/// An average that forgets a ten-thousandth each millisecond.
private struct SmoothedCount: Sendable {
    private static let memoryPerMillisecond = PowerBase(0.9999)

    private var value: Double?
    private var last = Timestamp.start
    /// What is kept over a time, of the last time that was asked for: frames come evenly.
    private var memory = (elapsed: TimeDelta.zero, weight: 1.0)

    var rounded: Int { Int((value ?? 0) + 0.5) }

    mutating func add(_ sample: Double, at now: Timestamp) {
        let elapsed = now - last
        if elapsed != memory.elapsed {
            memory = (elapsed, Self.memoryPerMillisecond.power(elapsed.milliseconds))
        }
        value = value.map { memory.weight * $0 + (1 - memory.weight) * sample } ?? sample
        last = now
    }
}
