import QualityModels
import RawMedia
import Results
import Units

/// A recording of what was said at one end and one of what was heard of it at the other.
struct SoundPair {
    let spoken: WAVFile
    let heard: WAVFile

    /// What the pair tells of the call.
    ///
    /// Two silent recordings, or two that do not belong together, leave everything unknown.
    /// - Throws: `SpeechComparisonError` for rates that differ and recordings too short to be any.
    func evidence() throws(SpeechComparisonError) -> CallEvidence {
        let length = TimeDelta(seconds: Double(heard.samples.count) / Double(heard.sampleRate))
        var evidence = CallEvidence(length: length)
        let comparison: SpeechComparison
        do throws(SpeechComparisonError) {
            comparison = try SpeechComparison(
                spoken: MonoSound(spoken.samples, sampleRate: spoken.sampleRate),
                heard: MonoSound(heard.samples, sampleRate: heard.sampleRate)
            )
        } catch {
            switch error {
            case .noSpeech, .notAligned:
                for name in Self.metrics { evidence.received.remarks.unknown[name] = "\(error)" }
                return evidence
            case .sampleRatesDiffer, .unsupportedSampleRate, .empty, .tooShort: throw error
            }
        }
        // What is silent throughout was not heard at all.
        evidence.hasHeard = comparison.heardLevel != nil
        add(comparison, to: &evidence)
        evidence.notes.append(words(comparison))
        evidence.notes += ExternalOpinions.opinions(spoken: spoken, heard: heard)
        return evidence
    }

    private static let metrics = [
        "audio.dropouts", "audio.longest_dropout", "audio.speech_lost", "audio.time_stretch", "audio.level_loss",
        "audio.missed_speech",
    ]

    private func add(_ comparison: SpeechComparison, to evidence: inout CallEvidence) {
        var metrics = evidence.received.metrics
        metrics["audio.missed_speech"] = comparison.missedSpeech
        metrics["audio.dropouts"] = Double(comparison.loss.dropoutCount)
        metrics["audio.longest_dropout"] = comparison.loss.longestDropout.seconds
        metrics["audio.speech_lost"] = comparison.loss.lostWordShare
        metrics["audio.time_stretch"] = comparison.meanRateDeviation
        metrics["audio.level_loss"] = comparison.levelDifference.map { max(0, -$0) }
        evidence.received.metrics = metrics
        let bySound = "by comparing the sounds: what concealment made up well counts as heard"
        for name in ["audio.dropouts", "audio.longest_dropout", "audio.speech_lost"] {
            evidence.received.remarks.estimates[name] = bySound
        }
        evidence.received.remarks.estimates["audio.time_stretch"] = "the mean deviation of the rate of speech"
        if comparison.levelDifference == nil {
            evidence.received.remarks.unknown["audio.level_loss"] = "nothing was heard"
        }
        if comparison.meanRateDeviation == nil {
            evidence.received.remarks.unknown["audio.time_stretch"] =
                "no half second of speech without a pause was heard"
        }
    }

    /// What has no metric of its own.
    private func words(_ comparison: SpeechComparison) -> String {
        let missed = comparison.words.count(where: \.isMissed)
        var parts = ["sound: \(missed) of \(comparison.words.count) words missed"]
        let loss = comparison.loss
        parts.append(
            "\(loss.dropoutCount) dropouts"
                + (loss.dropoutCount > 0 ? ", the longest \(loss.longestDropout.wholeMilliseconds) ms" : "")
        )
        if let level = comparison.levelDifference {
            parts.append("heard at \(Self.tenths(level)) dB of what was spoken")
        }
        if let share = comparison.stretchedShare { parts.append("\(Self.tenths(100 * share)) % of the time stretched") }
        if let share = comparison.unspokenShare {
            parts.append("\(Self.tenths(100 * share)) % of the pauses not silent")
        }
        let delays = comparison.words.compactMap(\.delay).sorted()
        if !delays.isEmpty {
            parts.append(
                "\(delays[delays.count / 2].wholeMilliseconds) ms later in the one recording than in the other"
            )
        }
        return parts.joined(separator: "; ")
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
