import Units

/// A person's voice in a quiet room: made-up syllables in given talk spurts, room noise always.
///
/// Glottal pulses with jitter, shimmer and declination pass five formants; fricatives, breath and plosive bursts are
/// noise. The active level is near -26 dBov and the room is at -60 dBov. The same seed gives the same bytes, in
/// blocks of any length. It is not intelligible; it has the rhythm, spectrum and cost of speech to a codec.
public struct SpeechSynthesiser: Sendable {
    /// What distinguishes one speaker from another.
    public struct Voice: Hashable, Sendable {
        /// The mean fundamental frequency in hertz.
        public let fundamental: Double
        /// The length of the vocal tract's formants relative to a man's.
        public let formantScale: Double

        public init(fundamental: Double, formantScale: Double) {
            precondition((60...400).contains(fundamental) && (0.7...1.4).contains(formantScale), "a human voice")
            self.fundamental = fundamental
            self.formantScale = formantScale
        }

        /// Fundamental near 110 Hz.
        public static let low = Voice(fundamental: 110, formantScale: 1)
        /// Fundamental near 200 Hz, formants 16 % higher.
        public static let high = Voice(fundamental: 200, formantScale: 1.16)
    }

    /// How far the mouth is open, 0 to 1, at the last sample produced.
    public private(set) var mouthOpening = 0.0

    private let spurts: [Range<Int>]
    private var spurt = 0
    private var position = 0
    private var random: NoiseGenerator
    private var tract: VocalTract
    private var room = RoomNoise()

    /// Samples between two postures: 5 ms.
    private static let controlPeriod = 240

    /// Prepares a voice; it takes one draw for all of its sound.
    ///
    /// - Parameters:
    ///   - voice: whose voice it is.
    ///   - spurts: when to talk, in order and apart from each other.
    ///   - generator: the source of the seed.
    public init(voice: Voice, spurts: [TalkSpurt], using generator: inout some RandomNumberGenerator) {
        random = NoiseGenerator(seed: generator.next())
        tract = VocalTract(voice: voice)
        self.spurts = spurts.map { Self.sample(at: $0.start)..<Self.sample(at: $0.end) }.filter { !$0.isEmpty }
        room.settle(using: &random)
    }

    private static func sample(at time: TimeDelta) -> Int {
        let (seconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Int(seconds) * AudioFormat.sampleRate + Int(rest) * AudioFormat.sampleRate / 1_000_000_000
    }

    /// Replaces `samples` with the next `count` samples at 48 kHz.
    public mutating func next(_ count: Int, into samples: inout [Int16]) {
        if samples.count != count { samples = [Int16](repeating: 0, count: count) }
        samples.withUnsafeMutableBufferPointer { output in
            var written = 0
            while written < count {
                if position % Self.controlPeriod == 0 { prepare() }
                let piece = min(count - written, Self.controlPeriod - position % Self.controlPeriod)
                let target = UnsafeMutableBufferPointer(rebasing: output[written..<(written + piece)])
                if tract.isSilent {
                    room.fill(target, using: &random)
                } else {
                    tract.speak(into: target, over: &room, using: &random)
                }
                written += piece
                position += piece
            }
        }
    }

    /// Sets the posture and the loudness for the next 5 ms.
    private mutating func prepare() {
        while spurt < spurts.count, spurts[spurt].upperBound <= position { spurt += 1 }
        let now = position + Self.controlPeriod
        var loudness = 0.0
        if spurt < spurts.count, spurts[spurt].lowerBound < now {
            // 15 ms to rise and 40 ms to fall, both within the spurt.
            let (risen, left) = (now - spurts[spurt].lowerBound, spurts[spurt].upperBound - now)
            loudness = min(1, Double(risen) / 720, max(0, Double(left) / 1_920))
            tract.beginSpurtIfNeeded(spurt, using: &random)
        }
        tract.move(loudness: loudness, over: Self.controlPeriod, using: &random)
        mouthOpening = tract.mouthOpening
    }
}
