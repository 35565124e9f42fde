public import Foundation
public import Units

/// A program of this machine that Rehearsal can use and does not need.
///
/// It is run with a time limit, with no input, and its output is captured in files, so that a program that says much
/// cannot block.
public struct ExternalTool: Hashable, Sendable {
    /// Where its executable lies.
    public let path: String

    public init(path: String) { self.path = path }

    /// What a program said before it ended well.
    public struct Output: Hashable, Sendable {
        public let standardOutput: String
        public let standardError: String
    }

    /// The first executable of this name in the folders of `PATH`.
    public static func find(
        _ name: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> ExternalTool? {
        (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
            .map(ExternalTool.init(path:))
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - arguments: as they are; no shell reads them.
    ///   - folder: where it runs; the current one if not given.
    ///   - timeLimit: after it the program is killed.
    /// - Throws: `ExternalToolError.notStarted`, `timedOut`, or `failed` for any status but 0.
    public func run(
        _ arguments: [String],
        in folder: URL? = nil,
        timeLimit: TimeDelta
    ) throws(ExternalToolError) -> Output {
        let scratch: ScratchFolder
        do { scratch = try ScratchFolder() } catch { throw .notStarted(tool: path, reason: "\(error)") }
        let (outputFile, errorFile) = (scratch.file("stdout"), scratch.file("stderr"))
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        process.standardInput = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        do {
            process.standardOutput = try Self.openForWriting(outputFile)
            process.standardError = try Self.openForWriting(errorFile)
            try process.run()
        } catch { throw .notStarted(tool: path, reason: error.localizedDescription) }
        if ended.wait(timeout: .now() + timeLimit.seconds) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
            throw .timedOut(tool: path, limit: timeLimit)
        }
        let output = Output(standardOutput: Self.text(outputFile), standardError: Self.text(errorFile))
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw .failed(
                tool: path,
                status: process.terminationStatus,
                message: output.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
            )
        }
        return output
    }

    private static func openForWriting(_ file: URL) throws -> FileHandle {
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    private static func text(_ file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
}
