import RTPWire
import Testing
import Units

/// Each packet laid out by hand from its RFC or draft.
@Suite("RTCP packets byte by byte")
struct RTCPKnownBytesTests {
    static let block = ReportBlock(
        ssrc: 0x0102_0304,
        fractionLost: 0x40,
        cumulativeLost: -2,
        extendedHighestSequenceNumber: 0x0001_FFFE,
        jitter: 0x11,
        lastSenderReport: 0x2233_4455,
        delaySinceLastSenderReport: 0x0001_8000
    )
    static let blockBytes: [UInt8] = [
        1, 2, 3, 4, 0x40, 0xFF, 0xFF, 0xFE, 0, 1, 0xFF, 0xFE, 0, 0, 0, 0x11, 0x22, 0x33, 0x44, 0x55, 0, 1, 0x80, 0,
    ]

    private func check(_ packet: RTCPPacket, _ bytes: [UInt8]) throws {
        #expect(packet.serialised() == bytes)
        #expect(packet.length == bytes.count)
        #expect(try RTCPPacket.parse(bytes) == [packet])
    }

    @Test("A sender report carries NTP time, RTP time, counts and blocks (RFC 3550, 6.4.1)")
    func senderReport() throws {
        let report = SenderReport(
            ssrc: 0xAABB_CCDD,
            ntpTime: 0x0102_0304_0506_0708,
            rtpTimestamp: 9,
            packetCount: 10,
            octetCount: 11,
            reportBlocks: [Self.block]
        )
        let head: [UInt8] = [0x81, 200, 0, 12, 0xAA, 0xBB, 0xCC, 0xDD, 1, 2, 3, 4, 5, 6, 7, 8]
        try check(.senderReport(report), head + [0, 0, 0, 9, 0, 0, 0, 10, 0, 0, 0, 11] + Self.blockBytes)
    }

    @Test("A receiver report carries blocks only, and may carry none (RFC 3550, 6.4.2)")
    func receiverReport() throws {
        try check(
            .receiverReport(ReceiverReport(ssrc: 5, reportBlocks: [Self.block])),
            [0x81, 201, 0, 7, 0, 0, 0, 5] + Self.blockBytes
        )
        try check(.receiverReport(ReceiverReport(ssrc: 5, reportBlocks: [])), [0x80, 201, 0, 1, 0, 0, 0, 5])
    }

    @Test("A description ends with one to four zeros (RFC 3550, 6.5)")
    func description() throws {
        let ends: [(String, [UInt8])] = [
            ("", [1, 0, 0, 0]), ("a", [1, 1, 97, 0]), ("ab", [1, 2, 97, 98, 0, 0, 0, 0]),
            ("abc", [1, 3, 97, 98, 99, 0, 0, 0]), ("abcd", [1, 4, 97, 98, 99, 100, 0, 0]),
        ]
        for (name, item) in ends {
            let head: [UInt8] = [0x81, 202, 0, UInt8(1 + item.count / 4), 0, 0, 0, 7]
            try check(.sourceDescription(SourceDescription(ssrc: 7, canonicalName: name)), head + item)
        }
    }

    @Test("A name that is too long is cut between characters")
    func longName() throws {
        // 254 bytes of one, then a character of two bytes across the limit of 255.
        let name = String(repeating: "n", count: 254) + "é"
        let packet = RTCPPacket.sourceDescription(SourceDescription(ssrc: 7, canonicalName: name))
        let bytes = packet.serialised()
        #expect(bytes.count == packet.length)
        let cut = SourceDescription(ssrc: 7, canonicalName: String(repeating: "n", count: 254))
        #expect(try RTCPPacket.parse(bytes) == [.sourceDescription(cut)])
    }

    @Test("BYE, PLI and FIR are as their RFCs draw them")
    func requests() throws {
        try check(.goodbye(ssrcs: [1, 2]), [0x82, 203, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2])
        // A reason may follow; it is not kept.
        #expect(try RTCPPacket.parse([0x81, 203, 0, 2, 0, 0, 0, 1, 3, 98, 121, 101]) == [.goodbye(ssrcs: [1])])
        try check(
            .pictureLossIndication(PictureLossIndication(senderSSRC: 1, mediaSSRC: 2)),
            [0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]
        )
        try check(
            .fullIntraRequest(FullIntraRequest(senderSSRC: 1, mediaSSRC: 2, commandSequenceNumber: 9)),
            [0x84, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 9, 0, 0, 0]
        )
    }

    @Test("REMB holds eighteen bits of rate and six of exponent (draft-alvestrand-rmcat-remb-03)")
    func estimate() throws {
        let head: [UInt8] = [0x8F, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, 82, 69, 77, 66]
        // 1 Mbit/s = 250,000 x 4: exponent 2.
        let remb = ReceiverEstimatedMaximumBitrate(senderSSRC: 1, bitrate: .kilobitsPerSecond(1_000), ssrcs: [2])
        try check(.remb(remb), head + [1, 2 << 2 | 3, 0xD0, 0x90, 0, 0, 0, 2])
        // The largest rate that 63 bits hold, and one that they do not.
        let largest: [UInt8] = [0, 45 << 2 | 3, 0xFF, 0xFF]
        let short = head.prefix(3) + [4] + head.dropFirst(4)
        #expect(try RTCPPacket.parse(Array(short) + largest).count == 1)
        #expect(throws: RTCPError.malformed(packetType: 206)) {
            try RTCPPacket.parse(Array(short) + [0, 46 << 2 | 3, 0xFF, 0xFF])
        }
    }
}
