import Foundation
import Results

/// The output folder of a finished run, as a comparison reads it.
struct ComparedFolder {
    let path: String
    let manifest: RunManifest

    /// - Throws: `RunError` for a folder that holds no finished run of this version of the format.
    init(at path: String) throws {
        self.path = path
        manifest = try RunManifest(
            of: path,
            attempt: "compare \(path)",
            missing: "name the output folder of a finished run, or a baseline",
            broken: "compare with the version of rehearsal that made the run"
        )
        guard manifest.isComplete else {
            throw RunError(
                .usage,
                attempted: "compare \(path)",
                happened: "the run is not finished",
                advice: "finish it: \(manifest.reproduce) --resume \(path)"
            )
        }
    }

    /// Something by which two runs are not alike.
    struct Difference {
        let words: String
        /// Whether calls of one number are pairs all the same, for they were drawn from the same random numbers.
        let allowsPairs: Bool
    }

    /// The first thing that keeps a difference between the runs from being the software's; `nil` without any.
    func difference(to other: ComparedFolder) -> Difference? {
        let (one, two) = (manifest, other.manifest)
        if one.seed != two.seed {
            return Difference(
                words:
                    "the seed is \(one.seed) in \(path) and \(two.seed) in \(other.path): calls of one number are no pairs",
                allowsPairs: false
            )
        }
        if one.shard != two.shard {
            return Difference(
                words: "\(path) is shard \(one.shard) and \(other.path) is shard \(two.shard)",
                allowsPairs: false
            )
        }
        guard
            let mismatch = BaselineKey(of: one, architecture: nil)
                .mismatch(with: BaselineKey(of: two, architecture: nil), path, other.path)
        else { return nil }
        // The setting says more than that the text is another.
        var alike = two
        (alike.toolVersion, alike.series) = (one.toolVersion, one.series)
        let words = one.firstDifference(to: alike).map { $0.between(path, and: other.path) }
        return Difference(words: words ?? mismatch, allowsPairs: true)
    }

    /// The calls that the run recorded.
    ///
    /// - Throws: `RunError` for a file that is missing, cut short or changed.
    func records() throws -> RunRecords {
        let file = path + "/calls.ndjson"
        let open = try InputFile.openOwn(file)
        let bytes: [UInt8]
        do {
            bytes = try InputFile.readBeginning(open)
        } catch {
            throw RunError(.inputOutput, attempted: "read \(file)", happened: error.reason, advice: error.advice)
        }
        if let known = manifest.files.first(where: { $0.name == "calls.ndjson" }), known.byteCount != bytes.count {
            throw damage(file, "it has \(bytes.count) bytes, and the run left \(known.byteCount)")
        }
        let records: RunRecords
        do {
            records = try RunRecords(parsing: bytes)
        } catch {
            throw damage("\(file):\(error)", "it is not as the run left it")
        }
        guard records.digest == manifest.digest || records.calls.isEmpty || hasFlows else {
            throw damage(file, "its calls come to another digest than the manifest has")
        }
        return records
    }

    /// Flows are part of the digest and stand in a file of their own.
    private var hasFlows: Bool { manifest.files.contains { $0.name == "flows.ndjson" } }

    private func damage(_ place: String, _ happened: String) -> RunError {
        RunError(
            .inputOutput,
            attempted: "read \(place)",
            happened: happened,
            advice: "copy the folder again from where the run was made, or run it again: \(manifest.reproduce)"
        )
    }
}
