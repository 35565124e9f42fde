/// The fourteen coefficients by which speech, video and delay become one quality; ITU-T G.1070 (06/2018), Annex C.
public struct MultimediaCoefficients: Hashable, Sendable {
    /// The diagonal of the screen in inches.
    public let screen: Double
    public let origin: CoefficientOrigin
    /// The whole: of audiovisual quality, of delay, of both together, and a constant.
    public let m1, m2, m3, m4: Double
    /// Audiovisual quality: of speech, of video, of both together, and a constant.
    public let m5, m6, m7, m8: Double
    /// Delay: for each millisecond of the sum, and a constant.
    public let m9, m10: Double
    /// Where speech is late: for each millisecond, and a constant.
    public let m11, m12: Double
    /// Where video is late: for each millisecond, and a constant.
    public let m13, m14: Double

    /// The published sets, both quoted by one implementation alone.
    public static let published = [
        Self(
            screen: 4.2,
            origin: .published(table: nil, quotedBy: 1),
            m1: -0.4457,
            m2: -0.6638,
            m3: 0.4042,
            m4: 2.321,
            m5: -0.3255,
            m6: 0.3309,
            m7: 0.1494,
            m8: 0.5457,
            m9: -3.235e-4,
            m10: 3.915,
            m11: -1.377e-3,
            m12: 0,
            m13: -1.095e-3,
            m14: 0
        ),
        Self(
            screen: 2.1,
            origin: .published(table: nil, quotedBy: 1),
            m1: -0.6966,
            m2: -0.8127,
            m3: 0.4562,
            m4: 3.003,
            m5: -0.1638,
            m6: 0.3626,
            m7: 0.1291,
            m8: 0.5456,
            m9: -1.251e-4,
            m10: 3.763,
            m11: -1.065e-3,
            m12: 1.465e-2,
            m13: -1.002e-3,
            m14: 0
        ),
    ]

    /// The audiovisual quality above which more delay lowers the whole; below it the coefficients raise it.
    public var lowestDelayAwareQuality: Double { -m2 / m3 }
}
