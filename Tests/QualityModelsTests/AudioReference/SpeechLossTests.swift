import QualityModels
import RawMedia
import TestSupport
import Testing
import Units

@Suite("Speech loss in virtual time")
struct SpeechLossTests {
    private let start = Timestamp(nanoseconds: 3_000_000_000)

    /// A direction in slots of 10 ms: S was spoken and played, x was spoken and not played, and a dot was silence.
    private func loss(_ slots: String, delay: TimeDelta = .milliseconds(150), callEnd: TimeDelta? = nil) -> SpeechLoss {
        let pieces = Array(slots)
        var words = SpokenWords(start: start, length: SpeechLoss.slot * Int64(pieces.count))
        for (index, piece) in pieces.enumerated() {
            let begin = start + SpeechLoss.slot * Int64(index)
            words.spoke(from: begin, to: begin + SpeechLoss.slot, isSpeech: piece != ".")
            guard piece == "S" else { continue }
            words.heard(captured: begin, duration: SpeechLoss.slot, at: begin + delay)
        }
        return words.loss(callEnd: callEnd.map { start + $0 })
    }

    private func times(_ piece: String, _ count: Int) -> String { String(repeating: piece, count: count) }

    @Test("A gap in speech is a dropout from 60 ms on", arguments: [(5, 0), (6, 1), (7, 1), (100, 1)])
    func shortestDropout(_ gap: Int, _ count: Int) {
        let loss = loss(times("S", 100) + times("x", gap) + times("S", 100))
        #expect(loss.dropoutCount == count)
        #expect(loss.missed == SpeechLoss.slot * Int64(gap))
        #expect(loss.inDropouts == (count > 0 ? loss.missed : .zero))
        #expect(loss.longestDropout == loss.inDropouts)
        #expect(loss.missedShare == Double(gap) / Double(200 + gap))
    }

    @Test("A pause within a dropout splits it only beyond 200 ms", arguments: [(20, 1, 100), (21, 2, 50)])
    func pauses(_ pause: Int, _ count: Int, _ longest: Int) {
        let loss = loss(times("S", 30) + times("x", 50) + times(".", pause) + times("x", 50) + times("S", 30))
        #expect(loss.dropoutCount == count)
        #expect(loss.longestDropout == SpeechLoss.slot * Int64(longest))
        #expect(loss.missed == .milliseconds(1_000))
    }

    @Test("Sound heard within a dropout ends it, even a single slot")
    func heardSlot() {
        let loss = loss(times("x", 10) + "S" + times("x", 10))
        #expect(loss.dropoutCount == 2)
        #expect(loss.longestDropout == .milliseconds(100))
    }

    @Test("A word of 240 ms is lost when more than half of it was missed", arguments: [(12, 0), (13, 1)])
    func lostWord(_ missed: Int, _ lost: Int) {
        let loss = loss(times("S", 24) + times("x", missed) + times("S", 24 - missed) + times("S", 24))
        #expect(loss.wordCount == 3)
        #expect(loss.lostWordCount == lost)
    }

    @Test(
        "The rest of a stretch is a word from 120 ms on and else part of the word before",
        arguments: [(24, 1), (35, 1), (36, 2), (48, 2), (5, 1), (0, 0)]
    )
    func restOfStretch(_ slots: Int, _ count: Int) {
        let loss = loss(times("S", slots) + times(".", 30))
        #expect(loss.wordCount == count)
        #expect(loss.spoken == SpeechLoss.slot * Int64(slots))
        #expect((loss.lostWordShare == nil) == (count == 0))
    }

    @Test("Without speech every share is unknown")
    func silence() {
        let loss = loss(times(".", 300))
        #expect(loss.missedShare == nil && loss.dropoutShare == nil && loss.lostWordShare == nil)
        #expect(loss.dropoutCount == 0)
    }

    @Test("One-way silence loses everything in one dropout a stretch")
    func nothingPlayed() {
        let loss = loss(times("x", 100) + times(".", 100) + times("x", 60))
        #expect(loss.missedShare == 1 && loss.lostWordShare == 1 && loss.dropoutShare == 1)
        #expect(loss.dropoutCount == 2)
        #expect(loss.longestDropout == .milliseconds(1_000))
    }

    @Test("Speech that the end of the call keeps on its way is nobody's loss, and other speech at the end is")
    func endOfCall() {
        let slots = times("S", 80) + times("x", 20)
        #expect(loss(slots, delay: .milliseconds(200), callEnd: .milliseconds(1_000)).missed == .zero)
        #expect(loss(slots, delay: .milliseconds(150), callEnd: .milliseconds(1_000)).missed == .milliseconds(50))
        #expect(loss(slots, delay: .milliseconds(200)).missed == .milliseconds(200))
    }

    @Test("Speech before sound is due is left out")
    func beginOfCall() {
        var words = SpokenWords(start: start, length: .seconds(1))
        words.spoke(from: start, to: start + .seconds(1), isSpeech: true)
        #expect(words.loss(from: start + .milliseconds(400)).missed == .milliseconds(600))
        #expect(words.loss(from: start + .milliseconds(401)).missed == .milliseconds(590))
        #expect(words.loss(from: start + .seconds(2)).missedShare == nil)
    }

    @Test("Pieces of any length, twice, overlapping, in any order or outside the call give the same count")
    func pieces() {
        var words = SpokenWords(start: start, length: .seconds(2))
        words.spoke(from: start - .seconds(1), to: start + .seconds(3), isSpeech: true)
        words.spoke(from: start, to: start + .seconds(1), isSpeech: true)
        var generator = SplitMix64(seed: 11)
        let delay = TimeDelta.milliseconds(90)
        // Pieces of 6.5 ms cover 0.1 to 1.4 s; their order is drawn.
        var pieces = Array(0..<200)
        for index in pieces.indices.reversed() { pieces.swapAt(index, Int(generator.next() % UInt64(index + 1))) }
        for piece in pieces + [7, 8, 9] {
            let captured = start + .milliseconds(100) + .microseconds(6_500) * Int64(piece)
            words.heard(captured: captured, duration: .microseconds(6_500), at: captured + delay)
        }
        words.heard(captured: start + .seconds(5), duration: .seconds(1), at: start + .seconds(6))
        words.heard(captured: start - .seconds(2), duration: .seconds(1), at: start)
        let loss = words.loss()
        #expect(loss.spoken == .seconds(2))
        #expect(loss.missed == .milliseconds(700))
        #expect(loss.dropoutCount == 2)
        #expect(loss.longestDropout == .milliseconds(600))
    }

    @Test("Concealed sound, comfort noise and sound of no capture time are not heard speech")
    func origins() {
        var words = SpokenWords(start: start, length: .seconds(1))
        words.spoke(from: start, to: start + .seconds(1), isSpeech: true)
        words.heard(captured: start, duration: .seconds(1), origin: .concealed, at: start)
        words.heard(captured: start, duration: .seconds(1), origin: .comfortNoise, at: start)
        words.heard(captured: nil, duration: .seconds(1), at: start)
        #expect(words.loss().missedShare == 1)
    }

    @Test("A slot is heard from half of it on")
    func halfSlot() {
        func missed(_ microseconds: Int64) -> TimeDelta {
            var words = SpokenWords(start: start, length: .milliseconds(10))
            words.spoke(from: start, to: start + .milliseconds(10), isSpeech: true)
            words.heard(captured: start, duration: .microseconds(microseconds), at: start)
            return words.loss().missed
        }
        #expect(missed(4_900) == .milliseconds(10))
        #expect(missed(5_000) == .zero)
    }

    @Test("Missing more never counts less, drawn slot by slot")
    func monotone() {
        var generator = SplitMix64(seed: 3)
        var slots = (0..<2_000).map { _ in generator.next() % 3 == 0 ? "." : "S" }
        var before = loss(slots.joined())
        for _ in 0..<40 {
            for _ in 0..<20 {
                let index = Int(generator.next() % 2_000)
                if slots[index] == "S" { slots[index] = "x" }
            }
            let after = loss(slots.joined())
            #expect(after.missed >= before.missed)
            #expect(after.longestDropout >= before.longestDropout)
            #expect(after.inDropouts >= before.inDropouts)
            #expect(after.lostWordCount >= before.lostWordCount)
            #expect(after.spoken == before.spoken && after.wordCount == before.wordCount)
            before = after
        }
        #expect(before.missed > .zero)
    }

    @Test("The share of inserted and removed samples is taken over all samples, and is unknown without any")
    func stretching() throws {
        let stretching = try #require(
            TimeStretching(insertedSamples: 480, removedSamples: 1_440, totalSamples: 48_000)
        )
        #expect(stretching.insertedShare == 0.01 && stretching.removedShare == 0.03)
        #expect(stretching.meanRateDeviation == 0.04)
        #expect(TimeStretching(insertedSamples: 0, removedSamples: 0, totalSamples: 0) == nil)
        #expect(TimeStretching(insertedSamples: -1, removedSamples: 0, totalSamples: 10) == nil)
    }
}
