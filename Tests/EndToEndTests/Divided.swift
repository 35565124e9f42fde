import Foundation
import Results
import Testing

/// Scenarios that fall into several partitions, and the files that a run of them leaves.
enum Divided {
    static let files = [
        "calls.ndjson", "series.ndjson", "flows.ndjson", "links.ndjson", "relays.ndjson", "summary.json", "junit.xml",
    ]

    /// Calls behind two uplinks and relays, calls by themselves, and flows behind, beside and apart from them.
    static let shared = """
        rehearsal: 1
        name: divided
        seed: 11
        consultations: { count: 9, length: 6 s, starts: { every: 1 s } }
        clinicians:
          - { name: north, network: lan, via: [north-line], route: turn-udp, relay: a, share: 40 % }
          - { name: south, network: lan, via: [south-line], route: turn-tcp, relay: b, share: 30 % }
          - { name: home, network: lan, share: 30 % }
        patients:
          - { name: quiet, network: lan, share: 50 % }
          - { name: lossy, network: line, share: 50 % }
        media: { video: { codec: none } }
        networks:
          lan: { up: { rate: 20 Mbit/s, delay: 5 ms }, down: { rate: 20 Mbit/s, delay: 5 ms } }
          line: { up: { rate: 1 Mbit/s, delay: 20 ms, loss: { gilbert: { rate: 4 %, burst: 60 ms } } }, down: { delay: 20 ms } }
        links:
          north-line: { up: { rate: 500 kbit/s, queue: 200 ms }, down: { rate: 1 Mbit/s, queue: 100 ms } }
          south-line: { up: { rate: 300 kbit/s, queue: 200 ms }, down: { rate: 1 Mbit/s, queue: 100 ms } }
          spare: { up: { rate: 1 Mbit/s }, down: { rate: 1 Mbit/s } }
        relays:
          a: { like: turn }
          b: { like: turn }
        flows:
          - { name: backup, kind: tcp, via: [north-line], start: 2 s, stop: 5 s }
          - { name: noise, kind: udp, via: [south-line], stop: 5 s, udp: { rate: 100 kbit/s, on: 200 ms, off: 200 ms } }
          - { name: apart, kind: media, via: [spare], stop: 5 s, media: { two_way: true } }
        thresholds:
          audio.mos: [ "p(10) >= 2", "avg >= 2" ]
          link.utilisation: [ "max <= 100 %" ]
          consultation.usable: [ "share >= 0 %", "gap(network) <= 100 %" ]
        equity: { min_calls: 5 }
        """

    /// Calls by voice alone, each by itself, so short that hundreds take no time.
    static func voices(count: Int, length: String = "1 s", more: String = "") -> String {
        """
        rehearsal: 1
        name: voices
        seed: 5
        consultations: { count: \(count), length: \(length) }
        patients: [{ name: p, network: line }]
        media: { audio: { complexity: 0 }, video: { codec: none } }
        networks: { line: { up: { delay: 20 ms, loss: 2 % }, down: { delay: 20 ms } } }
        thresholds: { call.packet_loss: [ "avg <= 50 %" ] }
        \(more)
        """
    }

    /// The manifest without what is of the machine.
    static func decided(_ workspace: Workspace, _ folder: String) throws -> RunManifest {
        var manifest = try RunManifest(parsing: Array(try workspace.read(folder + "/manifest.json")))
        (manifest.workers, manifest.wallSeconds, manifest.cpuSeconds) = (1, 0, 0)
        manifest.tester = TesterAccount(processors: 1, cpuShare: 0, speedUp: 0)
        return manifest
    }

    /// Whether each file of results is the same in both folders, and absent where it is absent.
    static func expectSame(_ workspace: Workspace, _ one: String, _ other: String) throws {
        for file in files {
            let expected = try? workspace.read("\(one)/\(file)")
            let found = try? workspace.read("\(other)/\(file)")
            #expect(found == expected, "\(other)/\(file)")
        }
        #expect(try workspace.read("\(one)/calls.ndjson").count > 100)
    }
}
