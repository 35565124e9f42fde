import Foundation
import Testing
import Yams

@Suite("Shards on Kubernetes")
struct KubernetesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Scripts/kubernetes")

    private static func documents(_ name: String) throws -> [[String: Any]] {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return try Array(Yams.load_all(yaml: text)).compactMap { $0 as? [String: Any] }
    }

    private static func job(_ name: String) throws -> [String: Any] {
        try #require(try documents(name).first { $0["kind"] as? String == "Job" })
    }

    @Test("Every manifest keeps the schema of its kind")
    func schemas() throws {
        for name in ["shards.yaml", "merge.yaml"] {
            let documents = try Self.documents(name)
            #expect(!documents.isEmpty)
            for document in documents {
                let isJob = document["kind"] as? String == "Job"
                let faults = try ManifestSchema(named: isJob ? "job" : "claim").faults(of: document)
                #expect(faults.isEmpty, "\(name): \(faults)")
            }
        }
    }

    @Test("The schema refuses what the interface of Kubernetes refuses")
    func refusals() throws {
        let schema = try ManifestSchema(named: "job")
        for (path, value, words) in [
            (["spec", "completions"], "eight" as Any, ".spec.completions: eight is no integer"),
            (["spec", "completionMode"], "indexed", ".spec.completionMode: indexed is none of"),
            (["spec", "parallel"], 3, ".spec.parallel is no field of it"),
            (["spec", "completions"], 0, ".spec.completions: 0 is below 1"),
            (["metadata", "name"], "Rehearsal_1", ".metadata.name: Rehearsal_1 does not match"),
            (["spec", "template"], [String: Any](), ".spec.template.spec is missing"),
        ] {
            var job = try Self.job("shards.yaml")
            var section = try #require(job[path[0]] as? [String: Any])
            section[path[1]] = value
            job[path[0]] = section
            let faults = try schema.faults(of: job)
            #expect(faults.contains { $0.hasPrefix(words) }, "\(faults)")
        }
    }

    /// The shell script of a job's container and its environment.
    private static func script(_ name: String) throws -> (text: String, environment: [String: String]) {
        let specification = try #require(try job(name)["spec"] as? [String: Any])
        let template = try #require(specification["template"] as? [String: Any])
        let pod = try #require(template["spec"] as? [String: Any])
        let container = try #require((pod["containers"] as? [[String: Any]])?.first)
        #expect(container["command"] as? [String] == ["/bin/sh", "-c"])
        var environment: [String: String] = [:]
        for variable in try #require(container["env"] as? [[String: Any]]) {
            if let key = variable["name"] as? String { environment[key] = variable["value"] as? String }
        }
        return (try #require((container["args"] as? [String])?.first), environment)
    }

    private func run(_ name: String, _ workspace: Workspace, _ changes: [String: String]) throws -> Int32 {
        let (text, environment) = try Self.script(name)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", text]
        let binaries = URL(filePath: try Binary.fastest().path).deletingLastPathComponent().path
        process.environment = environment.merging([
            "PATH": binaries + ":/usr/bin:/bin", "SCENARIO": workspace.file("s.yaml"), "RESULTS": workspace.path,
            "REHEARSAL_JOBS": "2",
        ]) { $1 }.merging(changes) { $1 }
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test("The containers' own scripts run every shard and merge them, and a killed pod's shard goes on")
    func scripts() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Divided.voices(count: 9, length: "3 s"), to: "s.yaml")
        let specification = try #require(try Self.job("shards.yaml")["spec"] as? [String: Any])
        let count = try #require(specification["completions"] as? Int)
        #expect(try Self.script("shards.yaml").environment["SHARDS"] == String(count))
        #expect(try Self.script("merge.yaml").environment["SHARDS"] == String(count))
        for index in 0..<count {
            #expect(try run("shards.yaml", workspace, ["JOB_COMPLETION_INDEX": String(index)]) == 0)
        }
        // The last pod died before its run was whole.
        let manifest = try workspace.text("shard-4/manifest.json")
        _ = try workspace.write(
            manifest.replacing("\"complete\": true", with: "\"complete\": false"),
            to: "shard-4/manifest.json"
        )
        #expect(try run("merge.yaml", workspace, [:]) == 64)
        #expect(try run("shards.yaml", workspace, ["JOB_COMPLETION_INDEX": "3"]) == 0)
        #expect(try run("merge.yaml", workspace, [:]) == 0)
        let whole = try Binary.fastest().run(["run", scenario, "--quiet", "--out", workspace.file("one")])
        #expect(whole.exitCode == 0, "\(whole.errors)")
        try Divided.expectSame(workspace, "one", "whole")
        // A shard that cannot run is no success.
        #expect(
            try run("shards.yaml", workspace, ["JOB_COMPLETION_INDEX": "0", "SHARDS": "x", "RESULTS": "/dev"]) != 0
        )
    }
}
