import Foundation
import RawMedia
import Units
import ValidationComparison
import VirtualTime

/// Someone to be heard: 10 s of sound at 48 kHz that begins and ends with half a second of silence.
struct Talker: Sendable {
    let name: String
    let samples: [Int16]

    static let length = TimeDelta.seconds(10)
    static let sampleCount = 10 * AudioFormat.sampleRate
    private static let silence = AudioFormat.sampleRate / 2
    static let seed: UInt64 = 1_107

    /// Eight people: mean fundamental in hertz, and formants relative to a man's.
    static let voices: [(fundamental: Double, formantScale: Double)] = [
        (92, 0.94), (108, 1), (122, 1.03), (138, 0.97), (172, 1.08), (196, 1.14), (218, 1.18), (246, 1.24),
    ]

    static func synthetic() -> [Talker] {
        voices.indices.map { index in
            var random = RandomStream(seed: seed, owner: UInt32(index + 1), cause: .conversation)
            var speech = SpeechSynthesiser(
                voice: .init(fundamental: voices[index].fundamental, formantScale: voices[index].formantScale),
                spurts: spurts(using: &random),
                using: &random
            )
            var samples: [Int16] = []
            speech.next(sampleCount, into: &samples)
            return Talker(name: "s\(index + 1)", samples: samples)
        }
    }

    /// Three spurts of 2.4 s to 3.2 s with 0.3 s between them, from 0.5 s to 9.5 s.
    private static func spurts(using random: inout RandomStream) -> [TalkSpurt] {
        let first = 2.4 + 0.8 * random.unitInterval()
        let second = 2.4 + 0.8 * random.unitInterval()
        let ends = [0.5 + first, 0.8 + first + second, 9.5]
        return zip([0.5, ends[0] + 0.3, ends[1] + 0.3], ends).map {
            TalkSpurt(start: TimeDelta(seconds: $0), end: TimeDelta(seconds: $1))
        }
    }

    /// The user's own recordings: of each the first 9 s, or all of at least 5 s, between silences.
    static func recorded(in folder: String) throws -> [Talker] {
        let hint = "--speech names a folder of WAV files with speech"
        let names = try Files.names(in: folder, hint: hint).filter { $0.lowercased().hasSuffix(".wav") }
        let talkers = try names.map { name in
            let place = "\(folder)/\(name)"
            let sound: [Int16]
            do {
                sound = try WAVFile(parsing: Files.read(place, hint: hint)).samples(at: AudioFormat.sampleRate)
            } catch let error as WAVError {
                throw ValidationError(place, error.description, hint: hint)
            }
            guard sound.count >= 5 * AudioFormat.sampleRate else {
                throw ValidationError(place, "is shorter than 5 s", hint: "use 5 s to 9 s of speech")
            }
            var samples = [Int16](repeating: 0, count: silence) + sound.prefix(sampleCount - 2 * silence)
            samples += repeatElement(0, count: sampleCount - samples.count)
            return Talker(name: String(name.dropLast(4)), samples: samples)
        }
        guard !talkers.isEmpty else { throw ValidationError(folder, "holds no WAV file", hint: hint) }
        return talkers
    }
}
