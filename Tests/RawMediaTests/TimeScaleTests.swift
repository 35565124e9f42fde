@testable import RawMedia
import Testing

@Suite("Stretching time")
struct TimeStretchTests {
    private func differsByAtMostOne(_ left: some Collection<Int16>, _ right: some Collection<Int16>) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { ($0 > $1 ? Int($0) - Int($1) : Int($1) - Int($0)) <= 1 }
    }

    @Test("Exactly one period of a tone is removed and the tone goes on", arguments: [120, 240, 320, 480, 700])
    func accelerate(period: Int) {
        let original = tone(period: Double(period), amplitude: 8_000, count: 1_440)
        var samples = original
        #expect(TimeStretch.accelerate(&samples, fast: false, backgroundEnergy: nil) == period)
        #expect(differsByAtMostOne(samples, original.prefix(1_440 - period)))
    }

    @Test("Exactly one period of a tone is inserted and the tone goes on", arguments: [120, 240, 320, 480, 700])
    func expand(period: Int) {
        let original = tone(period: Double(period), amplitude: 8_000, count: 1_440 + period)
        var samples = Array(original.prefix(1_440))
        #expect(TimeStretch.preemptivelyExpand(&samples, backgroundEnergy: nil) == period)
        #expect(differsByAtMostOne(samples, original))
    }

    @Test("Fast mode removes as many periods as fit into 15 ms")
    func fast() {
        let original = tone(period: 200, amplitude: 8_000, count: 1_440)
        var samples = original
        #expect(TimeStretch.accelerate(&samples, fast: true, backgroundEnergy: nil) == 600)
        #expect(differsByAtMostOne(samples, original.prefix(840)))
    }

    @Test("Fast mode accepts a likeness that the usual mode refuses")
    func thresholds() {
        // Tone and noise of powers 3 : 1 correlate by about 0.75.
        let voice = tone(period: 240, amplitude: 6_000, count: 1_440)
        let mixed = zip(voice, noise(rms: 2_449, count: 1_440)).map { $0 + $1 }
        var (usual, fast) = (mixed, mixed)
        #expect(TimeStretch.accelerate(&usual, fast: false, backgroundEnergy: nil) == 0)
        #expect(usual == mixed)
        let removed = TimeStretch.accelerate(&fast, fast: true, backgroundEnergy: nil)
        #expect(removed > 600 && removed <= 720)
        #expect(fast.count == 1_440 - removed)
    }

    @Test("Loud noise is left alone in either mode, and so is a tone of a period beyond 15 ms")
    func refusals() {
        let slow = tone(period: 900, amplitude: 8_000, count: 1_440)
        for original in [noise(rms: 3_000, count: 1_440), slow] {
            var samples = original
            #expect(TimeStretch.accelerate(&samples, fast: false, backgroundEnergy: nil) == 0)
            #expect(TimeStretch.preemptivelyExpand(&samples, backgroundEnergy: nil) == 0)
            #expect(samples == original)
        }
        var samples = noise(rms: 3_000, count: 1_440)
        #expect(TimeStretch.accelerate(&samples, fast: true, backgroundEnergy: nil) == 0)
    }

    @Test("Quiet noise and silence are stretched, measured against the background if that is known")
    func passive() {
        for original in [noise(rms: 100, count: 1_440), [Int16](repeating: 0, count: 1_440)] {
            var samples = original
            let removed = TimeStretch.accelerate(&samples, fast: false, backgroundEnergy: nil)
            #expect((120...720).contains(removed))
            #expect(samples.count == 1_440 - removed)
            let inserted = TimeStretch.preemptivelyExpand(&samples, backgroundEnergy: nil)
            // What was shortened is too short now.
            #expect(inserted == 0)
        }
        var samples = noise(rms: 100, count: 1_440)
        #expect(TimeStretch.accelerate(&samples, fast: false, backgroundEnergy: 100) == 0)
        #expect(TimeStretch.accelerate(&samples, fast: false, backgroundEnergy: 5_000) > 0)
    }

    @Test("Samples that were played already stay as they are")
    func unmodifiable() {
        let original = tone(period: 240, amplitude: 8_000, count: 1_440)
        var samples = original
        #expect(TimeStretch.preemptivelyExpand(&samples, unmodifiable: 721, backgroundEnergy: nil) == 0)
        var quiet = noise(rms: 50, count: 1_440)
        let before = quiet
        let inserted = TimeStretch.preemptivelyExpand(&quiet, unmodifiable: 800, backgroundEnergy: nil)
        #expect(inserted == 0 || quiet.prefix(800) == before.prefix(800))
    }

    @Test("Less than 30 ms cannot be stretched")
    func short() {
        var samples = tone(period: 240, amplitude: 8_000, count: 1_439)
        #expect(TimeStretch.accelerate(&samples, fast: true, backgroundEnergy: nil) == 0)
        #expect(TimeStretch.preemptivelyExpand(&samples, backgroundEnergy: nil) == 0)
        samples = []
        #expect(TimeStretch.accelerate(&samples, fast: true, backgroundEnergy: nil) == 0)
    }
}

@Suite("Concealing gaps")
struct ConcealmentTests {
    /// A tone with some of its harmonics and a room's noise before it.
    private func heard(_ sound: [Int16]) -> Concealment {
        var concealment = Concealment(seed: 1)
        concealment.played(noise(rms: 30, count: 9_600, seed: 5))
        concealment.played(sound)
        return concealment
    }

    private func expand(_ concealment: inout Concealment, milliseconds: Int) -> [Int16] {
        var output: [Int16] = []
        for step in 1...(milliseconds / 10) where output.count < step * 480 {
            concealment.expand(step * 480 - output.count, into: &output)
        }
        // What waits for the next step is not played.
        return Array(output.prefix(milliseconds * 48))
    }

    @Test("A tone goes on through the first 10 ms of a gap")
    func continuation() {
        let whole = tone(period: 240, amplitude: 8_000, count: 9_600)
        var concealment = heard(Array(whole.prefix(4_900)))
        let gap = expand(&concealment, milliseconds: 10)
        let error = zip(gap, whole[4_900...]).map { Int16(clamping: Int($0) - Int($1)) }
        // 20 dB.
        #expect(energy(error) * 100 < energy(gap))
        #expect(gap.count == 480)
    }

    @Test("There is no click where a gap begins")
    func noClick() {
        for period in [150.0, 211.3, 333.3, 520] {
            let sound = tone(period: period, amplitude: 8_000, count: 5_003)
            var concealment = heard(sound)
            let joined = sound.suffix(2) + expand(&concealment, milliseconds: 10).prefix(60)
            let slope = 8_000 * 2 * Double.pi / period
            let steps = zip(joined, joined.dropFirst()).map { (Double($1) - Double($0)).magnitude }
            // Noise may add to the slope of the tone, but not a jump of its amplitude.
            #expect((steps.max() ?? 0) < 2 * slope + 200)
        }
    }

    @Test("Voiced sound fades within half a second to the background, which is then all there is")
    func voicedFade() {
        var concealment = heard(tone(period: 240, amplitude: 8_000, count: 9_600))
        let gap = expand(&concealment, milliseconds: 600)
        let levels = (0..<60).map { rms(gap[($0 * 480)..<(($0 + 1) * 480)]) }
        #expect(levels[0] > 5_000 && levels[3] > 2_000)
        #expect(levels[50] < 60)
        for piece in 5..<49 { #expect(levels[piece + 1] < levels[piece] + 30) }
        #expect(concealment.isMuted)
        // Room noise of rms 30 was heard; an LPC estimate from 480 samples is within a factor of two.
        #expect((15...60).contains(rms(gap[24_000...])))
    }

    @Test("Noise fades sooner than voice")
    func unvoicedFade() {
        var concealment = heard(noise(rms: 3_000, count: 9_600))
        let gap = expand(&concealment, milliseconds: 100)
        #expect(rms(gap[..<240]) > 1_000)
        #expect(rms(gap[2_400...]) < 60)
        #expect(concealment.isMuted)
    }

    @Test("Without a background a long gap ends in silence, and with one after 2 s")
    func silence() {
        var bare = Concealment()
        bare.played(tone(period: 240, amplitude: 8_000, count: 9_600))
        #expect(bare.background.energy == nil)
        #expect(expand(&bare, milliseconds: 700).suffix(480).allSatisfy { $0 == 0 })
        var concealment = heard(tone(period: 240, amplitude: 8_000, count: 9_600))
        let gap = expand(&concealment, milliseconds: 2_100)
        #expect(rms(gap[90_000..<95_000]) > 10)
        #expect(gap.suffix(480).allSatisfy { $0 == 0 })
    }

    @Test("A gap before anything was heard is silent")
    func nothingHeard() {
        var concealment = Concealment()
        #expect(expand(&concealment, milliseconds: 20).allSatisfy { $0 == 0 })
        concealment.reset()
        #expect(!concealment.isMuted)
    }

    @Test("Decoded sound is joined in phase after a gap and ends as it was decoded")
    func merge() {
        let whole = tone(period: 240, amplitude: 8_000, count: 12_000)
        for shift in [0, 37, 120, 200] {
            var concealment = heard(Array(whole.prefix(4_800)))
            var made: [Int16] = []
            concealment.expand(960, into: &made)
            let (gap, waiting) = (made[..<960], Array(made[960...]))
            // What comes back is at a phase that nobody expected.
            let decoded = Array(whole[(5_760 + shift)..<(6_720 + shift)])
            let joined = concealment.merge(decoded, after: waiting).samples
            #expect((decoded.count...(decoded.count + 720)).contains(joined.count))
            #expect(joined.suffix(400) == decoded.suffix(400))
            let steps = zip([gap[gap.count - 1]] + joined, joined).map { (Double($1) - Double($0)).magnitude }
            #expect((steps.max() ?? 0) < 2 * 8_000 * 2 * Double.pi / 240)
            #expect(rms(joined.prefix(480)) > 4_000)
            #expect(!concealment.isMuted)
        }
    }

    @Test("After a muted gap the level rises within 20 ms")
    func unmute() {
        var concealment = heard(tone(period: 240, amplitude: 8_000, count: 9_600))
        _ = expand(&concealment, milliseconds: 600)
        let decoded = tone(period: 240, amplitude: 8_000, count: 1_920)
        let joined = concealment.merge(decoded, after: []).samples
        #expect(rms(joined.prefix(joined.count - 1_920 + 240)) < 2_000)
        #expect(joined.suffix(900) == decoded.suffix(900))
    }

    @Test("Without a gap, merging changes nothing")
    func noGap() {
        var concealment = heard(noise(rms: 1_000, count: 960))
        let decoded = noise(rms: 900, count: 960, seed: 3)
        #expect(concealment.merge(decoded, after: []).samples == decoded)
        #expect(concealment.merge([], after: []).samples == [])
        let joined = concealment.merge(decoded, after: [1, 2])
        #expect(joined.samples == [1, 2] + decoded && joined.madeUp == 2)
        _ = expand(&concealment, milliseconds: 10)
        #expect(concealment.merge([5], after: []).samples.count >= 1)
    }

    @Test("The same seed gives the same concealment, and pieces of any length the same sound")
    func deterministic() {
        let sound = zip(tone(period: 300, amplitude: 4_000, count: 4_800), noise(rms: 900, count: 4_800)).map {
            $0 + $1
        }
        var (first, second) = (heard(sound), heard(sound))
        var (tens, other) = ([Int16](), [Int16]())
        for _ in 0..<6 { first.expand(480, into: &tens) }
        for count in [1, 959, 1_000, 920] { second.expand(count, into: &other) }
        #expect(tens.prefix(2_880) == other.prefix(2_880))
        #expect(fingerprint(Array(tens.prefix(2_880))) == 1_594_171_431_157_309_161)
    }

    @Test("Full-scale, constant and alternating sound is concealed and stretched without harm")
    func extremes() {
        let square = (0..<9_600).map { $0 / 100 % 2 == 0 ? Int16.max : Int16.min }
        let alternating = (0..<9_600).map { $0 % 2 == 0 ? Int16.max : Int16.min }
        let click = (0..<9_600).map { $0 == 9_599 ? Int16.max : 0 }
        let constant = [Int16](repeating: .min, count: 9_600)
        for sound in [square, alternating, click, constant, noise(rms: 18_000, count: 9_600)] {
            var concealment = heard(sound)
            #expect(expand(&concealment, milliseconds: 300).count == 14_400)
            #expect((960...1_680).contains(concealment.merge(Array(sound.prefix(960)), after: []).samples.count))
            var shorter = Array(sound.suffix(1_440))
            let removed = TimeStretch.accelerate(&shorter, fast: true, backgroundEnergy: 0)
            #expect(shorter.count == 1_440 - removed && removed <= 720)
        }
    }

    @Test("The background is the quietest sound, and nothing loud is taken for it")
    func background() {
        var background = BackgroundNoise()
        background.hear(noise(rms: 1_000, count: 4_800))
        #expect(background.energy == nil)
        background.hear(noise(rms: 100, count: 4_800))
        background.hear(noise(rms: 1_000, count: 4_800))
        // The mean square of 480 uniform values has a relative deviation of sqrt(0.8 / 480); the least of ten is taken.
        let heard = background.energy ?? 0
        #expect(heard < 10_000 && heard > 10_000 * (1 - 4 * (0.8 / 480.0).squareRoot()))
    }
}
