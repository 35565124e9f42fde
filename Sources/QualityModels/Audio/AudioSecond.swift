import Units

/// What was played within a second, or within several added up.
struct AudioSecond: Hashable, Sendable {
    static let nanoseconds: Int64 = 1_000_000_000

    /// Time played, concealed or not.
    private var played: Int64 = 0
    /// Time made up by concealment, without that within DTX.
    private var concealed = 0.0
    /// Time in pieces that held decoded sound.
    private var decoded: Int64 = 0
    /// The mouth-to-ear delay of those pieces in seconds times their length in nanoseconds.
    private var delay = 0.0

    /// Concealment outside DTX over everything played; 0 where nothing was.
    var concealedRatio: Double { played > 0 ? min(concealed / Double(played), 1) : 0 }

    /// The mean over decoded pieces; `nil` without any.
    var meanMouthToEar: TimeDelta? { decoded > 0 ? TimeDelta(seconds: delay / Double(decoded)) : nil }

    mutating func add(nanoseconds: Int64, concealedShare: Double, isWithinDTX: Bool, mouthToEar: TimeDelta?) {
        played += nanoseconds
        if !isWithinDTX { concealed += concealedShare * Double(nanoseconds) }
        if let mouthToEar {
            decoded += nanoseconds
            delay += mouthToEar.seconds * Double(nanoseconds)
        }
    }

    mutating func merge(_ other: Self) {
        played += other.played
        concealed += other.concealed
        decoded += other.decoded
        delay += other.delay
    }

    /// With the time that nobody told of counted as concealed.
    func filled(to nanoseconds: Int64) -> Self {
        guard played < nanoseconds else { return self }
        var filled = self
        filled.concealed += Double(nanoseconds - played)
        filled.played = nanoseconds
        return filled
    }
}
