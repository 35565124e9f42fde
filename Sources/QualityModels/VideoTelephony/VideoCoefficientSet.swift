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
        _ coefficients: VideoCoefficients?
    ) {
        self.name = name
        self.codec = codec
        self.format = format
        self.screen = screen
        self.origin = origin
        self.coefficients = coefficients
    }

    /// How reports must name what is estimated with the set.
    public var label: String { "G.1070 planning model, \(codec) \(format ?? "any format") coefficients: \(origin)" }

    /// The codecs of the media tier, of which no set exists.
    public static let toBeFitted = ["VP8", "VP9"].map { Self($0.lowercased(), $0, nil, nil, .toBeFitted, nil) }
}
