import RawMedia
import Units

/// What one party heard, on the time line of its call: silence where nothing was played.
struct SoundTrack {
    private static let sampleRate = 48_000

    private let start: Timestamp
    let sampleCount: Int
    private var writtenCount = 0
    private var bytes: [UInt8]

    /// A track from `start` to `end`.
    init(start: Timestamp, end: Timestamp) {
        self.start = start
        sampleCount = Self.samples(in: end - start)
        bytes = WAVFile.header(sampleCount: sampleCount, sampleRate: Self.sampleRate)
    }

    /// Sound that begins to be played now.
    mutating func play(_ samples: ArraySlice<Int16>, at now: Timestamp) {
        fillSilence(to: Self.samples(in: now - start))
        let room = samples.prefix(sampleCount - writtenCount)
        WAVFile.append(room, to: &bytes)
        writtenCount += room.count
    }

    mutating func finish() { fillSilence(to: sampleCount) }

    /// The bytes since this was last asked.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func fillSilence(to position: Int) {
        let missing = min(position, sampleCount) - writtenCount
        guard missing > 0 else { return }
        bytes += repeatElement(0, count: 2 * missing)
        writtenCount += missing
    }

    private static func samples(in span: TimeDelta) -> Int {
        let (seconds, rest) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Int(seconds) * sampleRate + Int(rest) * sampleRate / 1_000_000_000
    }
}
