import Units

/// Sound that waits for play-out, and where each piece of it came from.
struct PlayoutBuffer {
    enum Origin: Hashable {
        /// Decoded from packets; the first sample was captured then.
        case decoded(captured: Timestamp)
        /// Made up to fill a gap.
        case concealment
        /// The codec's own background noise within discontinuous transmission.
        case comfortNoise
    }

    private struct Piece {
        var origin: Origin
        var count: Int
    }

    private(set) var samples: [Int16] = []
    private var pieces: [Piece] = []

    var count: Int { samples.count }

    mutating func append(_ new: [Int16], _ origin: Origin) {
        guard !new.isEmpty else { return }
        samples += new
        pieces.append(Piece(origin: origin, count: new.count))
    }

    /// Takes all that waits.
    mutating func removeAll() -> [Int16] {
        defer {
            samples.removeAll(keepingCapacity: true)
            pieces.removeAll(keepingCapacity: true)
        }
        return samples
    }

    /// Takes samples out of the sound, as `removing` does and counts, from the front.
    mutating func shorten(_ removing: (inout [Int16]) -> Int) -> Int {
        let removed = removing(&samples)
        drop(removed)
        return removed
    }

    /// Puts samples into the sound, as `inserting` does and counts; they sound like what stands at the front.
    mutating func lengthen(_ inserting: (inout [Int16]) -> Int) -> Int {
        let inserted = inserting(&samples)
        if inserted > 0, !pieces.isEmpty {
            pieces[0].count += inserted
            pieces[0].origin = pieces[0].origin.shifted(bySamples: -inserted)
        }
        return inserted
    }

    /// Takes samples from the front, of which there must be enough, and says what they were.
    mutating func play(_ count: Int) -> HeardSound {
        precondition(count <= samples.count, "\(count) samples are wanted and \(samples.count) wait")
        var heard = HeardSound()
        var left = count
        for piece in pieces {
            guard left > 0 else { break }
            heard.add(piece.origin, count: min(piece.count, left), at: count - left)
            left -= piece.count
        }
        samples.removeFirst(count)
        drop(count)
        return heard
    }

    private mutating func drop(_ count: Int) {
        var left = count
        while left > 0, let first = pieces.first {
            if first.count > left {
                pieces[0].count -= left
                pieces[0].origin = first.origin.shifted(bySamples: left)
                return
            }
            left -= first.count
            pieces.removeFirst()
        }
    }
}

extension PlayoutBuffer.Origin {
    fileprivate func shifted(bySamples count: Int) -> Self {
        guard case .decoded(let captured) = self else { return self }
        return .decoded(captured: captured + SampleClock.duration(ofSamples: count))
    }
}

/// What one step of play-out put out, in samples at 48 kHz.
struct HeardSound {
    private(set) var decodedCount = 0
    private(set) var concealedCount = 0
    private(set) var comfortNoiseCount = 0
    /// When the sound that leaves at the start of the step was captured, seen from its first decoded sample.
    private(set) var captureTime: Timestamp?

    mutating func add(_ origin: PlayoutBuffer.Origin, count: Int, at offset: Int) {
        switch origin {
        case .decoded(let captured):
            decodedCount += count
            captureTime = captureTime ?? captured - SampleClock.duration(ofSamples: offset)
        case .concealment: concealedCount += count
        case .comfortNoise: comfortNoiseCount += count
        }
    }
}

/// Time and samples at 48 kHz.
enum SampleClock {
    static func duration(ofSamples count: Int) -> TimeDelta {
        TimeDelta(nanoseconds: Int64(count) * 1_000_000_000 / 48_000)
    }
}
