import Foundation
import NetworkEmulation
import QualityModels
import RawMedia
import Reports
public import Results
import Scenarios
import Units

/// Scores one real call from what was recorded of it, as if it had been simulated.
///
/// Nothing is simulated: what the files do not tell stays unknown, and a threshold on it is inconclusive.
public struct Score {
    private let request: ScoreRequest
    private var files = ScoreFiles()

    public init(_ request: ScoreRequest) { self.request = request }

    /// Reads every file, scores, judges, and writes what was asked for.
    ///
    /// - Throws: `RunError` for files that cannot be used and folders that refuse, `ScenarioErrors` for thresholds.
    public mutating func perform() throws -> ScoreOutcome {
        let stopwatch = Stopwatch()
        guard let first = request.files.first else {
            throw RunError(
                .usage,
                attempted: "score a call",
                happened: "no file of it is given",
                advice: "give --stats, --capture, --spoken with --heard, or --sent with --shown"
            )
        }
        let inlineRules = try request.thresholds.map(Self.rule)
        var assembly = CallAssembly()
        let choices = try addStatistics(to: &assembly)
        try addCaptures(to: &assembly)
        try addSounds(to: &assembly)
        try addPictures(to: &assembly)
        var (rules, isDefault, usability) = try thresholds(inlineRules, hasVideo: assembly.carriesVideo)
        var call = assembly.call(number: 1, digest: files.digest, usability: usability)
        if isDefault { leaveOutWhatOnlyRunsTell(&rules, &call) }
        let name = URL(filePath: first).deletingPathExtension().lastPathComponent
        let summary = RunSummary(
            of: try RunRecords([call.record]),
            identity: RunIdentity(scenario: name, seed: 0, tier: "live", isComplete: true),
            thresholds: rules
        )
        let manifest = manifest(name, summary, usesDefaults: isDefault, stopwatch, length: call.record.length)
        let outcome = ScoreOutcome(call: call, summary: summary, manifest: manifest, folder: request.folder)
        let series = zip(choices, [request.role, request.role.other]).flatMap { $0.seriesLines(call: 1, at: $1) }
        try ScoreOutput(outcome: outcome, files: files, series: series, hasSeries: !choices.isEmpty)
            .write(to: request.folder, junit: request.junit, toolVersion: request.toolVersion)
        return outcome
    }

    /// The ends of the first and of the second file of a kind.
    private var ends: [Party] { [request.role, request.role.other] }

    private mutating func addStatistics(to assembly: inout CallAssembly) throws -> [StatisticsChoice] {
        try checkCount(request.statistics.count, "--stats")
        var choices: [StatisticsChoice] = []
        for path in request.statistics { choices.append(try files.statistics(path, tracks: request.tracks)) }
        for (index, choice) in choices.enumerated() {
            let sent = choices.count == 2 ? StatisticsScore.audioBitrate(sentBy: choices[1 - index]) : nil
            let origin = request.bitrate == nil ? "as the sender's dump has it" : "as given"
            let score = StatisticsScore(choice, bitrate: request.bitrate ?? sent, bitrateOrigin: origin)
            assembly.add(score.evidence, at: ends[index])
        }
        return choices
    }

    private mutating func addCaptures(to assembly: inout CallAssembly) throws {
        try checkCount(request.captures.count, "--capture")
        for (index, path) in request.captures.enumerated() {
            let capture = CaptureScore(
                bytes: try files.read(path, as: "capture"),
                settings: request.capture,
                bitrate: request.bitrate,
                tracks: request.tracks
            )
            do throws(CaptureScore.Fault) {
                assembly.add(try capture.evidence(name: path), at: ends[index])
            } catch {
                throw ScoreFiles.unusable(path, error.message, error.advice)
            }
        }
    }

    private mutating func addSounds(to assembly: inout CallAssembly) throws {
        try checkCount(request.sounds.count, "--spoken with --heard")
        for (index, pair) in request.sounds.enumerated() {
            let spoken = try files.sound(pair.sent, as: "spoken")
            let heard = try files.sound(pair.received, as: "heard")
            do throws(SpeechComparisonError) {
                assembly.add(try SoundPair(spoken: spoken, heard: heard).evidence(), at: ends[index])
            } catch {
                throw ScoreFiles.unusable(
                    pair.received,
                    "\(error)",
                    "convert both with: ffmpeg -i in.wav -ac 1 -ar 48000 -c:a pcm_s16le out.wav"
                )
            }
        }
    }

    private mutating func addPictures(to assembly: inout CallAssembly) throws {
        try checkCount(request.pictures.count, "--sent with --shown")
        for (index, pair) in request.pictures.enumerated() {
            let sent = try files.pictures(pair.sent, as: "sent")
            let shown = try files.pictures(pair.received, as: "shown")
            do throws(PicturePairFault) {
                assembly.add(try PicturePair(sent: sent, shown: shown).evidence, at: ends[index])
            } catch {
                throw ScoreFiles.unusable(
                    pair.received,
                    error.message,
                    "crop or pad one of them to the other's shape; size alone does not matter"
                )
            }
        }
    }

    private func checkCount(_ count: Int, _ what: String) throws(RunError) {
        guard count > 2 else { return }
        throw RunError(
            .usage,
            attempted: "score a call",
            happened: "\(what) is given \(count) times, and a call has two ends",
            advice: "score each call by itself"
        )
    }

    /// Takes built-in rules away that nothing given can decide, and says so; rules that somebody wrote stay.
    private func leaveOutWhatOnlyRunsTell(_ rules: inout [ThresholdRule], _ call: inout ScoredCall) {
        let idle = rules.filter { $0.metric.needs.contains(.groundTruth) && !call.knows($0.metric) }
        guard !idle.isEmpty else { return }
        rules.removeAll(where: idle.contains)
        let names = idle.map(\.metric.name).joined(separator: ", ")
        call.notes.append("not judged by the default gate, since nothing given tells it: \(names)")
    }

    private func thresholds(
        _ inline: [ThresholdRule],
        hasVideo: Bool
    ) throws -> (rules: [ThresholdRule], isDefault: Bool, usability: UsabilitySettings) {
        guard let path = request.thresholdFile else {
            let rules = inline.isEmpty ? ThresholdFile.defaults(hasVideo: hasVideo) : inline
            return (rules, inline.isEmpty, UsabilitySettings())
        }
        let file = try ThresholdFile(bytes: LoadedScenario.bytes(ofFile: path), file: path, hasVideo: hasVideo)
        return (file.rules + inline, file.isDefault && inline.isEmpty, file.usability)
    }

    /// Reads `audio.mos{to:patient}: p(10) >= 3.6`.
    private static func rule(_ text: String) throws(RunError) -> ThresholdRule {
        let tagsEnd = text.lastIndex(of: "}") ?? text.startIndex
        guard let colon = text[tagsEnd...].firstIndex(of: ":") else {
            throw fault(text, "there is no colon between a metric and a limit", "write 'audio.mos: p(10) >= 3.6'")
        }
        do throws(ThresholdSyntaxError) {
            let (metric, tags) = try ThresholdRule.key(parsing: String(text[..<colon]))
            let limit = String(text[text.index(after: colon)...])
            let expression = try ThresholdExpression(parsing: limit, for: metric)
            return ThresholdRule(metric: metric, tags: tags, expression: expression)
        } catch {
            throw fault(text, error.message, error.hint ?? "write 'audio.mos: p(10) >= 3.6'")
        }
    }

    private static func fault(_ text: String, _ happened: String, _ advice: String) -> RunError {
        RunError(.usage, attempted: "read the threshold '\(text)'", happened: happened, advice: advice)
    }

    private func manifest(
        _ name: String,
        _ summary: RunSummary,
        usesDefaults: Bool,
        _ stopwatch: Stopwatch,
        length: TimeDelta
    ) -> RunManifest {
        let usage = stopwatch.read()
        return RunManifest(
            toolVersion: request.toolVersion,
            scenario: RunManifest.ScenarioText(name: name, text: ""),
            configuration: [],
            usesDefaultThresholds: usesDefaults,
            seed: 0,
            tier: "live",
            codecs: [],
            digest: summary.digest,
            isComplete: true,
            workers: 1,
            wallSeconds: usage.wallSeconds,
            cpuSeconds: usage.cpuSeconds,
            tester: TesterAccount(
                processors: ProcessInfo.processInfo.activeProcessorCount,
                cpuShare: 0,
                speedUp: usage.wallSeconds > 0 ? length.seconds / usage.wallSeconds : 0,
                peakMemoryBytes: usage.peakMemoryBytes
            ),
            reproduce: request.reproduceCommand
        )
    }
}

/// What a scoring came to.
public struct ScoreOutcome: Sendable {
    public let call: ScoredCall
    public let summary: RunSummary
    public let manifest: RunManifest
    /// Where files were written, if they were.
    public let folder: String?

    public var verdict: RunVerdict { summary.verdict }
}
