import Foundation
import Testing

@Suite("Interruption")
struct InterruptionTests {
    /// A run that takes long enough to be hit in the middle.
    static let scenario = Small.scenario(count: 12, length: "20 s", size: "320x180")

    private func interrupt(_ signal: Int32, _ workspace: Workspace) throws -> Binary.Outcome {
        let scenario = try workspace.write(Self.scenario, to: "s.yaml")
        let (output, errors) = (Pipe(), Pipe())
        let arguments = ["run", scenario, "--quiet", "--jobs", "1", "--out", workspace.file("out")]
        let process = try Binary.fastest().start(arguments, output: output, errors: errors)
        let partial = workspace.file("out/calls.ndjson.partial")
        // Waits for the first whole call, however fast the machine is.
        while process.isRunning, (try? Data(contentsOf: URL(filePath: partial)).count) ?? 0 == 0 { usleep(10_000) }
        kill(process.processIdentifier, signal)
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Binary.Outcome(
            exitCode: process.terminationStatus,
            output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        )
    }

    @Test("A signal keeps the results so far, says incomplete and ends with 105", arguments: [SIGINT, SIGTERM])
    func signals(signal: Int32) throws {
        let workspace = try Workspace()
        let outcome = try interrupt(signal, workspace)
        #expect(outcome.exitCode == 105, "\(outcome.errors)")
        #expect(try workspace.text("out/manifest.json").contains("\"complete\": false"))
        #expect(try workspace.text("out/calls.ndjson").contains("\"call\":1,"))
    }

    @Test("A killed run resumes to the same bytes as one that ran through", arguments: [SIGKILL, SIGINT])
    func resume(signal: Int32) throws {
        let workspace = try Workspace()
        _ = try interrupt(signal, workspace)
        let scenario = workspace.file("s.yaml")
        let binary = try Binary.fastest()
        let resumed = try binary.run(["run", scenario, "--quiet", "--resume", workspace.file("out")])
        let whole = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("whole")])
        #expect(resumed.exitCode == whole.exitCode, "\(resumed.errors)")
        for file in ["calls.ndjson", "series.ndjson", "summary.json"] {
            #expect(try workspace.read("out/\(file)") == workspace.read("whole/\(file)"), "\(file)")
        }
    }
}
