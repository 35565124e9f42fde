public import Units

/// Coefficients with what they hold for; outside of it they are a comparison and no prediction.
public struct VideoCoefficientSet: Hashable, Sendable {
    public let name: String
    public let codec: String
    /// `nil` where each format needs a set of its own.
    public let format: String?
    /// The diagonal in inches; `nil` where no screen is defined.
    public let screen: Double?
    public let origin: CoefficientOrigin
    /// `nil` while they are to be fitted.
    public let coefficients: VideoCoefficients?
    /// The pixels of the coded picture that they were fitted to; `nil` for published sets.
    public let pixels: Int?
    /// What was measured; `nil` for published sets, whose range is not known.
    public let range: Range?

    /// The bit rates, frame rates and losses that a fit rests on.
    public struct Range: Hashable, Sendable {
        /// In kbit/s.
        public let bitrate: ClosedRange<Double>
        /// In fps.
        public let frameRate: ClosedRange<Double>
        /// Packets lost for good, in percent.
        public let ppl: ClosedRange<Double>

        public init(bitrate: ClosedRange<Double>, frameRate: ClosedRange<Double>, ppl: ClosedRange<Double>) {
            (self.bitrate, self.frameRate, self.ppl) = (bitrate, frameRate, ppl)
        }
    }

    /// A set that was fitted by the project.
    public init(name: String, codec: String, format: String, coefficients: VideoCoefficients, file: String) {
        self.init(name, codec, format, nil, .fitted(file: file), coefficients)
    }

    init(
        _ name: String,
        _ codec: String,
        _ format: String?,
        _ screen: Double?,
        _ origin: CoefficientOrigin,
        _ coefficients: VideoCoefficients?,
        pixels: Int? = nil,
        range: Range? = nil
    ) {
        self.name = name
        self.codec = codec
        self.format = format
        self.screen = screen
        self.origin = origin
        self.coefficients = coefficients
        self.pixels = pixels
        self.range = range
    }

    init(fitted codec: String, width: Int, height: Int, _ coefficients: [Double], range: Range) {
        self.init(
            "\(codec.lowercased())_\(width)x\(height)",
            codec,
            "\(width)x\(height)",
            nil,
            .fitted(file: Self.fittedFile),
            VideoCoefficients(coefficients),
            pixels: width * height,
            range: range
        )
    }

    /// The quality of a stream, within what was measured.
    ///
    /// - Returns: `nil` outside of `range`, for what cannot be, and while there are no coefficients.
    public func estimate(bitrate: DataRate, frameRate: Double, ppl: Double) -> VideoQualityEstimate? {
        guard let coefficients else { return nil }
        if let range {
            guard range.bitrate.contains(bitrate.kilobitsPerSecond), range.frameRate.contains(frameRate),
                range.ppl.contains(ppl)
            else { return nil }
        }
        return VideoQualityEstimate(coefficients, bitrate: bitrate, frameRate: frameRate, ppl: ppl)
    }

    /// How reports must name what is estimated with the set.
    public var label: String { "G.1070 planning model, \(codec) \(format ?? "any format") coefficients: \(origin)" }
}
