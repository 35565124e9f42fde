/// Moves the speech organs through random syllables, about four a second.
struct Articulator: Sendable {
    /// The posture now.
    private(set) var current = Articulator.rest

    private struct Movement {
        var target: Articulation
        /// All in milliseconds: the whole, the way there of the formants, and that of the amplitudes.
        var duration: Double
        var transition: Double
        var onset: Double
    }

    private var origin = Articulator.rest
    private var movements: [Movement] = []
    private var next = 0
    private var elapsed = 0.0

    private static let rest = Articulation(
        formant1: 500,
        formant2: 1_500,
        formant3: 2_500,
        voicing: 0,
        aspiration: 0,
        frication: 0,
        noiseCentre: 4_000,
        noiseBandwidth: 2_000,
        aperture: 0
    )

    /// Closes the mouth, so that the next syllable begins from rest.
    mutating func rest() {
        movements.removeAll(keepingCapacity: true)
        (current, origin, next, elapsed) = (Self.rest, Self.rest, 0, 0)
    }

    /// Goes on by some milliseconds.
    mutating func advance(by milliseconds: Double, using random: inout NoiseGenerator) {
        if movements.isEmpty { planSyllable(using: &random) }
        elapsed += milliseconds
        while elapsed > movements[next].duration {
            elapsed -= movements[next].duration
            origin = movements[next].target
            next += 1
            if next == movements.count { planSyllable(using: &random) }
        }
        let movement = movements[next]
        current = origin.moved(
            to: movement.target,
            by: Self.smooth(elapsed / movement.transition),
            amplitudes: Self.smooth(elapsed / movement.onset)
        )
    }

    /// A consonant, a vowel and, one time in three, another consonant: 235 ms on average.
    private mutating func planSyllable(using random: inout NoiseGenerator) {
        movements.removeAll(keepingCapacity: true)
        next = 0
        let pitch = random.value(in: 0.94...1.1)
        append(Self.pick(Phoneme.consonants, using: &random), pitch: pitch, using: &random)
        append(Self.pick(Phoneme.vowels, using: &random), pitch: pitch, using: &random)
        if random.unitInterval() < 0.33 {
            append(Self.pick(Phoneme.consonants, using: &random), pitch: pitch, using: &random)
        }
    }

    private mutating func append(_ phoneme: Phoneme, pitch: Double, using random: inout NoiseGenerator) {
        var target = phoneme.posture
        target.pitch = pitch
        let transition = random.value(in: 60...120)
        let duration = phoneme.duration * random.value(in: 0.75...1.25)
        movements.append(Movement(target: target, duration: duration, transition: min(transition, duration), onset: 25))
        guard var burst = phoneme.burst else { return }
        burst.pitch = pitch
        movements.append(Movement(target: burst, duration: 25, transition: 25, onset: 5))
    }

    private static func pick(_ phonemes: [Phoneme], using random: inout NoiseGenerator) -> Phoneme {
        phonemes[Int(random.unitInterval() * Double(phonemes.count))]
    }

    /// 0 to 1 without a corner at either end.
    private static func smooth(_ fraction: Double) -> Double {
        let limited = min(1, max(0, fraction))
        return limited * limited * (3 - 2 * limited)
    }
}
