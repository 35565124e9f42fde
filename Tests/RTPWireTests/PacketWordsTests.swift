import RTPWire
import TestSupport
import Testing

@Suite("Packets in words")
struct PacketWordsTests {
    @Test("A packet gives back what it was made of, with media bytes and without, and is as long either way")
    func givesBack() {
        var random = SplitMix64(seed: 11)
        for _ in 0..<2_000 {
            let packet = random.rtpPacket()
            let payload = Payload.described(length: packet.payload.length, frame: random.uint32())
            var described = packet
            described.payload = payload
            #expect(described.payload == payload)
            #expect(described.descriptor == packet.descriptor)
            #expect(described.kind == packet.descriptor.kind)
            #expect(described.length == packet.length)
            #expect(described.descriptorLength == packet.descriptor.length)
            #expect(described.payloadLength == packet.payload.length)
            described.payload = packet.payload
            #expect(described == packet)
        }
    }

    @Test("A descriptor takes the place of another, and leaves the rest as it was")
    func descriptors() {
        var random = SplitMix64(seed: 12)
        for _ in 0..<2_000 {
            var packet = random.rtpPacket()
            let (before, other) = (packet, random.rtpPacket())
            packet.descriptor = other.descriptor
            #expect(packet.descriptor == other.descriptor)
            #expect(packet.payload == before.payload)
            #expect(packet.header == before.header)
            #expect(packet.length == before.length - before.descriptor.length + other.descriptor.length)
        }
    }

    @Test("Each field of the header and each mark is set by itself, whatever stands beside it")
    func fields() {
        var random = SplitMix64(seed: 13)
        for _ in 0..<2_000 {
            let before = random.rtpPacket()
            let other = random.rtpPacket()
            var packet = before
            packet.header.marker = other.header.marker
            packet.header.payloadType = other.header.payloadType
            #expect(packet.header.sequenceNumber == before.header.sequenceNumber)
            packet.header.sequenceNumber = other.header.sequenceNumber
            #expect(packet.header.timestamp == before.header.timestamp)
            packet.header.timestamp = other.header.timestamp
            #expect(packet.header.ssrc == before.header.ssrc)
            packet.header.ssrc = other.header.ssrc
            packet.header.transportSequenceNumber = 0xFFFF
            #expect(packet.header.transportSequenceNumber == 0xFFFF && packet.header.ssrc == other.header.ssrc)
            packet.header.absoluteSendTime = 0xFF_FFFF
            #expect(packet.header.absoluteSendTime == 0xFF_FFFF && packet.header.transportSequenceNumber == nil)
            packet.header = other.header
            packet.originalSequenceNumber = 0xFFFF
            packet.redBlockType = nil
            packet.paddingLength = 0xFF
            #expect(packet.originalSequenceNumber == 0xFFFF && packet.redBlockType == nil)
            packet.redBlockType = 0xFF
            packet.originalSequenceNumber = other.originalSequenceNumber
            #expect(packet.paddingLength == 0xFF && packet.redBlockType == 0xFF)
            packet.redBlockType = other.redBlockType
            packet.paddingLength = other.paddingLength
            packet.payload = other.payload
            packet.descriptor = other.descriptor
            #expect(packet == other)
        }
    }
}
