/// Source and filter of one speaker: what the articulator does, made audible.
struct VocalTract: Sendable {
    private let voice: SpeechSynthesiser.Voice
    private var articulator = Articulator()
    private var glottis = GlottalSource()
    private var formants = Formants()
    private var narrowing = Resonator()
    /// The spurt that is being spoken, and for how many samples.
    private var spurt: Int?
    private var spoken = 0
    /// Amplitudes now, and what is added to each with every sample.
    private var level = Amplitudes()
    private var change = Amplitudes()
    private var fundamental = 0.0
    private var ringing = 0

    private(set) var mouthOpening = 0.0
    /// Whether there is nothing to hear but the room.
    var isSilent: Bool { ringing == 0 }

    private struct Amplitudes: Hashable, Sendable {
        var voicing = 0.0
        var aspiration = 0.0
        var frication = 0.0
    }

    /// Brings a voice of 110 Hz to an active level of -26 dBov; measured.
    ///
    /// Power grows with the number of pulses.
    private static let outputGain = 3_900.0
    /// Control periods after which nothing is left of the last sound: 50 ms.
    private static let longestRinging = 10

    init(voice: SpeechSynthesiser.Voice) { self.voice = voice }

    /// Starts a new spurt from rest, unless it is the one being spoken.
    mutating func beginSpurtIfNeeded(_ index: Int, using random: inout NoiseGenerator) {
        guard spurt != index else { return }
        spurt = index
        spoken = 0
        articulator.rest()
        glottis.restart(fundamental: voice.fundamental, using: &random)
    }

    /// Takes the posture for the next `count` samples.
    mutating func move(loudness: Double, over count: Int, using random: inout NoiseGenerator) {
        if loudness > 0 {
            ringing = Self.longestRinging
            articulator.advance(by: Double(count) / 48, using: &random)
        } else {
            ringing = max(0, ringing - 1)
        }
        let posture = articulator.current
        mouthOpening = ringing == 0 ? 0 : posture.aperture * loudness
        guard ringing > 0 else {
            formants.silence()
            narrowing.silence()
            level = Amplitudes()
            return
        }
        // Pitch falls by a tenth a second from 10 % above the mean, to 14 % below at most.
        let seconds = Double(spoken) / Double(AudioFormat.sampleRate)
        fundamental = voice.fundamental * max(0.86, 1.1 - 0.1 * seconds) * posture.pitch
        spoken += count
        formants.tune(to: posture, scale: voice.formantScale)
        narrowing.tune(to: posture.noiseCentre, bandwidth: posture.noiseBandwidth)
        let loudness = loudness * Self.outputGain * (110 / voice.fundamental).squareRoot()
        let steps = Double(count)
        change.voicing = (posture.voicing * loudness * formants.gain - level.voicing) / steps
        change.aspiration = (posture.aspiration * loudness * formants.gain - level.aspiration) / steps
        change.frication = (posture.frication * loudness * narrowing.unityNoiseGain * 2 - level.frication) / steps
    }

    /// Speaks for as long as the buffer is, above the noise of the room.
    mutating func speak(
        into output: UnsafeMutableBufferPointer<Int16>,
        over room: inout RoomNoise,
        using random: inout NoiseGenerator
    ) {
        // Local copies stay in registers.
        var (source, noise, sound) = (random, room, self)
        for index in output.indices {
            sound.level.voicing += change.voicing
            sound.level.aspiration += change.aspiration
            sound.level.frication += change.frication
            let breath = source.whiteSample()
            let pulse = sound.glottis.next(fundamental: fundamental, using: &source)
            let voiced = sound.formants.filter(pulse * sound.level.voicing + breath * sound.level.aspiration)
            let hiss = sound.narrowing.filter(breath * sound.level.frication)
            output[index] = AudioFormat.sample(voiced + hiss + noise.next(using: &source))
        }
        (random, room, self) = (source, noise, sound)
    }
}

/// Five formants in a row.
private struct Formants: Sendable {
    private var first = Resonator()
    private var second = Resonator()
    private var third = Resonator()
    private var fourth = Resonator()
    private var fifth = Resonator()
    /// What the input is multiplied with, so that the row has a gain of 1 at 0 Hz.
    private(set) var gain = 1.0

    mutating func tune(to posture: Articulation, scale: Double) {
        first.tune(to: posture.formant1 * scale, bandwidth: 70)
        second.tune(to: posture.formant2 * scale, bandwidth: 100)
        third.tune(to: posture.formant3 * scale, bandwidth: 150)
        fourth.tune(to: 3_500 * scale, bandwidth: 250)
        fifth.tune(to: 4_500 * scale, bandwidth: 300)
        gain = first.unityGain * second.unityGain * third.unityGain * fourth.unityGain * fifth.unityGain
    }

    mutating func silence() {
        first.silence()
        second.silence()
        third.silence()
        fourth.silence()
        fifth.silence()
    }

    @inline(__always)
    mutating func filter(_ input: Double) -> Double {
        fifth.filter(fourth.filter(third.filter(second.filter(first.filter(input)))))
    }
}
