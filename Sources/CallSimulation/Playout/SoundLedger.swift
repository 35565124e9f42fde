import Units

/// How much sound waits for play-out, and where each piece of it came from.
struct SoundLedger {
    enum Origin: Hashable {
        /// Decoded from packets; the first sample was captured then.
        case decoded(captured: Timestamp)
        /// Made up to fill a gap.
        case concealment
        /// The codec's own background noise within discontinuous transmission.
        case comfortNoise

        fileprivate func shifted(bySamples count: Int) -> Self {
            guard case .decoded(let captured) = self else { return self }
            return .decoded(captured: captured + SampleClock.duration(ofSamples: count))
        }
    }

    private struct Piece {
        var origin: Origin
        var count: Int
    }

    private var pieces: [Piece] = []
    private(set) var count = 0

    /// When the sound at the front was captured; `nil` where it was made up.
    var firstCaptureTime: Timestamp? {
        guard case .decoded(let captured)? = pieces.first?.origin else { return nil }
        return captured
    }

    mutating func append(_ count: Int, _ origin: Origin) {
        guard count > 0 else { return }
        pieces.append(Piece(origin: origin, count: count))
        self.count += count
    }

    /// Takes all that waits; how much it was.
    mutating func removeAll() -> Int {
        defer {
            pieces.removeAll(keepingCapacity: true)
            count = 0
        }
        return count
    }

    /// Takes from the front.
    mutating func drop(_ count: Int) {
        self.count -= count
        var (left, passed) = (count, 0)
        while left > 0, passed < pieces.count {
            if pieces[passed].count > left {
                pieces[passed].count -= left
                pieces[passed].origin = pieces[passed].origin.shifted(bySamples: left)
                break
            }
            left -= pieces[passed].count
            passed += 1
        }
        pieces.removeFirst(passed)
    }

    /// Puts sound in that is like what stands at the front.
    mutating func lengthen(_ count: Int) {
        guard count > 0, !pieces.isEmpty else { return }
        pieces[0].count += count
        pieces[0].origin = pieces[0].origin.shifted(bySamples: -count)
        self.count += count
    }

    /// Takes from the front, where there must be enough, and says what it was.
    mutating func play(_ count: Int) -> HeardSound {
        precondition(count <= self.count, "\(count) samples are wanted and \(self.count) wait")
        var heard = HeardSound()
        var left = count
        for piece in pieces {
            guard left > 0 else { break }
            heard.add(piece.origin, count: min(piece.count, left), at: count - left)
            left -= piece.count
        }
        drop(count)
        return heard
    }
}

/// What one step of play-out put out, in samples at 48 kHz.
struct HeardSound {
    private(set) var decodedCount = 0
    private(set) var concealedCount = 0
    private(set) var comfortNoiseCount = 0
    /// When the sound that leaves at the start of the step was captured, seen from its first decoded sample.
    private(set) var captureTime: Timestamp?

    mutating func add(_ origin: SoundLedger.Origin, count: Int, at offset: Int) {
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
