import Foundation
import RTPWire
import Testing
import Units

@Suite(
    "Captures in Wireshark",
    .enabled(if: Tshark.isInstalled, "tshark is not installed: apt-get install tshark")
)
struct TsharkTests {
    /// Loss and two seconds without a line ask for many repairs.
    private static let scenario = DeterminismTests.scenario(count: 1, length: "10 s", size: "96x64")
        .replacingOccurrences(of: "at 3 s: { up: { rate: 120 kbit/s } }", with: "at 3 s: { outage: 2 s }")

    private struct Event: Decodable {
        let at: String
        let event: String
        let packet: Int?
        let stream: String?
        let payload_type: Int?
        let seq: Int?
        let rtp_time: Int?
        let bytes: Int?
        let reports: [String]?
    }

    @Test("Each capture holds what passed its end, in order, and Wireshark finds nothing wrong with it")
    func captures() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Self.scenario, to: "s.yaml")
        let binary = try Binary.fastest()
        _ = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("run")])
        let outcome = try binary.run(["replay", workspace.file("run"), "--call", "1", "--quiet"])
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        let events = try workspace.text("run/call-1/events.ndjson").split(separator: "\n").map {
            try JSONDecoder().decode(Event.self, from: Data($0.utf8))
        }
        var sent: [Int: Event] = [:]
        for event in events where event.event == "packet_sent" { sent[event.packet ?? 0] = event }
        for end in ["clinician", "patient"] {
            let capture = workspace.file("run/call-1/\(end).pcap")
            #expect(try Tshark.fields(["frame.number"], of: capture, filter: Tshark.complaints) == [])
            let passed = events.filter { $0.at == end && ["packet_sent", "packet_arrived"].contains($0.event) }
                .compactMap { sent[$0.packet ?? 0] }
            try compare(passed, capture)
        }
    }

    private func compare(_ passed: [Event], _ capture: String) throws {
        let fields = ["rtp.p_type", "rtp.seq", "rtp.timestamp", "rtcp.pt", "ip.len", "_ws.col.Protocol"]
        let rows = try Tshark.fields(fields, of: capture)
        try #require(rows.count == passed.count)
        var kinds: Set<String> = []
        for (row, event) in zip(rows, passed) {
            switch event.stream {
            case "rtcp":
                let types = (event.reports ?? []).compactMap { Self.packetTypes[$0] }
                #expect(row[3] == types.joined(separator: ","))
                #expect(Int(row[4]) == event.bytes.map { $0 - Int(Datagram.srtcpOverhead) })
                kinds.formUnion(event.reports ?? [])
            case "stun", "dtls":
                #expect(row[5].lowercased().hasPrefix(event.stream ?? ""))
                #expect(Int(row[4]) == event.bytes)
            default:
                #expect(Int(row[0]) == event.payload_type)
                #expect(Int(row[1]) == event.seq)
                #expect(Int(row[2]) == event.rtp_time)
                #expect(Int(row[4]) == event.bytes.map { $0 - Int(Datagram.srtpOverhead) })
                kinds.insert(event.stream ?? "")
            }
        }
        #expect(kinds.isSuperset(of: ["audio", "video", "video_rtx", "SR", "SDES", "NACK", "TWCC"]))
    }

    private static let packetTypes = [
        "SR": "200", "RR": "201", "SDES": "202", "BYE": "203", "NACK": "205", "TWCC": "205", "PLI": "206",
        "FIR": "206", "REMB": "206",
    ]

    @Test("Every kind of RTCP packet is dissected as what it is")
    func dissection() throws {
        let block = ReportBlock(
            ssrc: 7,
            fractionLost: 3,
            cumulativeLost: -5,
            extendedHighestSequenceNumber: 70_000,
            jitter: 9,
            lastSenderReport: 0,
            delaySinceLastSenderReport: 0
        )
        let feedback = TransportFeedback(
            senderSSRC: 1,
            mediaSSRC: 2,
            baseSequenceNumber: 65_530,
            feedbackPacketCount: 4,
            referenceTime: 0x0001_0203,
            arrivalDeltas: [1, nil, 255, -1, 256, nil, nil] + Array(repeating: 8, count: 30) + [nil, 4]
        )
        let report = SenderReport(
            ssrc: 1,
            ntpTime: 1 << 40,
            rtpTimestamp: 2,
            packetCount: 3,
            octetCount: 4,
            reportBlocks: [block]
        )
        let packets: [RTCPPacket] = [
            .senderReport(report), .receiverReport(ReceiverReport(ssrc: 1, reportBlocks: [block, block])),
            .sourceDescription(SourceDescription(ssrc: 1, canonicalName: "clinician")),
            .genericNACK(GenericNACK(senderSSRC: 1, mediaSSRC: 2, sequenceNumbers: [100, 101, 116, 117, 200])),
            .pictureLossIndication(PictureLossIndication(senderSSRC: 1, mediaSSRC: 2)),
            .fullIntraRequest(FullIntraRequest(senderSSRC: 1, mediaSSRC: 2, commandSequenceNumber: 9)),
            .transportFeedback(feedback),
            .remb(ReceiverEstimatedMaximumBitrate(senderSSRC: 1, bitrate: .kilobitsPerSecond(1_000), ssrcs: [2, 3])),
            .goodbye(ssrcs: [1]),
        ]
        let workspace = try Workspace()
        var capture = PacketCapture(epochSeconds: 0)
        var bytes = PacketCapture.fileHeader
        let (one, other) = (UDPAddress(host: 0xC000_0201, port: 50_000), UDPAddress(host: 0xC000_0202, port: 50_002))
        // Each by itself, then all in one compound.
        for datagram in packets.map({ [$0] }) + [packets] {
            capture.append(RTCPPacket.serialise(datagram), from: one, to: other, at: .start, to: &bytes)
        }
        try Data(bytes).write(to: URL(filePath: workspace.file("rtcp.pcap")))
        let file = workspace.file("rtcp.pcap")
        #expect(try Tshark.fields(["frame.number"], of: file, filter: Tshark.complaints) == [])
        let fields = [
            "rtcp.pt", "rtcp.rtpfb.fmt", "rtcp.psfb.fmt", "rtcp.rtpfb.nack_pid", "rtcp.rtpfb.transportcc.statuscount",
            "rtcp.psfb.remb.fci.br_mantissa", "rtcp.sdes.text", "rtcp.ssrc.cum_nr",
        ]
        let rows = try Tshark.fields(fields, of: file)
        #expect(
            rows.map { $0[0] } == ["200", "201", "202", "205", "206", "206", "205", "206", "203"] + [
                "200,201,202,205,206,206,205,206,203"
            ]
        )
        #expect(rows[9][1] == "1,15" && rows[9][2] == "1,4,15")
        #expect(rows[3][3] == "100,101,116,117,200")
        #expect(rows[6][4] == "39")
        #expect(rows[7][5] == "250000")
        #expect(rows[2][6] == "clinician")
        #expect(rows[0][7] == "-5")
    }
}
