import Foundation
public import Results

/// Reads and writes baselines.
public enum BaselineFile {
    /// Larger files are no baselines.
    static let byteCountMax = 64 << 20

    /// - Throws: `RunError` for a file that is missing, no baseline, damaged, or of another version.
    public static func read(_ path: String) throws -> Baseline {
        let bytes: [UInt8]
        do {
            let file = try InputFile.open(path, allowsPipes: false)
            bytes = try InputFile.readBeginning(file, upTo: byteCountMax + 1)
        } catch {
            throw RunError(
                .usage,
                attempted: "read the baseline \(path)",
                happened: error.reason,
                advice: "make one with rehearsal run SCENARIO --baseline \(path) --update-baseline"
            )
        }
        guard bytes.count <= byteCountMax else {
            throw fault(path, "it has more than \(byteCountMax) bytes", "name a file that --update-baseline wrote")
        }
        do {
            return try Baseline(parsing: bytes)
        } catch {
            throw fault(
                "\(path):\(error)",
                "it is no whole baseline of this version",
                "make it anew with --update-baseline, or use the version of rehearsal that made it"
            )
        }
    }

    /// Refuses a place where no baseline can be written, before anything is run for it.
    ///
    /// - Throws: `RunError`.
    public static func checkPlace(of path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().relativePath
        var information = stat()
        if stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
            throw RunError(
                .usage,
                attempted: "write the baseline \(path)",
                happened: "something else than a file stands there",
                advice: "name a file, such as Baselines/clean-lan.json"
            )
        }
        guard stat(folder.isEmpty ? "." : folder, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
            throw RunError(
                .usage,
                attempted: "write the baseline \(path)",
                happened: "there is no folder \(folder)",
                advice: "make it first: mkdir -p \(folder)"
            )
        }
        guard access(folder.isEmpty ? "." : folder, W_OK) == 0 else {
            throw RunError.refused("write the baseline \(path)")
        }
    }

    /// Writes a baseline whole or not at all.
    static func write(_ baseline: Baseline, to path: String) throws { try WholeFile.write(baseline.json, to: path) }

    private static func fault(_ place: String, _ happened: String, _ advice: String) -> RunError {
        RunError(.inputOutput, attempted: "read the baseline \(place)", happened: happened, advice: advice)
    }
}
