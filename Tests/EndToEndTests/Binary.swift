import Foundation
import Testing

/// The real executable, run as a person or a pipeline would.
struct Binary {
    let path: String
    /// Whether runs end with a report, for which their worst calls are replayed; it has tests of its own.
    var makesReports = false

    struct Outcome {
        let exitCode: Int32
        let output: String
        let errors: String
    }

    /// The build beside this test bundle.
    static func debug() throws -> Binary {
        let folder = try #require(Bundle.main.executableURL).deletingLastPathComponent()
        return Binary(path: folder.appending(path: "rehearsal").path)
    }

    /// The release build where `Scripts/test` made one, else the debug build.
    static func fastest() throws -> Binary {
        guard let path = ProcessInfo.processInfo.environment["REHEARSAL_BINARY"] else { return try debug() }
        return Binary(path: path)
    }

    func start(
        _ arguments: [String],
        input: String? = nil,
        environment: [String: String] = [:],
        output: Pipe,
        errors: Pipe
    ) throws -> Process {
        let process = Process()
        if !environment.isEmpty {
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, own in own }
        }
        process.executableURL = URL(filePath: path)
        let makesRun = ["run", "merge"].contains(arguments.first)
        process.arguments = arguments + (makesRun && !makesReports ? ["--no-report"] : [])
        process.standardOutput = output
        process.standardError = errors
        let stdin = Pipe()
        process.standardInput = stdin
        try process.run()
        if let input { stdin.fileHandleForWriting.write(Data(input.utf8)) }
        try stdin.fileHandleForWriting.close()
        return process
    }

    func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> Outcome {
        let (output, errors) = (Pipe(), Pipe())
        let process = try start(
            arguments,
            input: input,
            environment: environment,
            output: output,
            errors: errors
        )
        // Errors are few: they fit into the pipe while the output is read.
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            exitCode: process.terminationStatus,
            output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: complaints, as: UTF8.self)
        )
    }
}

/// A folder of a test's own, removed when the test is done with it.
final class Workspace: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "rehearsal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
        return file(name)
    }

    func read(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: file(name))) }

    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }
}

/// Small scenarios that the tests vary.
enum Small {
    /// Calls of small pictures; what `patient` does to its network is the test's.
    static func scenario(
        count: Int = 1,
        length: String = "12 s",
        size: String = "160x96",
        patient: String = "",
        thresholds: String = ""
    ) -> String {
        """
        rehearsal: 1
        name: small
        seed: 11
        consultations: { count: \(count), length: \(length) }
        clinicians:
          - { name: clinician, network: lan }
        patients:
          - { name: patient, network: line }
        media:
          audio: { codec: opus, bitrate: 32 kbit/s, fec: true, source: synthetic }
          video: { codec: vp8, size: \(size), frame_rate: 15, bitrate: { start: 100 kbit/s, max: 150 kbit/s }, source: calm }
        networks:
          lan:
            up: { rate: 20 Mbit/s, queue: 100 ms, delay: 5 ms }
            down: { rate: 20 Mbit/s, queue: 100 ms, delay: 5 ms }
          line:
            up: { rate: 2 Mbit/s, queue: 200 ms, delay: 15 ms }
            down: { rate: 4 Mbit/s, queue: 200 ms, delay: 15 ms }
        \(patient)
        \(thresholds)
        """
    }

    static let adaptive = """
              up: { rate: 1 Mbit/s, queue: 300 ms, delay: 20 ms, jitter: { normal: 5 ms, memory: 100 ms }, loss: { gilbert: { rate: 4 %, burst: 60 ms } } }
        """
}
