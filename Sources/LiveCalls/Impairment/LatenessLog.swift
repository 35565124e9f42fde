public import Units

/// Spans of time counted in classes one percent wide, so that a day takes as little memory as a minute.
public struct LatenessLog: Hashable, Sendable {
    private static let perOctave = 64
    private static let octaves = 40
    private var counts = [Int](repeating: 0, count: 1 + octaves * perOctave)
    public private(set) var count = 0
    public private(set) var longest = TimeDelta.zero

    public init() {}

    /// Adds a span; one that is negative counts as none.
    public mutating func add(_ span: TimeDelta) {
        count += 1
        longest = max(longest, span)
        counts[Self.place(of: span)] += 1
    }

    /// The upper end of the class that holds the quantile, so that it is never said too small; `nil` without spans.
    public func quantile(_ fraction: Double) -> TimeDelta? {
        guard count > 0 else { return nil }
        let rank = Int((fraction * Double(count)).rounded(.up))
        var seen = 0
        for (place, number) in counts.enumerated() {
            seen += number
            if seen >= max(rank, 1) { return min(Self.upperEnd(of: place), longest) }
        }
        return longest
    }

    private static func place(of span: TimeDelta) -> Int {
        let microseconds = span.nanoseconds / 1_000
        guard microseconds > 0 else { return 0 }
        let octave = 63 - microseconds.leadingZeroBitCount
        guard octave < octaves else { return octaves * perOctave }
        let rest = ((microseconds - (1 << octave)) * Int64(perOctave)) >> Int64(octave)
        return 1 + octave * perOctave + Int(rest)
    }

    private static func upperEnd(of place: Int) -> TimeDelta {
        guard place > 0 else { return .microseconds(1) }
        let (octave, rest) = ((place - 1) / perOctave, (place - 1) % perOctave)
        let end = Double(1 << octave) * (1 + Double(rest + 1) / Double(perOctave))
        return TimeDelta(nanoseconds: Int64((end * 1_000).rounded(.up)))
    }
}
