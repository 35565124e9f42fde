import ArgumentParser
import Foundation
import Results
import Scenarios

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented scenario to start from."
    )

    @Argument(
        help: "The file to write, which must not exist yet, or - for standard output.",
        completion: .file(extensions: ["yaml"])
    )
    var file = "scenario.yaml"

    func run() throws {
        try reportingErrors {
            guard file != "-" else { return try Console.print(ScenarioTemplate.commented(name: "scenario")) }
            guard !FileManager.default.fileExists(atPath: file) else {
                throw CommandError(
                    .usage,
                    "write \(file)",
                    "it exists already",
                    "name another file, or remove that one"
                )
            }
            let stem = URL(filePath: file).deletingPathExtension().lastPathComponent
            let text = ScenarioTemplate.commented(name: stem)
            guard FileManager.default.createFile(atPath: file, contents: Data(text.utf8)) else {
                throw CommandError(
                    .failure,
                    "write \(file)",
                    String(cString: strerror(errno)),
                    "check that the folder exists and is writable"
                )
            }
            try Console.print("wrote \(file); try: rehearsal run \(ShellWord.quoted(file))".escapingControls)
        }
    }
}
