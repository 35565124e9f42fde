import Foundation
import Testing

@Suite("Shared links and flows")
struct SharedLinkTests {
    private static let files = ["calls.ndjson", "series.ndjson", "summary.json", "flows.ndjson", "links.ndjson"]

    /// Three calls behind one link and one by itself, a download and datagrams beside them, and a flow apart.
    private static let scenario = """
        rehearsal: 1
        name: shared
        seed: 11
        consultations: { count: 4, length: 6 s, starts: { every: 1 s } }
        clinicians:
          - { name: site, network: lan, via: [uplink], share: 75 % }
          - { name: home, network: lan }
        patients:
          - { name: patient, network: lan }
        media:
          video: { codec: vp8, size: 96x64, frame_rate: 15, bitrate: { start: 100 kbit/s, max: 150 kbit/s }, source: calm }
        networks:
          lan: { up: { rate: 20 Mbit/s, delay: 5 ms }, down: { rate: 20 Mbit/s, delay: 5 ms } }
        links:
          uplink: { up: { rate: 2 Mbit/s, queue: 200 ms }, down: { rate: 1 Mbit/s, queue: 100 ms } }
          spare: { up: { rate: 1 Mbit/s }, down: { rate: 1 Mbit/s } }
        flows:
          - { name: backup, kind: tcp, via: [uplink], direction: down, start: 2 s, stop: 8 s }
          - { name: noise, kind: udp, via: [uplink], stop: 5 s, udp: { rate: 300 kbit/s, on: 200 ms, off: 200 ms } }
          - { name: apart, kind: media, via: [spare], stop: 9 s, media: { two_way: true } }
        thresholds:
          "flow.rate{flow:apart}": [ "min >= 150 kbit/s" ]
          link.utilisation: [ "max <= 100 %" ]
          consultation.usable: [ "share >= 0 %" ]
        """

    @Test("One, two and seven workers write the same bytes, of flows and links as well")
    func workers() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Self.scenario, to: "s.yaml")
        let binary = try Binary.fastest()
        for (name, jobs) in [("one", "1"), ("two", "2"), ("seven", "7")] {
            let outcome = try binary.run(["run", scenario, "--quiet", "--jobs", jobs, "--out", workspace.file(name)])
            #expect(outcome.exitCode == 0, "\(outcome.errors)\(outcome.output)")
            #expect(outcome.output.contains("SHARED LINKS"))
        }
        for file in Self.files {
            let expected = try workspace.read("one/\(file)")
            #expect(expected.count > 100)
            for name in ["two", "seven"] {
                #expect(try workspace.read("\(name)/\(file)") == expected, "\(name)/\(file)")
            }
        }
        let flows = try workspace.text("one/flows.ndjson").split(separator: "\n")
        #expect(flows.count == 4)
        #expect(flows[3].contains("\"direction\":\"backward\""))
        #expect(try workspace.text("one/links.ndjson").split(separator: "\n").count == 4)
        let calls = try workspace.text("one/calls.ndjson")
        #expect(calls.components(separatedBy: "\"site\":\"uplink\"").count == 4)
    }

    @Test("A run that was killed resumes to the same bytes, its partition done again whole")
    func resume() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(
            Self.scenario.replacingOccurrences(of: "count: 4, length: 6 s", with: "count: 8, length: 15 s"),
            to: "s.yaml"
        )
        let binary = try Binary.fastest()
        let (output, errors) = (Pipe(), Pipe())
        let arguments = ["run", scenario, "--quiet", "--jobs", "1", "--out", workspace.file("out")]
        let process = try binary.start(arguments, output: output, errors: errors)
        let partial = workspace.file("out/calls.ndjson.partial")
        while process.isRunning, !FileManager.default.fileExists(atPath: partial) { usleep(10_000) }
        kill(process.processIdentifier, SIGKILL)
        _ = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let resumed = try binary.run(["run", scenario, "--quiet", "--resume", workspace.file("out")])
        let whole = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("whole")])
        #expect(resumed.exitCode == whole.exitCode, "\(resumed.errors)")
        for file in Self.files {
            #expect(try workspace.read("out/\(file)") == workspace.read("whole/\(file)"), "\(file)")
        }
    }

    @Test("A call behind a shared link replays bit for bit")
    func replay() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Self.scenario, to: "s.yaml")
        let binary = try Binary.fastest()
        _ = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        for call in ["1", "2", "3", "4"] {
            let outcome = try binary.run(["replay", workspace.file("out"), "--call", call, "--quiet"])
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
        }
    }

    @Test("A scenario of flows alone runs, and one with neither patients nor flows is refused")
    func flowsAlone() throws {
        let workspace = try Workspace()
        let flows = """
            rehearsal: 1
            name: flows
            links: { wire: { up: { rate: 1 Mbit/s }, down: {} } }
            flows: [{ name: a, kind: media, via: [wire], stop: 5 s }]
            """
        let binary = try Binary.fastest()
        let scenario = try workspace.write(flows, to: "s.yaml")
        let outcome = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("FLOWS"))
        #expect(!outcome.output.contains("CALLS"))
        let shard = try binary.run(["run", scenario, "--shard", "1/2", "--out", workspace.file("shard")])
        #expect(shard.exitCode == 64)
        let neither = try binary.run(["validate", try workspace.write("rehearsal: 1\nname: x\n", to: "n.yaml")])
        #expect(neither.exitCode == 104)
        #expect(neither.errors.contains("patients is missing"))
    }

    @Test("Calls over forwarding units come out alike on any number of workers, and replay bit for bit")
    func forwarding() throws {
        let workspace = try Workspace()
        let text = Self.scenario
            .replacingOccurrences(of: "every: 1 s } }", with: "every: 1 s }, topology: sfu }")
        let scenario = try workspace.write(text, to: "s.yaml")
        let binary = try Binary.fastest()
        for jobs in ["1", "7"] {
            let outcome = try binary.run(["run", scenario, "--quiet", "--jobs", jobs, "--out", workspace.file(jobs)])
            #expect(outcome.exitCode == 0, "\(outcome.errors)\(outcome.output)")
        }
        for file in Self.files { #expect(try workspace.read("1/\(file)") == workspace.read("7/\(file)"), "\(file)") }
        let replay = try binary.run(["replay", workspace.file("1"), "--call", "1", "--quiet"])
        #expect(replay.exitCode == 0, "\(replay.errors)")
        let events = try workspace.text("1/call-1/events.ndjson")
        #expect(events.contains("\"at\":\"sfu\",\"event\":\"packet_arrived\""))
        #expect(events.contains("\"at\":\"sfu\",\"event\":\"packet_sent\""))
    }

    @Test("A call over a relay by TLS replays bit for bit")
    func overTLS() throws {
        let workspace = try Workspace()
        let text = Self.scenario
            .replacingOccurrences(of: "name: home, network: lan", with: "name: home, network: lan, route: turn-tls")
            .replacingOccurrences(of: "length: 6 s", with: "length: 12 s")
        let scenario = try workspace.write(text, to: "s.yaml")
        let binary = try Binary.fastest()
        _ = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        for call in 1...4 {
            let replay = try binary.run(["replay", workspace.file("out"), "--call", String(call), "--quiet"])
            #expect(replay.exitCode == 0, "\(call): \(replay.errors)")
        }
    }

    @Test("Flows without calls pass in every report, and a run without thresholds says that it judged nothing")
    func judgedNothing() throws {
        let workspace = try Workspace()
        let text = """
            rehearsal: 1
            name: alone
            links: { b: { up: { rate: 1 Mbit/s }, down: {} } }
            flows: [{ name: u, kind: udp, via: [b], stop: 3 s, udp: { rate: 500 kbit/s } }]

            """
        let binary = try Binary.fastest()
        let plain = try workspace.write(text, to: "plain.yaml")
        let limits = try workspace.write(
            text + "thresholds: { flow.rate: [ \"min >= 400 kbit/s\" ] }\n",
            to: "limits.yaml"
        )
        let judged = try binary.run(["run", limits, "--quiet", "--out", workspace.file("judged")])
        #expect(judged.exitCode == 0)
        #expect(try workspace.text("judged/junit.xml").contains("failures=\"0\""))
        let free = try binary.run(["run", plain, "--quiet", "--out", workspace.file("free")])
        #expect(free.output.contains("nothing was judged"))
        #expect(try binary.run(["validate", plain]).output.contains("valid: 1 flow, 0 thresholds, 0 warnings"))
    }
}
