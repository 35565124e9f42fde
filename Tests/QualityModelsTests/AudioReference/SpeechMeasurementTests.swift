import QualityModels
import RawMedia
import TestSupport
import Testing
import Units

@Suite("Speech level and activity")
struct SpeechMeasurementTests {
    /// A sine of 1 kHz at 16 kHz, on and off in pieces of some milliseconds; amplitude of full scale.
    private func sine(on: Int, off: Int, repeats: Int, amplitude: Float) -> MonoSound {
        // One period of 16 samples.
        let period: [Float] = [
            0, 0.38268343, 0.70710678, 0.92387953, 1, 0.92387953, 0.70710678, 0.38268343,
        ]
        let samples = (0..<repeats).flatMap { _ in
            (0..<on * 16).map { index -> Float in
                let place = index % 16
                return amplitude * (place < 8 ? period[place] : -period[place - 8])
            } + [Float](repeating: 0, count: off * 16)
        }
        return MonoSound(samples, sampleRate: 16_000)
    }

    @Test("A continuous sine has its own level and is always active", arguments: [Float(1), 0.1, 0.01])
    func continuousSine(_ amplitude: Float) throws {
        let level = try #require(ActiveSpeechLevel(sine(on: 10_000, off: 0, repeats: 1, amplitude: amplitude)))
        // The mean square of a sine is half its amplitude's square: -3.01 dB, and 20 dB less for each tenth.
        let expected: Double = amplitude == 1 ? -3.0103 : amplitude == 0.1 ? -23.0103 : -43.0103
        // The envelope's rise takes some milliseconds of the ten seconds.
        #expect(abs(level.level - expected) < 0.03)
        #expect(level.activity > 0.99)
    }

    @Test("A sine that is on for half of the time is active for that and the hangover of 200 ms")
    func gatedSine() throws {
        let level = try #require(ActiveSpeechLevel(sine(on: 2_000, off: 2_000, repeats: 10, amplitude: 0.5)))
        // The envelope takes some 30 ms longer to fall below the threshold than to pass it.
        #expect(level.activity > 0.55 && level.activity < 0.60)
        // -9.03 dB while it is on; the hangover dilutes it by 2000 / (2000 + 200 and more).
        #expect(level.level > -9.03 - 0.8 && level.level < -9.03 - 0.3)
    }

    @Test("Silence and next to nothing have no active level")
    func silence() {
        #expect(ActiveSpeechLevel(MonoSound([Float](repeating: 0, count: 16_000), sampleRate: 16_000)) == nil)
        #expect(ActiveSpeechLevel(MonoSound([Float](), sampleRate: 16_000)) == nil)
        #expect(ActiveSpeechLevel(sine(on: 2_000, off: 0, repeats: 1, amplitude: 2e-5)) == nil)
    }

    @Test("A tenth of the amplitude is 20 dB less, with the same activity")
    func scaling() throws {
        let talk = SyntheticTalk.low.samples.map { Float($0) / 32_768 }
        let loud = try #require(ActiveSpeechLevel(MonoSound(talk, sampleRate: 48_000)))
        let quiet = try #require(ActiveSpeechLevel(MonoSound(talk.map { $0 / 10 }, sampleRate: 48_000)))
        #expect(abs(loud.level - quiet.level - 20) < 0.1)
        #expect(abs(loud.activity - quiet.activity) < 0.02)
        // What the synthesiser promises.
        #expect(abs(loud.level + 26) < 3)
    }

    @Test("Activity by level agrees with the talk spurts that the sound was made from")
    func activity() {
        var (agreeing, count) = (0, 0)
        for talk in [SyntheticTalk.low, SyntheticTalk.high] {
            var activity = SpeechActivity()
            for block in 0..<talk.samples.count / 480 {
                let isSpeech = activity.isSpeech(talk.samples[(block * 480)..<((block + 1) * 480)])
                let middle = TimeDelta.milliseconds(Int64(10 * block + 5))
                let talks = talk.spurts.contains { $0.start <= middle && middle < $0.end }
                agreeing += isSpeech == talks ? 1 : 0
                count += 1
            }
        }
        #expect(Double(agreeing) / Double(count) > 0.9)
    }

    @Test("A quiet room is no speech, nor is nothing")
    func quietRoom() {
        var activity = SpeechActivity()
        var generator = SplitMix64(seed: 2)
        for _ in 0..<200 {
            let block = (0..<480).map { _ in Int16(Int(generator.next() % 114) - 57) }
            let isSpeech = activity.isSpeech(block)
            #expect(!isSpeech)
        }
        let isNothing = activity.isSpeech([])
        #expect(!isNothing)
    }
}

/// One side of a short synthetic conversation.
struct SyntheticTalk: Sendable {
    let samples: [Int16]
    let spurts: [TalkSpurt]

    static let low = SyntheticTalk(seed: 4, voice: .low)
    static let high = SyntheticTalk(seed: 9, voice: .high)

    init(seed: UInt64, voice: SpeechSynthesiser.Voice, seconds: Int = 10) {
        var generator = SplitMix64(seed: seed)
        let conversation = Conversation(length: .seconds(Int64(seconds)), using: &generator)
        spurts = conversation.spurts(of: .clinician)
        var speech = SpeechSynthesiser(voice: voice, spurts: spurts, using: &generator)
        var samples: [Int16] = []
        speech.next(seconds * 48_000, into: &samples)
        self.samples = samples
    }
}
