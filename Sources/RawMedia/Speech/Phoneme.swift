/// A posture of the speech organs, as the numbers that drive a formant synthesiser.
struct Articulation: Hashable, Sendable {
    /// Formant frequencies of a man, in hertz.
    var formant1: Double
    var formant2: Double
    var formant3: Double
    /// Amplitude of the glottal pulses, 1 in a vowel.
    var voicing: Double
    /// Amplitude of breath noise that passes the formants.
    var aspiration: Double
    /// Amplitude of noise made at a narrowing, and its spectral peak in hertz.
    var frication: Double
    var noiseCentre: Double
    var noiseBandwidth: Double
    /// How far the mouth is open, 0 to 1.
    var aperture: Double
    /// Relative to the course of the fundamental.
    var pitch = 1.0

    /// The posture on the way to another: formants and mouth by one fraction, amplitudes by another.
    func moved(to target: Articulation, by fraction: Double, amplitudes: Double) -> Articulation {
        Articulation(
            formant1: formant1 + (target.formant1 - formant1) * fraction,
            formant2: formant2 + (target.formant2 - formant2) * fraction,
            formant3: formant3 + (target.formant3 - formant3) * fraction,
            voicing: voicing + (target.voicing - voicing) * amplitudes,
            aspiration: aspiration + (target.aspiration - aspiration) * amplitudes,
            frication: frication + (target.frication - frication) * amplitudes,
            noiseCentre: target.noiseCentre,
            noiseBandwidth: target.noiseBandwidth,
            aperture: aperture + (target.aperture - aperture) * fraction,
            pitch: pitch + (target.pitch - pitch) * fraction
        )
    }
}

/// A speech sound: one posture, or a closure and the burst that ends it.
struct Phoneme: Hashable, Sendable {
    let posture: Articulation
    /// The burst of a plosive, after its closure.
    var burst: Articulation?
    /// Typical length in milliseconds, without the burst.
    let duration: Double

    /// Vowels, formants after Peterson and Barney, "Control methods used in a study of the vowels", JASA 24(2), 1952,
    /// table II, men; remembered.
    static let vowels: [Phoneme] = [
        vowel(270, 2_290, 3_010, 0.35),
        vowel(390, 1_990, 2_550, 0.45),
        vowel(530, 1_840, 2_480, 0.65),
        vowel(660, 1_720, 2_410, 0.85),
        vowel(730, 1_090, 2_440, 1.0),
        vowel(570, 840, 2_410, 0.8),
        vowel(440, 1_020, 2_240, 0.45),
        vowel(300, 870, 2_240, 0.3),
        vowel(640, 1_190, 2_390, 0.8),
        vowel(490, 1_350, 1_690, 0.5),
    ]

    /// Consonants, rough textbook targets; the amplitudes are ours.
    static let consonants: [Phoneme] = [
        sonorant(250, 1_100, 2_200, 0.45, 0),
        sonorant(250, 1_600, 2_500, 0.45, 0.15),
        sonorant(360, 1_300, 2_700, 0.6, 0.3),
        sonorant(330, 1_100, 1_500, 0.6, 0.3),
        sonorant(290, 700, 2_200, 0.6, 0.15),
        sonorant(260, 2_200, 3_000, 0.6, 0.2),
        fricative(320, 1_600, 2_600, noise: 0.22, centre: 6_500, bandwidth: 2_500),
        fricative(300, 1_800, 2_600, noise: 0.24, centre: 3_200, bandwidth: 1_400),
        fricative(340, 1_100, 2_100, noise: 0.07, centre: 7_500, bandwidth: 6_000),
        fricative(320, 1_500, 2_600, noise: 0.13, centre: 6_000, bandwidth: 2_500, voicing: 0.3),
        breath(500, 1_500, 2_500),
        plosive(300, 900, 2_200, centre: 900, bandwidth: 900, aspiration: 0.3, voicing: 0),
        plosive(300, 1_700, 2_700, centre: 4_200, bandwidth: 2_000, aspiration: 0.3, voicing: 0),
        plosive(300, 1_900, 2_400, centre: 1_900, bandwidth: 900, aspiration: 0.3, voicing: 0),
        plosive(250, 900, 2_200, centre: 800, bandwidth: 900, aspiration: 0.05, voicing: 0.15),
        plosive(250, 1_700, 2_700, centre: 3_600, bandwidth: 2_000, aspiration: 0.05, voicing: 0.15),
    ]

    private static func vowel(_ first: Double, _ second: Double, _ third: Double, _ aperture: Double) -> Phoneme {
        Phoneme(posture: posture(first, second, third, voicing: 1, aspiration: 0.02, aperture: aperture), duration: 130)
    }

    private static func sonorant(
        _ first: Double,
        _ second: Double,
        _ third: Double,
        _ voicing: Double,
        _ aperture: Double
    ) -> Phoneme {
        Phoneme(posture: posture(first, second, third, voicing: voicing, aperture: aperture), duration: 75)
    }

    private static func fricative(
        _ first: Double,
        _ second: Double,
        _ third: Double,
        noise: Double,
        centre: Double,
        bandwidth: Double,
        voicing: Double = 0
    ) -> Phoneme {
        var posture = posture(first, second, third, voicing: voicing, aperture: 0.12)
        (posture.frication, posture.noiseCentre, posture.noiseBandwidth) = (noise, centre, bandwidth)
        return Phoneme(posture: posture, duration: 90)
    }

    private static func breath(_ first: Double, _ second: Double, _ third: Double) -> Phoneme {
        Phoneme(posture: posture(first, second, third, voicing: 0, aspiration: 0.35, aperture: 0.4), duration: 65)
    }

    private static func plosive(
        _ first: Double,
        _ second: Double,
        _ third: Double,
        centre: Double,
        bandwidth: Double,
        aspiration: Double,
        voicing: Double
    ) -> Phoneme {
        let closure = posture(first, second, third, voicing: voicing, aperture: 0)
        var burst = posture(first, second, third, voicing: voicing, aspiration: aspiration, aperture: 0.2)
        (burst.frication, burst.noiseCentre, burst.noiseBandwidth) = (0.3, centre, bandwidth)
        return Phoneme(posture: closure, burst: burst, duration: 60)
    }

    private static func posture(
        _ first: Double,
        _ second: Double,
        _ third: Double,
        voicing: Double,
        aspiration: Double = 0,
        aperture: Double
    ) -> Articulation {
        Articulation(
            formant1: first,
            formant2: second,
            formant3: third,
            voicing: voicing,
            aspiration: aspiration,
            frication: 0,
            noiseCentre: 4_000,
            noiseBandwidth: 2_000,
            aperture: aperture
        )
    }
}
