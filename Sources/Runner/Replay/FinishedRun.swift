import Foundation
import Results

/// A run that is over, as its folder tells.
struct FinishedRun {
    let path: String
    let manifest: RunManifest

    /// Reads a run's manifest, and refuses a run that this tool cannot do again.
    ///
    /// - Throws: `RunError`.
    init(at path: String, toolVersion: String) throws {
        self.path = path
        manifest = try RunManifest(
            of: path,
            attempt: "replay a call of \(path)",
            missing: "name the output folder of a finished run",
            broken: "replay with the version of rehearsal that made the run, from a folder left as it was"
        )
        guard manifest.toolVersion == toolVersion else {
            throw refusal(
                "rehearsal \(manifest.toolVersion) made it and this is \(toolVersion)",
                "use the same version"
            )
        }
        guard manifest.isComplete else {
            throw refusal("the run is not finished", "finish it: \(manifest.reproduce) --resume \(path)")
        }
        guard manifest.tier == "media" else {
            throw refusal(
                "its tier is \(manifest.tier), which has no media to replay",
                "replay a run of the media tier"
            )
        }
    }

    /// What the run recorded of one call, by the lines of `calls.ndjson`.
    ///
    /// - Throws: `RunError` where the run does not hold it.
    func record(ofCall number: Int) throws -> CallRecord {
        let file = path + "/calls.ndjson"
        guard let data = FileManager.default.contents(atPath: file) else {
            throw RunError(
                .inputOutput,
                attempted: "read \(file)",
                happened: "it is missing or unreadable",
                advice: "replay from a folder left as the run made it"
            )
        }
        let records: RunRecords
        do {
            records = try RunRecords(parsing: Self.lines(of: number, in: [UInt8](data)))
        } catch {
            throw RunError(
                .inputOutput,
                attempted: "read call \(number) in \(file)",
                happened: "\(error)",
                advice: "replay from a folder left as the run made it"
            )
        }
        guard let record = records.calls.first else {
            let shard = manifest.shard
            let part = shard == .whole ? "" : ", which is part \(shard.index)/\(shard.count) of its run"
            throw refusal(
                "it holds no call \(number)\(part)",
                "calls are numbered from 1; calls.ndjson and the summary name those that there are"
            )
        }
        return record
    }

    private func refusal(_ happened: String, _ advice: String) -> RunError {
        RunError(.usage, attempted: "replay a call of \(path)", happened: happened, advice: advice)
    }

    private static func lines(of number: Int, in bytes: [UInt8]) -> [UInt8] {
        let prefix = Array("{\"call\":\(number),".utf8)
        return bytes.split(separator: 0x0A).filter { $0.starts(with: prefix) }.flatMap { Array($0) + [0x0A] }
    }
}
