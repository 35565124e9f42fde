/// What a codec costs on one scale: an Ie and a Bpl that hold together and on no other scale.
///
/// ITU-T G.113 (09/2024) with Erratum 1 (01/2026), as two open projects quote it. There is none for Opus:
/// `OpusImpairment` is ours.
public struct CodecImpairment: Hashable, Sendable {
    /// How the listeners of the tests wore their sets.
    public enum Listening: Hashable, Sendable {
        case monotic
        case diotic
        /// The narrowband values are of handsets.
        case unstated
    }

    public let codec: String
    /// Kilobits per second where the codec has several.
    public let kilobits: Double?
    public let scale: MeanOpinionScale
    public let listening: Listening
    public let ie: Double
    /// The packet-loss robustness factor in percent; `nil` where none is published.
    public let bpl: Double?

    private init(_ codec: String, ie: Double, bpl: Double?) {
        self.init(codec, nil, .narrowband, .unstated, ie: ie, bpl: bpl)
    }

    private init(
        _ codec: String,
        _ kilobits: Double?,
        _ scale: MeanOpinionScale,
        _ listening: Listening,
        ie: Double,
        bpl: Double?
    ) {
        self.codec = codec
        self.kilobits = kilobits
        self.scale = scale
        self.listening = listening
        self.ie = ie
        self.bpl = bpl
    }

    public static let narrowband = [
        Self("G.711", ie: 0, bpl: 4.3),
        Self("G.711 with concealment", ie: 0, bpl: 25.1),
        Self("G.729", ie: 10, bpl: nil),
        Self("G.729A with VAD", ie: 11, bpl: 19),
    ]

    public static let amrWidebandMonotic = [
        (23.85, 8), (23.05, 1), (19.85, 3), (18.25, 5), (15.85, 7), (14.25, 10), (12.65, 13), (8.85, 26), (6.6, 41),
    ].map { Self("AMR-WB", $0.0, .wideband, .monotic, ie: $0.1, bpl: nil) }

    public static let amrWidebandDiotic = [
        (23.85, 10, 4.9), (23.05, 8, 4.6), (15.85, 17, nil), (12.65, 20, 4.3), (8.85, 41, nil), (6.6, 56, nil),
    ].map { Self("AMR-WB", $0.0, .wideband, .diotic, ie: $0.1, bpl: $0.2) }

    /// EVS in its super-wideband mode, on the fullband scale.
    public static let evs = [
        (48, 10.2, 9.6), (32, 8.7, 9.3), (24.4, 7.2, 11.4), (16.4, 10.8, 10.3), (13.2, 17.1, 11.7), (9.6, 22.7, 13),
    ].map { Self("EVS", $0.0, .fullband, .diotic, ie: $0.1, bpl: $0.2) }
}
