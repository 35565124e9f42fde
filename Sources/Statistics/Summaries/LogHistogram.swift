/// Whole numbers counted in classes at most 1.6 % wide, so that a day of them takes as little memory as a minute.
///
/// Numbers up to 63 have a class each; above, every power of two is divided into 64.
public struct LogHistogram: Hashable, Sendable {
    private static let perOctave = 64
    private static let octaves = 57
    private var counts: [Int] = []
    public private(set) var count = 0
    /// The largest number so far.
    public private(set) var largest: Int64 = 0

    public init() {}

    /// Adds a number; one that is negative counts as none.
    public mutating func add(_ number: Int64) {
        let number = max(number, 0)
        let place = Self.place(of: number)
        if place >= counts.count { counts += Array(repeating: 0, count: place + 1 - counts.count) }
        counts[place] += 1
        count += 1
        largest = max(largest, number)
    }

    /// The largest number of the class that holds the quantile, so that it is never said too small; `nil` without numbers.
    public func quantile(_ fraction: Double) -> Int64? {
        guard count > 0 else { return nil }
        let rank = max(Int((fraction * Double(count)).rounded(.up)), 1)
        var seen = 0
        for (place, number) in counts.enumerated() {
            seen += number
            if seen >= rank { return min(Self.largest(at: place), largest) }
        }
        return largest
    }

    private static func place(of number: Int64) -> Int {
        guard number >= Int64(perOctave) else { return Int(number) }
        let shift = 63 - number.leadingZeroBitCount - 6
        return (shift + 1) * perOctave + Int(number >> Int64(shift)) - perOctave
    }

    private static func largest(at place: Int) -> Int64 {
        guard place >= perOctave else { return Int64(place) }
        let shift = Int64(place / perOctave - 1)
        let base = Int64(place % perOctave + perOctave)
        return base << shift + ((1 << shift) - 1)
    }
}
