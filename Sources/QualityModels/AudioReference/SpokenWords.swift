public import Units

/// Gathers, for one direction of a call in virtual time, what was spoken and what of it was played at the other end.
///
/// Both are told by capture time, in any order and in pieces of any length; a slot of 10 ms is heard when half of it or
/// more was played from decoded sound. What is told twice counts once. Concealed sound and comfort noise tell nothing
/// of what was spoken and need not be told. Takes 200 bytes a second of call. No sound is compared: see
/// `SpeechComparison` for that.
public struct SpokenWords: Sendable {
    /// How one piece of sound came to be played.
    public enum Origin: Hashable, Sendable {
        /// From packets, in-band error correction included, stretched or not.
        case decoded
        /// Made up to fill a gap.
        case concealed
        /// The codec's background noise within discontinuous transmission.
        case comfortNoise
    }

    private let start: Timestamp
    /// Time spoken in each slot, in units of 50 us.
    private var spoken: [UInt8]
    /// Time played of each slot, in the same units.
    private var played: [UInt8]
    private var lastDelay: TimeDelta?

    private static let unit: Int64 = 50_000
    private static let unitsPerSlot = UInt8(SpeechLoss.slot.nanoseconds / unit)

    /// Expects a direction of a call from `start` for `length`.
    public init(start: Timestamp, length: TimeDelta) {
        self.start = start
        let slot = SpeechLoss.slot.nanoseconds
        let count = Int((max(length, .zero).nanoseconds + slot - 1) / slot)
        spoken = [UInt8](repeating: 0, count: count)
        played = spoken
    }

    /// Takes a piece of the source's own sound; what lies outside the call is left out.
    ///
    /// - Parameters:
    ///   - begin: when its first sample was captured.
    ///   - end: when its last sample was.
    ///   - isSpeech: whether somebody talks in it (`SpeechActivity`, or the talk spurts it was made from).
    public mutating func spoke(from begin: Timestamp, to end: Timestamp, isSpeech: Bool) {
        if isSpeech { Self.add(begin - start, end - start, to: &spoken) }
    }

    /// Takes a piece that was played at the other end.
    ///
    /// - Parameters:
    ///   - captured: when its first sample was captured; `nil` for sound that was captured at no time.
    ///   - duration: its length at the microphone; that of its decoded samples alone.
    ///   - origin: where it came from; only decoded sound counts as heard.
    ///   - now: when its first sample was played.
    public mutating func heard(
        captured: Timestamp?,
        duration: TimeDelta,
        origin: Origin = .decoded,
        at now: Timestamp
    ) {
        guard origin == .decoded, let captured, duration > .zero else { return }
        lastDelay = now - captured
        Self.add(captured - start, captured + duration - start, to: &played)
    }

    /// What was lost of everything told so far.
    ///
    /// - Parameters:
    ///   - begin: speech that was captured before is nobody's loss; the start of the call where it is `nil`.
    ///   - end: when the call ended; speech captured so late that the last mouth-to-ear delay would have carried it
    ///     past this is left out. `nil` where the call is over for the speakers only.
    public func loss(from begin: Timestamp? = nil, callEnd end: Timestamp? = nil) -> SpeechLoss {
        let first = begin.map { slot(at: $0, roundedUp: true) } ?? 0
        let last = end.map { slot(at: $0 - (lastDelay ?? .zero), roundedUp: false) } ?? spoken.count
        var counter = SpeechLossCounter()
        let half = Self.unitsPerSlot / 2
        guard first < last else { return counter.finished() }
        for index in first..<last {
            counter.add(spoken[index] < half ? .silence : played[index] < half ? .missed : .heard)
        }
        return counter.finished()
    }

    private func slot(at time: Timestamp, roundedUp: Bool) -> Int {
        let (whole, rest) = (time - start).nanoseconds.quotientAndRemainder(dividingBy: SpeechLoss.slot.nanoseconds)
        return min(max(Int(whole) + (roundedUp && rest > 0 ? 1 : 0), 0), spoken.count)
    }

    private static func add(_ begin: TimeDelta, _ end: TimeDelta, to slots: inout [UInt8]) {
        let slot = SpeechLoss.slot.nanoseconds
        var position = max(begin.nanoseconds, 0)
        let last = min(end.nanoseconds, Int64(slots.count) * slot)
        while position < last {
            let index = position / slot
            let next = min((index + 1) * slot, last)
            let units = UInt8((next - position + unit / 2) / unit)
            slots[Int(index)] += min(units, unitsPerSlot - slots[Int(index)])
            position = next
        }
    }
}
