import ExternalScores
import Foundation
import Testing
import Units

@Suite("Programs that are run")
struct ExternalToolTests {
    private let shell = ExternalTool(path: "/bin/sh")

    @Test("What a program says is captured, however much it is")
    func output() throws {
        let script = "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; echo warning >&2"
        let output = try shell.run(["-c", script], timeLimit: .seconds(60))
        #expect(output.standardOutput.split(separator: "\n").count == 20_000)
        #expect(output.standardOutput.hasSuffix("line 19999\n"))
        #expect(output.standardError == "warning\n")
    }

    @Test("Another status than 0 is an error that carries the program's words")
    func failure() {
        #expect(throws: ExternalToolError.failed(tool: "/bin/sh", status: 3, message: "no such clip")) {
            try shell.run(["-c", "echo no such clip >&2; exit 3"], timeLimit: .seconds(60))
        }
    }

    @Test("A program that goes on for too long is killed")
    func timeLimit() {
        #expect(throws: ExternalToolError.timedOut(tool: "/bin/sh", limit: .milliseconds(100))) {
            try shell.run(["-c", "exec sleep 600"], timeLimit: .milliseconds(100))
        }
    }

    @Test("A program that is not there is an error that names it")
    func absent() throws {
        let error = #expect(throws: ExternalToolError.self) {
            try ExternalTool(path: "/nowhere/tool").run([], timeLimit: .seconds(1))
        }
        #expect(try #require(error).description.hasPrefix("/nowhere/tool could not be started"))
    }

    @Test("A program is found on the path that is given, and nowhere else")
    func search() {
        #expect(ExternalTool.find("sh", environment: ["PATH": "/nowhere:/bin"]) == ExternalTool(path: "/bin/sh"))
        #expect(ExternalTool.find("sh", environment: ["PATH": "/nowhere"]) == nil)
        #expect(ExternalTool.find("sh", environment: [:]) == nil)
        #expect(FFmpeg.all(environment: ["REHEARSAL_FFMPEG": "/bin/sh", "PATH": ""]).isEmpty)
    }
}
