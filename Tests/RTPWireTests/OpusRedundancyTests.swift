import RTPWire
import Testing

@Suite("Opus in RED, and the time of sending")
struct OpusRedundancyTests {
    private static let header: [UInt8] = [0x80, 63, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]
    /// CELT fullband, 20 ms, one frame (RFC 6716, table 2: configuration 31).
    private static let contents: UInt8 = 31 << 3

    private func parse(_ payload: [UInt8]) throws -> RTPPacket { try RTPPacket(parsing: Self.header + payload) }

    @Test("The headers are those of RFC 2198, section 3: type, 14 bits of offset, 10 bits of length")
    func knownBytes() throws {
        let opus = OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)
        let packet = RTPPacket(
            header: RTPHeader(marker: false, payloadType: 63, sequenceNumber: 1, timestamp: 2, ssrc: 3),
            descriptor: .opusRED(
                OpusRedundancy(
                    blockType: 111,
                    primary: opus,
                    blocks: [
                        .init(timestampOffset: 960, descriptor: opus, payload: .bytes([Self.contents, 7, 8]))
                    ]
                )
            ),
            payload: .bytes([Self.contents, 9, 10, 11])
        )
        // 960 is 0x3C0: with two bits of length behind it 0x0F00.
        let body: [UInt8] = [0x80 | 111, 0x0F, 0x00, 3, 111, Self.contents, 7, 8, Self.contents, 9, 10, 11]
        #expect(packet.serialised() == Self.header + body)
        #expect(packet.length == packet.serialised().count)
        #expect(try parse(body) == packet)
    }

    @Test("Blocks of another type, too many of them, and lengths beyond the packet are typed errors")
    func hostile() {
        #expect(throws: RTPError.unsupportedRedundancy) { try parse([0x80 | 110, 0x0F, 0, 1, 111, 1, 2]) }
        #expect(throws: RTPError.unsupportedRedundancy) { try parse([96, 1, 2]) }
        #expect(throws: RTPError.truncated) { try parse([0x80 | 111, 0x0F, 3, 255, 111, 1, 2]) }
        #expect(throws: RTPError.truncated) { try parse([0x80 | 111, 0x0F]) }
        #expect(throws: RTPError.truncated) { try parse([111]) }
        let many = Array(repeating: [0x80 | 111, 0, 0, 0] as [UInt8], count: 40).flatMap { $0 }
        #expect(throws: RTPError.unsupportedRedundancy) { try parse(many + [111, 1]) }
    }

    @Test("An empty copy is passed over")
    func empty() throws {
        guard case .opusRED(let redundancy) = try parse([0x80 | 111, 0x0F, 0, 0, 111, Self.contents]).descriptor else {
            Issue.record("no RED")
            return
        }
        #expect(redundancy.blocks.isEmpty)
    }

    @Test("The time of sending takes one element of three bytes; beside a transport-wide number it is passed over")
    func sendTime() throws {
        var packet = RTPPacket(
            header: RTPHeader(marker: false, payloadType: 111, sequenceNumber: 1, timestamp: 2, ssrc: 3),
            descriptor: .opus(OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)),
            payload: .bytes([Self.contents, 1, 2])
        )
        packet.header.absoluteSendTime = 0x01_02_03
        #expect(packet.serialised()[12..<20] == [0xBE, 0xDE, 0, 1, 0x22, 1, 2, 3])
        #expect(try RTPPacket(parsing: packet.serialised()) == packet)
        packet.header.transportSequenceNumber = nil
        #expect(packet.header.absoluteSendTime == 0x01_02_03)
        var bytes = packet.serialised()
        bytes[12..<20] = [0xBE, 0xDE, 0, 2, 0x22, 1, 2, 3, 0x31, 4, 5, 0]
        packet.header.transportSequenceNumber = 0x0405
        #expect(packet.header.absoluteSendTime == nil)
        #expect(try RTPPacket(parsing: bytes) == packet)
        bytes[12..<24] = [0xBE, 0xDE, 0, 2, 0x31, 4, 5, 0x22, 1, 2, 3, 0]
        #expect(try RTPPacket(parsing: bytes) == packet)
    }
}
