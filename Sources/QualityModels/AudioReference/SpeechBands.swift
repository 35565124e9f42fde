/// The one-third-octave bands in which speech is compared, and how much each matters to being understood.
///
/// Centres of IEC 61260, 160 Hz to 6.3 kHz, and the band importance of average speech of ANSI S3.5-1997, Table 3, as
/// several open implementations quote it; the standard was not read. Its band at 8 kHz (0.0185) is left out.
struct SpeechBands: Hashable, Sendable {
    /// Band edges in hertz, one more than bands.
    let edges: [Double]
    /// With a sum of 1.
    let weights: [Float]
    var count: Int { weights.count }

    private static let allEdges = [
        141.0, 178, 224, 282, 355, 447, 562, 708, 891, 1_122, 1_413, 1_778, 2_239, 2_818, 3_548, 4_467, 5_623, 7_079,
    ]
    private static let importance = [
        0.0083, 0.0095, 0.0150, 0.0289, 0.0440, 0.0578, 0.0653, 0.0711, 0.0818, 0.0844, 0.0882, 0.0898, 0.0868,
        0.0844, 0.0771, 0.0527, 0.0364,
    ]

    /// The bands that sound at a rate can hold.
    init(sampleRate: Double) {
        let held = Self.allEdges.filter { $0 < sampleRate * 0.485 }
        edges = held
        let chosen = Self.importance.prefix(held.count - 1)
        let sum = chosen.reduce(0, +)
        weights = chosen.map { Float($0 / sum) }
    }
}
