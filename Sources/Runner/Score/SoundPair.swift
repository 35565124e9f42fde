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
                evidence.received.remarks.unknown[Self.missedSpeech] = "\(error)"
                if MetricCatalogue.metric(named: Self.missedSpeech) == nil { evidence.notes.append("\(error)") }
                return evidence
            case .sampleRatesDiffer, .unsupportedSampleRate, .empty, .tooShort: throw error
            }
        }
        // What is silent throughout was not heard at all.
        evidence.hasHeard = comparison.heardLevel != nil
        if let metric = MetricCatalogue.metric(named: Self.missedSpeech) {
            evidence.received.metrics[metric] = comparison.missedSpeech
        }
        evidence.notes.append(words(comparison))
        return evidence
    }

    private static let missedSpeech = "audio.missed_speech"

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
