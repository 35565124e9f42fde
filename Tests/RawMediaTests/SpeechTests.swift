@testable import RawMedia
import Statistics
import Testing
import Units

@Suite("Synthetic speech")
struct SpeechTests {
    private let spurts = [
        TalkSpurt(start: .milliseconds(200), end: .milliseconds(1_400)),
        TalkSpurt(start: .milliseconds(1_900), end: .milliseconds(1_930)),
        TalkSpurt(start: .milliseconds(2_300), end: .milliseconds(4_000)),
    ]

    private func speech(
        _ voice: SpeechSynthesiser.Voice,
        _ spurts: [TalkSpurt],
        seconds: Int,
        block: Int = 960,
        seed: UInt64 = 7
    ) -> (samples: [Int16], mouth: [Double]) {
        var generator = FixedGenerator(seed: seed)
        var synthesiser = SpeechSynthesiser(voice: voice, spurts: spurts, using: &generator)
        var (samples, mouth, piece) = ([Int16](), [Double](), [Int16]())
        while samples.count < seconds * 48_000 {
            synthesiser.next(min(block, seconds * 48_000 - samples.count), into: &piece)
            samples += piece
            mouth.append(synthesiser.mouthOpening)
        }
        return (samples, mouth)
    }

    /// One long talk spurt after half a second.
    private func talk(_ voice: SpeechSynthesiser.Voice, seconds: Int) -> [Int16] {
        let spurt = TalkSpurt(start: .milliseconds(500), end: .seconds(Int64(seconds)))
        return Array(speech(voice, [spurt], seconds: seconds).samples[24_000...])
    }

    @Test("The same seed gives the same bytes on every machine, another seed others")
    func golden() {
        #expect(fingerprint(speech(.low, spurts, seconds: 4).samples) == 9_164_217_952_296_087_204)
        #expect(fingerprint(speech(.high, spurts, seconds: 4).samples) == 5_975_969_842_461_775_044)
        #expect(speech(.low, spurts, seconds: 1, seed: 8).samples != speech(.low, spurts, seconds: 1).samples)
    }

    @Test("The length of the blocks changes nothing", arguments: [7, 240, 480, 1_001])
    func blocks(length: Int) {
        #expect(speech(.high, spurts, seconds: 3, block: length).samples == speech(.high, spurts, seconds: 3).samples)
    }

    @Test("Speech has an active level near -26 dBov and does not overload")
    func level() {
        for voice in [SpeechSynthesiser.Voice.low, .high] {
            let samples = talk(voice, seconds: 20)
            let decibels = 20 * FastElementary.logarithm(rms(samples) / 32_768) / FastElementary.logarithm(10)
            #expect((decibels + 26).magnitude < 1.5)
            #expect(samples.allSatisfy { $0.magnitude < 30_000 })
        }
    }

    @Test("Outside the talk spurts there is room noise at -60 dBov")
    func room() {
        let silence = speech(.low, [], seconds: 2).samples
        // First-order noise with pole a: the mean square has a relative variance of at most
        // 2 (1 + a^2) / (1 - a^2) / n.
        let deviation = (2 * (1.81 / 0.19) / Double(silence.count)).squareRoot()
        #expect((rms(silence) * rms(silence) / (32.768 * 32.768) - 1).magnitude < 4 * deviation)
        let samples = speech(.low, spurts, seconds: 5).samples
        for gap in [0..<9_600, 70_080..<91_200, 95_520..<110_400, 194_880..<240_000] {
            #expect(rms(samples[gap]) < 40)
        }
        for spurt in [9_600..<67_200, 110_400..<192_000] { #expect(rms(samples[spurt]) > 800) }
    }

    @Test("The voices have their fundamentals")
    func fundamental() {
        for (voice, wanted) in [(SpeechSynthesiser.Voice.low, 110.0), (.high, 200.0)] {
            let samples = talk(voice, seconds: 10)
            var found: [Double] = []
            for start in stride(from: 0, to: samples.count - 4_800, by: 2_400) {
                let piece = Array(samples[start..<(start + 2_400)])
                guard rms(piece) > 1_500, let coarse = PitchSearch.coarseLag(PitchSearch.decimated(piece)),
                    let fine = PitchSearch.fineLag(near: coarse, in: piece, at: 1_200), fine.correlation > 0.8
                else { continue }
                found.append(48_000 / Double(fine.lag))
            }
            found.sort()
            #expect(found.count > 30)
            #expect((found[found.count / 2] / wanted - 1).magnitude < 0.15)
        }
    }

    @Test("There are vowels with few and fricatives with many changes of sign")
    func soundsDiffer() {
        let samples = talk(.low, seconds: 20)
        let rates = stride(from: 0, to: samples.count - 960, by: 960).map { start -> Double in
            let piece = samples[start..<(start + 960)]
            return Double(zip(piece, piece.dropFirst()).filter { ($0 < 0) != ($1 < 0) }.count) / 960
        }
        #expect(rates.filter { $0 < 0.06 }.count > rates.count / 4)
        #expect(rates.filter { $0 > 0.15 }.count > rates.count / 50)
    }

    @Test("The mouth moves while the person talks and is shut otherwise")
    func mouth() {
        let mouth = speech(.low, spurts, seconds: 5).mouth
        #expect(mouth.allSatisfy { (0...1).contains($0) })
        // Blocks of 20 ms: 10 to 69 and 115 to 199 talk.
        #expect(mouth[..<9].allSatisfy { $0 == 0 } && mouth[75..<94].allSatisfy { $0 == 0 })
        #expect(mouth[205...].allSatisfy { $0 == 0 })
        let talking = Array(mouth[115..<198])
        #expect((talking.max() ?? 0) > 0.5)
        let turns = zip(talking, talking.dropFirst()).filter { $0 < 0.3 && $1 >= 0.3 }.count
        // Three to six syllables a second in 1.7 s, give or take those with closed vowels.
        #expect((2...10).contains(turns))
    }

    @Test("A source plays what its synthesiser or clip plays")
    func source() {
        var (first, second) = (FixedGenerator(seed: 7), FixedGenerator(seed: 7))
        var plain = SpeechSynthesiser(voice: .low, spurts: spurts, using: &first)
        var source = AudioSource.synthetic(SpeechSynthesiser(voice: .low, spurts: spurts, using: &second))
        var (wanted, got) = ([Int16](), [Int16]())
        for _ in 0..<40 {
            plain.next(960, into: &wanted)
            source.next(960, into: &got)
            #expect(wanted == got && plain.mouthOpening == source.mouthOpening)
        }
        var clip = AudioSource.clip(AudioClip(samples: [1, 2, 3]))
        clip.next(5, into: &got)
        #expect(got == [1, 2, 3, 2, 1])
    }
}
