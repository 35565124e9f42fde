import MediaCodecs
import QualityModels
import RawMedia
import TestSupport
import Testing
import Units

@Suite("Heard against spoken sound")
struct SpeechComparisonTests {
    private func compare(_ spoken: [Int16], _ heard: [Int16], rate: Int = 48_000) throws -> SpeechComparison {
        try SpeechComparison(
            spoken: MonoSound(spoken, sampleRate: rate),
            heard: MonoSound(heard, sampleRate: rate)
        )
    }

    private func silenced(_ samples: [Int16], _ ranges: [Range<Int>]) -> [Int16] {
        var output = samples
        for range in ranges { for index in range.clamped(to: 0..<output.count) { output[index] = 0 } }
        return output
    }

    /// The longest spurt of a talk in samples.
    private func longestSpurt(_ talk: SyntheticTalk) -> Range<Int> {
        let spurt = talk.spurts.max { $0.end - $0.start < $1.end - $1.start }
        let samples = [spurt?.start ?? .zero, spurt?.end ?? .zero].map { Int($0.nanoseconds / 1_000_000) * 48 }
        return samples[0]..<samples[1]
    }

    @Test("Sound that arrives unharmed misses nothing, at any delay", arguments: [0, 123, 1_000])
    func constantDelay(_ milliseconds: Int) throws {
        let talk = SyntheticTalk.low
        let heard = [Int16](repeating: 0, count: milliseconds * 48) + talk.samples
        let result = try compare(talk.samples, heard)
        #expect(result.missedSpeech == 0)
        #expect(result.loss.missed == .zero && result.loss.dropoutCount == 0)
        #expect(result.stretchedShare == 0)
        #expect(result.unspokenShare == 0)
        #expect(abs(result.levelDifference ?? 1) < 0.1)
        for word in result.words {
            let delay = try #require(word.delay?.milliseconds)
            #expect(abs(delay - Double(milliseconds)) <= 5)
        }
        #expect(result.words.count == result.loss.wordCount)
        #expect(result.words.reduce(TimeDelta.zero) { $0 + $1.spoken } == result.loss.spoken)
    }

    @Test("Sound heard before it was spoken, as of recordings cut differently, is aligned too")
    func negativeDelay() throws {
        let talk = SyntheticTalk.high
        let result = try compare([Int16](repeating: 0, count: 48 * 300) + talk.samples, talk.samples)
        #expect(result.missedSpeech == 0)
        #expect(result.words.allSatisfy { $0.delay == .milliseconds(-300) })
    }

    @Test("Opus at the rates of calls misses nothing", arguments: [24, 32])
    func opus(_ kilobitsPerSecond: Int64) throws {
        let talk = SyntheticTalk.high
        var encoder = try OpusEncoder(OpusEncoderSettings(bitrate: .kilobitsPerSecond(kilobitsPerSecond)))
        var decoder = try OpusDecoder()
        var heard: [Int16] = []
        for start in stride(from: 0, to: talk.samples.count, by: 960) {
            let packet = try encoder.encode(Array(talk.samples[start..<(start + 960)]))
            try decoder.decode(packet.bytes, into: &heard)
        }
        let result = try compare(talk.samples, heard)
        #expect(result.missedSpeech == 0 && result.loss.missed == .zero)
        #expect(result.stretchedShare == 0)
        #expect(abs(result.levelDifference ?? 9) < 0.5)
        // The codec's own delay of 6.5 ms, to 5 ms.
        #expect(result.words.allSatisfy { (0...10).contains($0.delay?.milliseconds ?? -1) })
    }

    @Test("A lower rate gives the same answer as far as its bands reach", arguments: [8_000, 16_000, 24_000, 44_100])
    func rates(_ rate: Int) throws {
        let talk = SyntheticTalk.high
        let samples = PolyphaseResampler(from: 48_000, to: rate).resample(talk.samples)
        let spurt = longestSpurt(talk)
        let gap = (spurt.lowerBound + 9_600)..<(spurt.lowerBound + 24_000)
        let lower = (gap.lowerBound * rate / 48_000)..<(gap.upperBound * rate / 48_000)
        let result = try compare(samples, silenced(samples, [lower]), rate: rate)
        #expect(result.loss.dropoutCount == 1)
        #expect(abs(result.loss.longestDropout.milliseconds - 300) <= 40)
        #expect(try compare(samples, samples, rate: rate).missedSpeech == 0)
    }

    @Test("A gap is a dropout of its length, and the words in it are missed", arguments: [100, 300, 600])
    func gap(_ milliseconds: Int) throws {
        let talk = SyntheticTalk.low
        let spurt = longestSpurt(talk)
        let start = spurt.lowerBound + 9_600
        try #require(spurt.upperBound - start > milliseconds * 48)
        let result = try compare(talk.samples, silenced(talk.samples, [start..<(start + milliseconds * 48)]))
        #expect(result.loss.dropoutCount == 1)
        #expect(abs(result.loss.longestDropout.milliseconds - Double(milliseconds)) <= 40)
        let missed = result.words.filter(\.isMissed)
        #expect(missed.count <= milliseconds / 240 + 1)
        if milliseconds >= 300 { #expect(!missed.isEmpty) }
        for word in missed {
            let begin = Int(word.start.nanoseconds / 1_000_000) * 48
            #expect(begin < start + milliseconds * 48 && begin + 48 * 300 > start)
            #expect(word.delay == nil)
        }
    }

    @Test("More silenced pieces of 20 ms are more lost time, near to what was silenced")
    func silencedPieces() throws {
        let talk = SyntheticTalk.low
        var before = 0.0
        for every in [40, 20, 10, 5] {
            let pieces = stride(from: 0, to: talk.samples.count, by: every * 960).map { $0..<($0 + 960) }
            let share = try #require(try compare(talk.samples, silenced(talk.samples, pieces)).loss.missedShare)
            #expect(share > before)
            #expect(abs(share * Double(every) - 1) < 0.6, "one piece in \(every) was silenced")
            before = share
        }
    }

    @Test("One-way silence, digital or of a quiet room, misses everything and has no level")
    func oneWaySilence() throws {
        let talk = SyntheticTalk.low
        var generator = SplitMix64(seed: 1)
        let room = talk.samples.map { _ in Int16(Int(generator.next() % 80) - 40) }
        for heard in [[Int16](repeating: 0, count: 480_000), room] {
            let result = try compare(talk.samples, heard)
            #expect(result.missedSpeech == 1)
            #expect(result.loss.missedShare == 1 && result.loss.lostWordShare == 1)
            #expect(result.levelDifference == nil && result.stretchedShare == nil)
            #expect(result.unspokenShare == 0)
            #expect(result.words.allSatisfy { $0.delay == nil })
        }
    }

    @Test("A lower level is told as such and misses nothing", arguments: [(0.1, -20.0), (0.9440609, -0.5)])
    func level(_ factor: Double, _ decibels: Double) throws {
        let talk = SyntheticTalk.high
        let result = try compare(talk.samples, talk.samples.map { Int16((Double($0) * factor).rounded()) })
        #expect(abs((result.levelDifference ?? 0) - decibels) < 0.1)
        #expect(result.missedSpeech == 0 && result.loss.missed == .zero)
    }

    @Test("Speech 4 % slower is stretched throughout, and 1 % is not, and neither is missed")
    func slower() throws {
        let talk = SyntheticTalk.low
        func slowed(_ share: Double) -> [Int16] {
            (0..<Int(Double(talk.samples.count - 1) * (1 + share))).map { index in
                let place = Double(index) / (1 + share)
                let (whole, rest) = (Int(place), place - place.rounded(.down))
                return Int16(Double(talk.samples[whole]) * (1 - rest) + Double(talk.samples[whole + 1]) * rest)
            }
        }
        for (share, isStretched) in [(0.04, true), (0.01, false)] {
            let result = try compare(talk.samples, slowed(share))
            #expect(result.missedSpeech == 0)
            #expect(abs((result.meanRateDeviation ?? 0) - share) < 0.008)
            let stretched = try #require(result.stretchedShare)
            #expect(isStretched ? stretched > 0.8 : stretched < 0.2)
        }
    }

    @Test("Noise where nobody spoke is told as a share of that time, and costs no speech")
    func noise() throws {
        let talk = SyntheticTalk.low
        var generator = SplitMix64(seed: 8)
        // Half a second of noise at about -26 dBov after the last spurt.
        let noise = (0..<24_000).map { _ in Int16(Int(generator.next() % 5_686) - 2_843) }
        let quiet = [Int16](repeating: 0, count: 48_000)
        let spoken = talk.samples + quiet + quiet
        let heard = talk.samples + quiet + noise + quiet.dropLast(24_000)
        let result = try compare(spoken, heard)
        let unspoken = try #require(result.unspokenShare)
        let idle = 12 - result.loss.spoken.seconds
        #expect(unspoken > 0.5 / idle * 0.8 && unspoken < 0.5 / idle * 1.8)
        #expect(result.missedSpeech == 0)
    }

    @Test("Unrelated speech is refused, never scored")
    func unrelated() {
        for seed in UInt64(30)..<33 {
            let other = SyntheticTalk(seed: seed, voice: .low)
            do {
                let result = try compare(SyntheticTalk.low.samples, other.samples)
                Issue.record("a score of \(result.missedSpeech) for unrelated speech of seed \(seed)")
            } catch {
                guard case .notAligned? = error as? SpeechComparisonError else {
                    Issue.record("\(error)")
                    continue
                }
            }
        }
    }

    @Test("What cannot be compared is a named error")
    func errors() {
        let speech = MonoSound(SyntheticTalk.low.samples, sampleRate: 48_000)
        let silence = MonoSound([Int16](repeating: 0, count: 96_000), sampleRate: 48_000)
        let empty = MonoSound([Int16](), sampleRate: 48_000)
        let short = MonoSound([Int16](repeating: 9, count: 24_000), sampleRate: 48_000)
        let narrow = MonoSound([Int16](repeating: 9, count: 24_000), sampleRate: 8_000)
        let slow = MonoSound([Int16](repeating: 9, count: 24_000), sampleRate: 4_000)
        func expect(_ expected: SpeechComparisonError, _ spoken: MonoSound, _ heard: MonoSound) {
            #expect(throws: expected) { _ = try SpeechComparison(spoken: spoken, heard: heard) }
        }
        expect(.sampleRatesDiffer(spoken: 48_000, heard: 8_000), speech, narrow)
        expect(.unsupportedSampleRate(4_000), slow, slow)
        expect(.empty(.spoken), empty, speech)
        expect(.empty(.heard), speech, empty)
        expect(.tooShort(.spoken, seconds: 0.5), short, speech)
        expect(.tooShort(.heard, seconds: 0.5), speech, short)
        expect(.noSpeech, silence, speech)
    }

    @Test("The same sounds give the same answer as 16-bit and as floating-point samples; what is no number is silence")
    func formats() throws {
        let samples = SyntheticTalk.high.samples
        let gap = silenced(samples, [48_000..<72_000])
        var floats = gap.map { Float($0) / 32_768 }
        for index in 48_000..<72_000 { floats[index] = index % 2 == 0 ? .nan : .infinity }
        let spoken = MonoSound(samples, sampleRate: 48_000)
        let first = try SpeechComparison(spoken: spoken, heard: MonoSound(gap, sampleRate: 48_000))
        let second = try SpeechComparison(spoken: spoken, heard: MonoSound(floats, sampleRate: 48_000))
        #expect(first.words == second.words && first.loss == second.loss)
    }

    @Test("Speech beyond the end of what was heard is left out, not missed")
    func truncated() throws {
        let talk = SyntheticTalk.low
        let whole = try compare(talk.samples, talk.samples)
        let half = try compare(talk.samples, Array(talk.samples.prefix(talk.samples.count * 6 / 10)))
        #expect(half.missedSpeech == 0)
        #expect(half.loss.spoken < whole.loss.spoken)
        #expect(half.words.count < whole.words.count)
    }
}
