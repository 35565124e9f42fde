/// The twelve coefficients of video quality for one codec, format and screen; ITU-T G.1070 (06/2018), Annex B.
public struct VideoCoefficients: Hashable, Sendable {
    /// The optimum frame rate: `v1` fps, and `v2` more for each kbit/s.
    public let v1, v2: Double
    /// The best coding quality, the bit rate at half of it in kbit/s, and how steeply it is reached.
    public let v3, v4, v5: Double
    /// How little a frame rate off the optimum harms: `v6`, and `v7` more for each kbit/s.
    public let v6, v7: Double
    /// The frame rate and bit rate over which the robustness against loss decays, fps and kbit/s.
    public let v8, v9: Double
    /// That robustness in percent: what stays, what frame rate takes away, what bit rate takes away.
    public let v10, v11, v12: Double

    /// Coefficients, v1 first.
    ///
    /// `nil` unless they are twelve finite numbers, the scales v4, v8 and v9 positive, and v3 and v5 not negative.
    public init?(_ v: [Double]) {
        guard v.count == 12, v.allSatisfy(\.isFinite) else { return nil }
        guard v[3] > 0, v[7] > 0, v[8] > 0, v[2] >= 0, v[4] >= 0 else { return nil }
        (v1, v2, v3, v4, v5, v6) = (v[0], v[1], v[2], v[3], v[4], v[5])
        (v7, v8, v9, v10, v11, v12) = (v[6], v[7], v[8], v[9], v[10], v[11])
    }
}
