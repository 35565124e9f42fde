import Units

/// Decoded sound that waits for play-out, and when each piece of it was captured.
struct PlayoutBuffer {
    /// A run of samples; without a capture time, concealment made it up.
    private struct Piece {
        var captured: Timestamp?
        var count: Int
    }

    private(set) var samples: [Int16] = []
    private var pieces: [Piece] = []

    var count: Int { samples.count }

    /// When the first waiting sample was captured, `nil` where it was made up or nothing waits.
    var captureTime: Timestamp? { pieces.first?.captured }

    mutating func append(_ new: [Int16], captured: Timestamp?) {
        guard !new.isEmpty else { return }
        samples += new
        pieces.append(Piece(captured: captured, count: new.count))
    }

    /// Replaces all samples by as many more or fewer, as time stretching and merging do at the front.
    mutating func replace(with new: [Int16]) {
        let change = new.count - samples.count
        samples = new
        if change > 0 {
            let captured = pieces.first?.captured
            pieces.insert(Piece(captured: captured, count: change), at: 0)
        } else {
            dropPieces(-change)
        }
    }

    /// Takes samples from the front; there must be as many.
    mutating func take(_ count: Int) -> ArraySlice<Int16> {
        precondition(count <= samples.count, "\(count) samples are wanted and \(samples.count) wait")
        let taken = samples[..<count]
        samples.removeFirst(count)
        dropPieces(count)
        return taken
    }

    private mutating func dropPieces(_ count: Int) {
        var left = count
        while left > 0, let first = pieces.first {
            if first.count > left {
                pieces[0].count -= left
                pieces[0].captured = first.captured.map { $0 + Self.duration(ofSamples: left) }
                return
            }
            left -= first.count
            pieces.removeFirst()
        }
    }

    static func duration(ofSamples count: Int) -> TimeDelta { TimeDelta(nanoseconds: Int64(count) * 1_000_000_000 / 48_000) }
}
