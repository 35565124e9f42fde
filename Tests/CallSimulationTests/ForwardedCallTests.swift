import MediaTransport
import QualityModels
import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

/// Calls whose parties both send to a selective forwarding unit.
@Suite("Calls over a forwarding unit")
struct ForwardedCallTests {
    private static let lan = "delay: 5 ms"

    private static func planner(
        count: Int = 1,
        up: String = lan,
        down: String = lan,
        topology: String = "topology: sfu, sfu: hub",
        hub: String = "like: sfu",
        patient: String = "",
        picture: String = "size: 96x64, frame_rate: 15, bitrate: { start: 150 kbit/s, max: 300 kbit/s }, source: calm",
        length: String = "15 s",
        others: String = "",
        event: String = ""
    ) throws -> CallPlanner {
        let text = """
            rehearsal: 1
            name: forwarded
            seed: 6
            consultations: { count: \(count), length: \(length), starts: { every: 1 s }, \(topology) }
            relays: { hub: { \(hub) }\(others) }
            clinicians: [{ name: c, network: lan }]
            patients: [{ name: p, network: line\(patient) }]
            media:
              audio: { fec: false }
              video: { codec: vp8, \(picture) }
            networks:
              lan: { up: { delay: 5 ms }, down: { delay: 5 ms } }
              line: { up: { \(up) }, down: { \(down) }\(event) }
            """
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "forwarded").scenario
        return CallPlanner(scenario, library: MediaLibrary(for: scenario))
    }

    private static func run(_ planner: CallPlanner) throws -> [CallResult] {
        guard let plan = planner.partitionPlan(0) else {
            let result = try MediaCall(planner.plan(of: 1), keepsSeries: true).run { _ in true }
            return [try #require(result)]
        }
        let result = try Partition(plan, call: planner.plan(of:), keepsSeries: { _ in true }).run(continues: { true })
        return try #require(result).calls
    }

    private static func call(_ planner: CallPlanner) throws -> CallResult {
        let calls = try run(planner)
        return try #require(calls.first)
    }

    private static func metric(_ name: String, _ call: CallResult, to party: Party) throws -> Double {
        try #require(call.record.direction(to: party)?.metrics[name])
    }

    @Test("A clean call is usable both ways, and its delay is that of both legs")
    func clean() throws {
        let call = try Self.call(Self.planner(topology: "topology: sfu"))
        #expect(call.record.outcome == .completedVideo)
        #expect(call.record.metrics["consultation.usable"] == 1)
        for party in Party.allCases {
            #expect(try Self.metric("call.packet_loss", call, to: party) == 0)
            #expect(try Self.metric("call.residual_loss", call, to: party) == 0)
        }
        // Two legs of 5 + 5 ms there and back, and what the pacers hold reports up.
        let roundTrip = try #require(call.record.metrics["call.round_trip_time"])
        #expect((20...26).contains(roundTrip))
    }

    @Test("A far unit's detour counts once each way")
    func detour() throws {
        func mouthToEar(_ hub: String) throws -> Double {
            try Self.metric("audio.mouth_to_ear", Self.call(Self.planner(hub: hub)), to: .patient)
        }
        let (near, far) = (try mouthToEar("like: sfu"), try mouthToEar("like: sfu, delay: 40 ms"))
        #expect(abs(far - near - 40) < 2)
    }

    @Test("What is lost on the way up is repaired there, so that the far leg misses no picture of it")
    func repairUpwards() throws {
        let call = try Self.call(Self.planner(up: "delay: 5 ms, loss: 5 %", topology: "topology: sfu"))
        let lost = try Self.metric("call.packet_loss", call, to: .clinician)
        let residual = try Self.metric("call.residual_loss", call, to: .clinician)
        #expect((0.02...0.08).contains(lost))
        // Sound is not asked for again, pictures are.
        #expect(residual < lost && residual > 0)
        #expect(try Self.number("packetsLost", of: "inbound-rtp.video", call, at: .clinician) <= 1)
        #expect(try Self.number("nackCount", of: "outbound-rtp.video", call, at: .patient) > 5)
        #expect(try Self.metric("call.packet_loss", call, to: .patient) == 0)
    }

    @Test("What is lost on the way down the unit sends again itself, without asking the sender")
    func repairDownwards() throws {
        let call = try Self.call(Self.planner(down: "delay: 5 ms, loss: 5 %", topology: "topology: sfu"))
        let lost = try Self.metric("call.packet_loss", call, to: .patient)
        #expect((0.02...0.08).contains(lost))
        #expect(try Self.metric("call.residual_loss", call, to: .patient) < lost)
        let lostVideo = try Self.number("packetsLost", of: "inbound-rtp.video", call, at: .patient)
        let resent = try Self.number("retransmittedPacketsReceived", of: "inbound-rtp.video", call, at: .patient)
        #expect(lostVideo > 5)
        #expect(resent >= lostVideo)
        // The clinician, whose own leg loses nothing, hears of no loss and resends nothing.
        #expect(try Self.number("nackCount", of: "outbound-rtp.video", call, at: .clinician) == 0)
    }

    @Test("A slow leg of the receiver's lowers what the sender sends")
    func slowReceiver() throws {
        func bitrate(_ down: String) throws -> Double {
            let picture = "size: 320x180, frame_rate: 30, bitrate: { start: 300 kbit/s, max: 600 kbit/s }, source: busy"
            let planner = try Self.planner(down: down, picture: picture, length: "30 s")
            return try Self.metric("video.bitrate", Self.call(planner), to: .patient)
        }
        let wide = try bitrate(Self.lan)
        let narrow = try bitrate("delay: 5 ms, rate: 250 kbit/s, queue: 200 ms")
        #expect(narrow < 250_000)
        #expect(wide > narrow * 1.5)
    }

    @Test("What was sent before the other party stood is not missing, unless it never came")
    func early() throws {
        let late = try Self.call(Self.planner(up: "delay: 400 ms", topology: "topology: sfu"))
        #expect(try Self.metric("call.residual_loss", late, to: .patient) == 0)
        let never = try Self.call(Self.planner(up: "delay: 5 ms, loss: 100 %", topology: "topology: sfu"))
        #expect(try Self.metric("call.residual_loss", never, to: .patient) == 1)
    }

    @Test("A unit behind a dead leg leaves nothing that reads as fine")
    func deadLeg() throws {
        let call = try Self.call(Self.planner(down: "delay: 5 ms, loss: 100 %", topology: "topology: sfu"))
        #expect(call.record.outcome == .failed)
        #expect(call.record.metrics["consultation.usable"] == 0)
    }

    @Test("A leg that dies in the middle is all missing, whatever was repaired elsewhere")
    func diesInTheMiddle() throws {
        let event = ", at 8 s: { down: { outage: 20 s } }"
        let call = try Self.call(Self.planner(topology: "topology: sfu", event: event))
        #expect(call.record.metrics["consultation.usable"] == 0)
        #expect(try Self.metric("call.residual_loss", call, to: .patient) > 0.3)
        #expect(try Self.metric("call.residual_loss", call, to: .clinician) < 0.01)
    }

    @Test("A server that is asked for more than it can serve fails all its calls at once")
    func cliff() throws {
        func usable(_ cost: String) throws -> [Double] {
            let hub = "like: sfu, workers: 1, cost_per_packet: \(cost)"
            return try Self.run(Self.planner(count: 3, hub: hub, length: "12 s"))
                .compactMap { $0.record.metrics["consultation.usable"] }
        }
        #expect(try usable("100 us") == [1, 1, 1])
        #expect(try usable("3 ms") == [0, 0, 0])
    }

    @Test("A party reaches the unit over its relay as well, by datagrams or by a connection")
    func overRelays() throws {
        for route in ["turn-udp", "turn-tcp", "turn-tls"] {
            let planner = try Self.planner(
                patient: ", route: \(route), relay: turn",
                others: ", turn: { like: turn }"
            )
            let call = try Self.call(planner)
            #expect(call.record.outcome == .completedVideo, "\(route)")
            #expect(try Self.metric("call.residual_loss", call, to: .clinician) == 0, "\(route)")
            // The first window has the wait for a way through; R 70 is MOS 3.6.
            let scores = try #require(call.record.direction(to: .clinician)?.windows["audio.mos"])
            #expect(try #require(scores.last) > 3.6, "\(route)")
        }
    }

    private static func number(_ member: String, of object: String, _ call: CallResult, at party: Party) throws -> Int64
    {
        let line = try #require(call.series.last { $0.at == party })
        guard case .object(let members)? = line.statistics[object] else {
            throw FormatError(line: 1, message: "no \(object)")
        }
        guard case .number(let number)? = members[member] else { throw FormatError(line: 1, message: "no \(member)") }
        return Int64(number.value)
    }
}
