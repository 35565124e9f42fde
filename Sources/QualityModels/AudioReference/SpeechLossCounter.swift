import Units

/// Counts dropouts and words from slots of 10 ms in order of time.
struct SpeechLossCounter {
    enum Slot: UInt8 {
        case silence
        case heard
        case missed
    }

    private static let pauseMax = slots(in: SpeechLoss.longestPause)
    private static let dropoutMin = slots(in: SpeechLoss.shortestDropout)
    private static let wordSlots = slots(in: SpeechLoss.wordLength)

    private(set) var loss = SpeechLoss()
    /// Silent slots since the last spoken one.
    private var pause = 0
    /// Missed slots of the dropout that is open.
    private var dropout = 0
    private var word = (spoken: 0, missed: 0)
    /// The last whole word of the stretch, which a short rest may join.
    private var previous: (spoken: Int, missed: Int)?

    mutating func add(_ slot: Slot) {
        guard slot != .silence else {
            pause += 1
            if pause == Self.pauseMax + 1 { endStretch() }
            return
        }
        pause = 0
        let isMissed = slot == .missed
        loss.spoken += SpeechLoss.slot
        if isMissed {
            loss.missed += SpeechLoss.slot
            dropout += 1
        } else {
            endDropout()
        }
        word.spoken += 1
        word.missed += isMissed ? 1 : 0
        if word.spoken == Self.wordSlots {
            settlePrevious()
            previous = word
            word = (0, 0)
        }
    }

    /// The count of everything added, with what is still open ended here.
    func finished() -> SpeechLoss {
        var copy = self
        copy.endStretch()
        return copy.loss
    }

    private mutating func endStretch() {
        endDropout()
        if 2 * word.spoken >= Self.wordSlots {
            settlePrevious()
            previous = word
        } else if let whole = previous {
            previous = (whole.spoken + word.spoken, whole.missed + word.missed)
        } else if word.spoken > 0 {
            previous = word
        }
        settlePrevious()
        word = (0, 0)
    }

    private mutating func endDropout() {
        if dropout >= Self.dropoutMin {
            let length = SpeechLoss.slot * Int64(dropout)
            loss.dropoutCount += 1
            loss.inDropouts += length
            loss.longestDropout = max(loss.longestDropout, length)
        }
        dropout = 0
    }

    private mutating func settlePrevious() {
        guard let settled = previous else { return }
        loss.wordCount += 1
        if 2 * settled.missed > settled.spoken { loss.lostWordCount += 1 }
        previous = nil
    }

    private static func slots(in time: TimeDelta) -> Int { Int(time.nanoseconds / SpeechLoss.slot.nanoseconds) }
}
