import Testing

@testable import Scenarios

@Suite("Topology decoding")
struct TopologyDecodingTests {
    private static func text(_ consultations: String, _ rest: String = "") -> String {
        Reading.least + "consultations: { \(consultations) }\nrelays: { turn: {}, hub: { like: sfu } }\n" + rest
    }

    @Test("Calls go directly, over a unit that is never busy, or over one on a server")
    func topologies() throws {
        func topology(_ keys: String) throws -> Consultations.Topology {
            try Reading.read(Self.text(keys)).scenario.consultations.topology
        }
        #expect(try topology("count: 2") == .direct)
        #expect(try topology("topology: direct") == .direct)
        #expect(try topology("topology: sfu") == .sfu(server: nil))
        #expect(try topology("topology: sfu, sfu: hub") == .sfu(server: 1))
    }

    @Test("A server that there is not, or that no call uses, is told at its place")
    func wrong() {
        let unknown = Reading.errors(Self.text("topology: sfu, sfu: hubb")).map(\.description)
        #expect(unknown.count == 1)
        #expect(
            unknown.first?.contains("clinic.yaml:4:38: error: consultations.sfu: there is no server 'hubb'") == true
        )
        #expect(unknown.first?.contains("did you mean hub?") == true)
        let broken = Self.text("topology: sfu, sfu: hub").replacing("like: sfu", with: "like: sfu, backlog: 0 packets")
        #expect(Reading.errors(broken).count == 1)
        let idle = Reading.errors(Self.text("sfu: hub")).map(\.description)
        #expect(idle.count == 1)
        #expect(idle.first?.contains("topology: sfu") == true)
    }

    @Test("The server that forwards is not taken for the relay of those who name none")
    func relayOfGroups() throws {
        let text = Self.text("topology: sfu, sfu: hub").replacing(
            "network: fttc }",
            with: "network: fttc, route: turn-udp }"
        )
        #expect(try Reading.read(text).scenario.patients.first?.relay == 0)
    }

    @Test("Error correction that calls over a unit do not have is warned of where it is asked for")
    func errorCorrection() throws {
        func warnings(_ topology: String, _ video: String) throws -> [String] {
            let text = Self.text("count: 200, topology: \(topology)", "media: { video: { codec: vp8\(video) } }\n")
            return try Reading.read(text).warnings.map(\.description).filter { $0.contains("media.video.fec") }
        }
        #expect(try warnings("sfu", ", fec: true").count == 1)
        #expect(try warnings("sfu", ", fec: true").first?.contains("clinic.yaml:6:") == true)
        #expect(try warnings("sfu", "").isEmpty)
        #expect(try warnings("sfu", ", fec: false").isEmpty)
        #expect(try warnings("direct", ", fec: true").isEmpty)
    }
}
