import Foundation
import Testing

/// Searches whose answers follow from the costs of a server.
@Suite("Capacity of servers and clinicians", .timeLimit(.minutes(15)))
struct CapacitySearchRunTests {
    private let workspace: Workspace
    private let binary: Binary

    init() throws {
        workspace = try Workspace()
        binary = try Binary.fastest()
    }

    /// Calls by voice over one server; each packet of theirs costs it a millisecond.
    private static func text(_ consultations: String, group: String, server: String, thresholds: String) -> String {
        """
        rehearsal: 1
        name: server
        seed: 4
        consultations: { concurrent: 2, length: 10 s\(consultations) }
        clinicians: [{ name: gp, network: lan\(group) }]
        patients: [{ name: home, network: lan }]
        media: { audio: { complexity: 0 }, video: { codec: none } }
        networks: { lan: { up: { delay: 5 ms }, down: { delay: 5 ms } } }
        relays: { hub: { workers: 1, cost_per_byte: 0 ns, backlog: 100 ms, \(server) } }
        thresholds: { \(thresholds) }
        """
    }

    private func search(_ scenario: String, _ options: [String] = []) throws -> (Binary.Outcome, [String: Any]) {
        let file = workspace.file("capacity.json")
        let found = try binary.run(["capacity", scenario, "--to", "64", "--out", file] + options)
        let object = try JSONSerialization.jsonObject(with: workspace.read("capacity.json"))
        return (found, try #require(object as? [String: Any]))
    }

    /// How busy one call keeps the server, by what a run of it gave the server.
    private func loadOfOne(_ scenario: String) throws -> Double {
        let out = workspace.file("one")
        _ = try binary.run(
            ["run", scenario, "--tier", "packet", "--set", "consultations.concurrent=1", "--quiet", "--out", out]
        )
        let line = try #require(try workspace.text("one/relays.ndjson").split(separator: "\n").first)
        let record = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let packets = try #require(record["packets"] as? Double)
        return packets / 10 * 0.001
    }

    @Test(
        "Calls over a relay and over a forwarding unit break where their packets are more than it can serve",
        arguments: [
            (", topology: direct", ", route: turn-udp", "turn"), (", topology: sfu, sfu: hub", "", "sfu"),
        ]
    )
    func packetCliff(consultations: String, group: String, kind: String) throws {
        let scenario = try workspace.write(
            Self.text(
                consultations,
                group: group,
                server: "like: \(kind), cost_per_packet: 1 ms, cost_per_set_up: 1 ms",
                thresholds: "call.packet_loss: \"avg <= 1 %\""
            ),
            to: "s.yaml"
        )
        let edge = 1 / (try loadOfOne(scenario))
        #expect(edge > 3)
        let (found, answer) = try search(scenario)
        #expect(found.exitCode == 0, "\(found.output)\(found.errors)")
        let (held, broken) = (try #require(answer["held"] as? Int), try #require(answer["broken"] as? Int))
        // Whole calls: one that does not fit whole overloads the server, by less than 1 % only if it nearly fits.
        #expect(Double(held) <= edge * 1.02 && Double(broken) > edge, "\(held) to \(broken), edge \(edge)")
        #expect(broken - held == 1)
        #expect(((answer["gave_out"] as? [String: Any])?["name"] as? String) == "relay hub")
        #expect(found.output.contains("gave out at \(broken): relay hub"))
        let knee = try #require((answer["knees"] as? [Int])?.first)
        #expect(held...broken ~= knee && found.output.contains("knee: call.packet_loss turns bad from \(knee) on"))
    }

    /// All set-ups come at once and are served one after the other, and what follows them waits for all.
    @Test("Calls that start together break where their set-ups take longer than anybody waits")
    func setUps() throws {
        let scenario = try workspace.write(
            Self.text(
                "",
                group: ", route: turn-udp",
                server: "cost_per_packet: 1 us, cost_per_set_up: 100 ms",
                thresholds: "call.setup_time: \"max <= 1 s\""
            ).replacing("backlog: 100 ms", with: "backlog: 60 s"),
            to: "s.yaml"
        )
        let (found, answer) = try search(scenario, ["--starts", "both"])
        #expect(found.exitCode == 0, "\(found.output)\(found.errors)")
        let together = try #require(answer["synchronised"] as? [String: Any])
        let points = try #require(together["points"] as? [[String: Any]])
        let alone = try #require((points.first?["values"] as? [Double])?.first)
        let held = try #require(together["held"] as? Int)
        let edge = Int(((1 - alone) / 0.1).rounded(.down)) + 1
        #expect(abs(held - edge) <= 1, "\(held), edge \(edge)")
        let spread = try #require((answer["staggered"] as? [String: Any])?["held"] as? Int)
        // Within a tenth of the length, 1 s, ten set-ups can be done; spread over it so many wait for none.
        #expect(spread >= held)
        #expect(found.output.contains("held with staggered starts \(spread), with synchronised ones \(held)"))
    }

    @Test("A session with more patients than it can take runs late, and its clinicians are what gives out")
    func clinicians() throws {
        let text = """
            rehearsal: 1
            name: list
            seed: 4
            clinic:
              sessions:
                - { name: morning, clinician: gp, start: 09:00, slots: 12, slot: 10 min, service: { mean: 9 min, cv: 0.2 },
                    wrap_up: { mean: 30 s, cv: 0.1 } }
              attendance: { dna: 0 %, late_cancel: 0 % }
              clinician_late: 0 min
              days: 40
              simulate: 2 s
            clinicians: [{ name: gp, network: lan }]
            patients: [{ name: home, network: lan }]
            media: { audio: { complexity: 0 }, video: { codec: none } }
            networks: { lan: { up: { delay: 5 ms }, down: { delay: 5 ms } } }
            thresholds: { clinic.overrun: "p(90) <= 30 min" }
            """
        let scenario = try workspace.write(text, to: "list.yaml")
        let found = try binary.run(["capacity", scenario, "--vary", "clinic.sessions[0].overbook", "--to", "12"])
        #expect(found.exitCode == 0, "\(found.output)\(found.errors)")
        #expect(found.output.contains("clinicians gp, "), "\(found.output)")
        // Twelve patients take two hours; two or three more of 9.5 min are half an hour.
        let held = (2...4).contains { found.output.contains("clinic.sessions[0].overbook \($0) is held") }
        #expect(held, "\(found.output)")
    }

    @Test("Searches that cannot have an answer say why, and how to mend it")
    func noAnswer() throws {
        let alone = try workspace.write(
            """
            rehearsal: 1
            name: alone
            patients: [{ name: home, network: fttc }]
            media: { video: { codec: none } }
            thresholds: { audio.mos: "avg >= 3" }
            """,
            to: "alone.yaml"
        )
        let shared = try binary.run(["capacity", alone])
        #expect(shared.exitCode == 64)
        #expect(shared.errors.contains("its calls share nothing") && shared.errors.contains("via links"))

        let server = "like: turn, cost_per_packet: 1 ms, cost_per_set_up: 1 ms"
        let scenario = try workspace.write(
            Self.text("", group: ", route: turn-udp", server: server, thresholds: "audio.mos: \"avg >= 4.49\""),
            to: "s.yaml"
        )
        let atOnce = try binary.run(["capacity", scenario, "--to", "4"])
        #expect(atOnce.exitCode == 91)
        #expect(atOnce.output.contains("the thresholds fail at the smallest load already"), "\(atOnce.output)")
        #expect(atOnce.output.contains("first: audio.mos 'avg >= 4.49': it is 4."), "\(atOnce.output)")
        #expect(atOnce.output.contains("--set consultations.concurrent=1"))
        #expect(!atOnce.output.contains("gave out"))

        let easy = try workspace.write(
            Self.text("", group: ", route: turn-udp", server: server, thresholds: "audio.mos: \"avg >= 2\""),
            to: "easy.yaml"
        )
        let never = try binary.run(["capacity", easy, "--to", "2"])
        #expect(never.exitCode == 91)
        #expect(never.output.contains("busiest at 2: relay hub"), "\(never.output)")
        #expect(never.output.contains("look further with --to"), "\(never.output)")
    }
}
