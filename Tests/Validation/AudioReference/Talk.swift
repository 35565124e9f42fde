import RawMedia
import TestSupport
import Units

/// One party's side of a synthetic conversation at 48 kHz.
struct Talk {
    let samples: [Int16]
    let spurts: [TalkSpurt]

    init(seed: UInt64, seconds: Int) {
        var generator = SplitMix64(seed: seed)
        let conversation = Conversation(length: .seconds(Int64(seconds)), using: &generator)
        spurts = conversation.spurts(of: .clinician)
        var speech = SpeechSynthesiser(voice: seed % 2 == 0 ? .high : .low, spurts: spurts, using: &generator)
        var samples: [Int16] = []
        speech.next(seconds * 48_000, into: &samples)
        self.samples = samples
    }
}
