/// Sound that waits for play-out, and where each piece of it came from.
struct PlayoutBuffer {
    private(set) var samples: [Int16] = []
    private var ledger = SoundLedger()

    var count: Int { samples.count }

    mutating func append(_ new: [Int16], _ origin: SoundLedger.Origin) {
        samples += new
        ledger.append(new.count, origin)
    }

    /// Takes all that waits.
    mutating func removeAll() -> [Int16] {
        defer { samples.removeAll(keepingCapacity: true) }
        _ = ledger.removeAll()
        return samples
    }

    /// Takes samples out of the sound, as `removing` does and counts, from the front.
    mutating func shorten(_ removing: (inout [Int16]) -> Int) -> Int {
        let removed = removing(&samples)
        ledger.drop(removed)
        return removed
    }

    /// Puts samples into the sound, as `inserting` does and counts; they sound like what stands at the front.
    mutating func lengthen(_ inserting: (inout [Int16]) -> Int) -> Int {
        let inserted = inserting(&samples)
        ledger.lengthen(inserted)
        return inserted
    }

    /// Takes samples from the front, of which there must be enough, and says what they were.
    mutating func play(_ count: Int) -> HeardSound {
        let heard = ledger.play(count)
        samples.removeFirst(count)
        return heard
    }
}
