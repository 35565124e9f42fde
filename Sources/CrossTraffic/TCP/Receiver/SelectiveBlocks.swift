/// The runs of pieces that a receiver holds beyond the first that is missing, newest first.
///
/// RFC 2018, section 4: the first run holds the piece that came last, then those reported most recently; three fit
/// beside time stamps.
struct SelectiveBlocks: Hashable, Sendable {
    static let capacity = 3

    private(set) var count = 0
    private var first = 0..<Int64(0)
    private var second = 0..<Int64(0)
    private var third = 0..<Int64(0)

    subscript(index: Int) -> Range<Int64> {
        precondition(index < count, "there are \(count) blocks")
        return index == 0 ? first : index == 1 ? second : third
    }

    /// The option's bytes in the header, padded to a whole number of words: 2 + 8 n + 2.
    var headerSize: Int { count == 0 ? 0 : 4 + 8 * count }

    /// Puts a run before all others; those inside it are part of it now.
    mutating func note(_ run: Range<Int64>) {
        let old = self
        (first, count) = (run, 1)
        for index in 0..<old.count where !run.contains(old[index].lowerBound) { append(old[index]) }
    }

    /// Takes out what lies below the first missing piece.
    mutating func drop(below next: Int64) {
        guard count > 0 else { return }
        let old = self
        count = 0
        for index in 0..<old.count where old[index].upperBound > next { append(old[index]) }
    }

    private mutating func append(_ run: Range<Int64>) {
        switch count {
        case 0: first = run
        case 1: second = run
        case 2: third = run
        default: return
        }
        count += 1
    }
}
