import Foundation
import Testing

@Suite("Standard streams and signals")
struct StreamTests {
    private static let scenario = Small.scenario(length: "2 s", size: "64x48")

    /// Runs a line of shell in which `$0` is the binary and `$1` the scenario.
    private func shell(_ line: String, _ workspace: Workspace, scenario: String = scenario) throws -> Binary.Outcome {
        let path = try workspace.write(scenario, to: "s.yaml")
        return try Binary(path: "/bin/sh").run(["-c", line, try Binary.fastest().path, path, workspace.file("out")])
    }

    @Test(
        "A stderr that takes nothing does not end a run, nor get into its files",
        arguments: ["2>&-", "2>/dev/full", "2>&1 >/dev/null | sleep 0"]
    )
    func lostErrors(redirection: String) throws {
        let workspace = try Workspace()
        let outcome = try shell(
            "{ \"$0\" run \"$1\" --out \"$2\" --set 'thresholds={ call.packet_loss: avg <= 50 % }'; "
                + "echo $? >\"$2.code\"; } \(redirection)",
            workspace
        )
        #expect(try workspace.text("out.code") == "0\n", "\(outcome)")
        #expect(try workspace.text("out/manifest.json").contains("\"complete\": true"))
        #expect(try workspace.text("out/calls.ndjson").hasPrefix("{\"call\":1,"))
    }

    @Test("A stdout that takes nothing is an error that says so, whatever the verb")
    func lostOutput() throws {
        let workspace = try Workspace()
        for line in [
            "\"$0\" list metrics >/dev/full", "\"$0\" schema scenario >&-", "\"$0\" doctor >/dev/full",
            "\"$0\" validate \"$1\" >&-",
        ] {
            let outcome = try shell(line, workspace)
            #expect(outcome.exitCode == 1, "\(line)")
            #expect(outcome.errors.contains("could not write to stdout"), "\(line): \(outcome.errors)")
        }
    }

    @Test("A reader that has gone is an error that says so, not a death by signal")
    func goneReader() throws {
        let (output, errors) = (Pipe(), Pipe())
        try output.fileHandleForReading.close()
        let process = try Binary.fastest().start(["list", "metrics"], output: output, errors: errors)
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        #expect(text.contains("could not write to stdout"))
    }

    @Test(
        "A scenario from a place that holds none is refused, with what to do",
        .timeLimit(.minutes(10)),
        arguments: [
            ("\"$0\" validate - </dev/zero", "more than the 1 MiB"), ("\"$0\" validate - <&-", "it is closed"),
            ("\"$0\" validate - </tmp", "it is a folder"), ("\"$0\" validate /dev/null", "it is not a regular file"),
            ("\"$0\" validate /dev/zero", "it is not a regular file"), ("\"$0\" validate /tmp", "it is a folder"),
            ("head -c 3000000 /dev/zero | \"$0\" validate /dev/stdin", "more than the 1 MiB"),
        ]
    )
    func noScenario(line: String, words: String) throws {
        let outcome = try shell(line, try Workspace())
        #expect(outcome.exitCode == 104, "\(outcome)")
        #expect(outcome.errors.contains(words) && outcome.errors.contains("hint"), "\(outcome.errors)")
    }

    @Test("A scenario is read from a pipe with a name")
    func namedPipe() throws {
        let outcome = try shell("cat \"$1\" | \"$0\" validate /dev/stdin", try Workspace())
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }

    @Test("A signal before the first call ends as any other does", arguments: [SIGINT, SIGTERM, SIGHUP])
    func early(signal: Int32) throws {
        let process = Process()
        process.executableURL = URL(filePath: try Binary.fastest().path)
        process.arguments = ["run", "-"]
        let (input, errors) = (Pipe(), Pipe())
        (process.standardInput, process.standardError, process.standardOutput) = (input, errors, Pipe())
        try process.run()
        // Half a scenario: the run waits for the rest, and has read what came.
        try input.fileHandleForWriting.write(contentsOf: Data("rehearsal: 1\n".utf8))
        sleep(2)
        kill(process.processIdentifier, signal)
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 105, "\(text)")
        #expect(text.contains("a signal stopped it"))
    }

    @Test("Completions are made for each shell, and know the values of options", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let outcome = try Binary.fastest().run(["--generate-completion-script", shell])
        #expect(outcome.exitCode == 0)
        for word in ["resume", "sample", "rehearsal"] { #expect(outcome.output.contains(word), "\(word)") }
    }
}
