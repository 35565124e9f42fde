import NetworkEmulation
import Testing
import Units

@testable import Scenarios

@Suite("Relay decoding")
struct RelayDecodingTests {
    private func relays(_ text: String) -> (relays: [RelaySettings], errors: [String]) {
        var reader = YAMLReader()
        let findings = Findings(file: "clinic.yaml", readTrace: ScenarioReader.readsNoTrace)
        let relays = RelayDecoding(findings: findings).relays(reader.read(text))
        return (relays, errors(of: findings))
    }

    private func route(_ text: String, of party: Party) -> (route: RouteSetting?, errors: [String]) {
        var reader = YAMLReader()
        let findings = Findings(file: "clinic.yaml", readTrace: ScenarioReader.readsNoTrace)
        let route = RouteDecoding(findings: findings, party: party).route(reader.read(text), path: "patients[0].route")
        return (route, errors(of: findings))
    }

    private func errors(of findings: Findings) -> [String] {
        findings.sortedErrors.map { $0.description.split(separator: "\n").first.map(String.init) ?? "" }
    }

    @Test("A relay has its own numbers, and a built-in server's where it gives none")
    func numbers() {
        let read = relays(
            """
            own: { workers: 4, cost_per_packet: 8 us, cost_per_byte: 0.25 ns, cost_per_set_up: 1 ms,
                   backlog: 20 ms, delay: 5 ms, location: london }
            like-tls: { like: turn-tls, workers: 1 }
            plain: {}
            """
        )
        #expect(read.errors.isEmpty)
        let (tcp, tls) = (ServerProfile.turnOverTCP.configuration, ServerProfile.turnOverTLS.configuration)
        let own = ServerCosts(perPacket: .microseconds(8), perByte: .picoseconds(250), perSetUp: .microseconds(1_000))
        #expect(
            read.relays == [
                RelaySettings(
                    name: "own",
                    server: ServerConfiguration(workers: 4, costs: own, backlog: .time(.milliseconds(20))),
                    delay: .milliseconds(5),
                    location: "london",
                    costsOverTCP: own,
                    costsOverTLS: own
                ),
                RelaySettings(
                    name: "like-tls",
                    server: ServerConfiguration(workers: 1, costs: tls.costs, backlog: tls.backlog),
                    delay: .zero,
                    location: nil
                ),
                RelaySettings(
                    name: "plain",
                    server: ServerProfile.turn.configuration,
                    delay: .zero,
                    location: nil,
                    costsOverTCP: tcp.costs,
                    costsOverTLS: tls.costs
                ),
            ]
        )
    }

    @Test("What is wrong with a relay is told at its place, and the relay left out")
    func wrongRelays() {
        let read = relays(
            """
            a: { workers: 0 }
            b: { cost_per_packet: 3 }
            c: { cost_per_byte: 2 s }
            d: { like: turm }
            e: { worker: 2 }
            f: 7
            g: { backlog: 9 }
            h: {}
            """
        )
        #expect(
            read.errors == [
                "clinic.yaml:1:15: error: relays.a.workers: 0 is outside 1 to 1,000",
                "clinic.yaml:2:23: error: relays.b.cost_per_packet: 3 has no unit, and a time needs one",
                "clinic.yaml:3:21: error: relays.c.cost_per_byte: 2 s is outside 0 s to 1 s",
                "clinic.yaml:4:12: error: relays.d.like: 'turm' is none of turn, turn-tcp, turn-tls, sfu",
                "clinic.yaml:5:6: error: relays.e.worker: there is no key 'worker' here",
                "clinic.yaml:6:4: error: relays.f: '7' stands where a mapping is due",
                "clinic.yaml:7:15: error: relays.g.backlog: 9 has no unit, and a queue needs one",
            ]
        )
        #expect(read.relays.map(\.name) == ["h"])
        #expect(relays("[a]").errors == ["clinic.yaml:1:1: error: relays: a list stands where a mapping is due"])
    }

    @Test("A group's route is a word or shares, direct where nothing is said")
    func routes() {
        for (text, expected) in [
            ("direct", ConnectionRoute.direct), ("turn-udp", .turnUDP), ("turn-tcp", .turnTCP), ("turn-tls", .turnTLS),
            ("turn-tls-proxy", .turnTLSViaProxy),
        ] {
            #expect(route(text, of: .patient).route == .always(expected))
        }
        #expect(route("drawn", of: .patient).route == .drawn(.patients))
        #expect(route("drawn", of: .clinician).route == .drawn(.hospitals))
        var shares = RouteShares.hospitals
        shares.relay = Probability(clamping: 0.2)
        shares.stream = .always
        #expect(route("{ relay: 20 %, tcp: 100 % }", of: .clinician).route == .drawn(shares))
        let findings = Findings(file: "clinic.yaml", readTrace: ScenarioReader.readsNoTrace)
        let missing = RouteDecoding(findings: findings, party: .patient).route(nil, path: "patients[0].route")
        #expect(missing == .always(.direct))
    }

    @Test("What is wrong with a route is told at its place")
    func wrongRoutes() {
        let path = "patients[0].route"
        for (text, message) in [
            (
                "turn-udb",
                "1:1: error: \(path): 'turn-udb' is none of direct, turn-udp, turn-tcp, turn-tls, turn-tls-proxy, drawn, "
                    + "blocked"
            ),
            ("{ relay: 120 % }", "1:10: error: \(path).relay: 120 % is outside 0 % to 100 %"),
            ("{ relay: 0.2 }", "1:10: error: \(path).relay: 0.2 has no unit, and a share needs one"),
            ("{ udp: 2 % }", "1:3: error: \(path).udp: there is no key 'udp' here"),
        ] {
            let read = route(text, of: .patient)
            #expect(read.route == nil)
            #expect(read.errors == ["clinic.yaml:\(message)"])
        }
    }

    @Test("A network that lets one way out is left by it, and a route past its firewall is warned of")
    func onlyRoute() throws {
        func read(_ keys: String) throws -> ReadScenario {
            try Reading.read("rehearsal: 1\nname: ward\npatients: [{ name: p, network: ward-pc-proxy-tls\(keys) }]\n")
        }
        func warnings(_ keys: String) throws -> Int {
            try read(keys).warnings.count { "\($0)".contains("the firewall of ward-pc-proxy-tls") }
        }
        #expect(try read("").scenario.patients.first?.route == .always(.turnTLSViaProxy))
        #expect(try warnings("") == 0)
        #expect(try warnings(", route: turn-tls-proxy") == 0)
        #expect(try warnings(", route: blocked") == 0)
        #expect(try read(", route: direct").scenario.patients.first?.route == .always(.direct))
        #expect(try warnings(", route: direct") == 1)
        #expect(try warnings(", route: drawn") == 1)
        let own =
            "rehearsal: 1\nname: ward\npatients: [{ name: p, network: own }]\n"
            + "networks: { own: { like: ward-pc-proxy-tls, up: { delay: 30 ms } } }\n"
        #expect(try Reading.read(own).scenario.patients.first?.route == .always(.turnTLSViaProxy))
    }
}
