import RTPWire
import Testing

@Suite("Distances of references")
struct ReferenceDistancesTests {
    @Test("Up to three distances come back in their order, and equality minds how many there are")
    func order() {
        for distances in [[], [1], [0], [127, 1], [0, 0], [3, 255, 0], [1, 2, 3]] as [[UInt8]] {
            let packed = ReferenceDistances(distances)
            #expect(Array(packed) == distances)
            #expect(packed.count == distances.count)
        }
        #expect(ReferenceDistances([0]) != ReferenceDistances([0, 0]))
        #expect(ReferenceDistances(7) == [7])
    }
}

@Suite("A packet as one reference")
struct PacketValueTests {
    @Test("A copy keeps its fields when the packet it was copied from is changed")
    func copies() {
        var packet = RTPPacket(
            header: RTPHeader(marker: false, payloadType: 96, sequenceNumber: 1, timestamp: 2, ssrc: 3),
            descriptor: .vp8(VP8Descriptor(startsFrame: true, pictureID: 4, isKeyFrame: false)),
            payload: .described(length: 10, frame: 5)
        )
        let copy = packet
        packet.header.sequenceNumber = 9
        packet.originalSequenceNumber = 8
        packet.redBlockType = 7
        packet.descriptor = .padding
        packet.payload = .described(length: 0, frame: 0)
        packet.paddingLength = 6
        #expect(copy.header.sequenceNumber == 1 && copy.originalSequenceNumber == nil && copy.redBlockType == nil)
        #expect(copy.payload.length == 10 && copy.paddingLength == 0 && copy.length == 26)
        #expect(packet.length == 12 + 2 + 1 + 6)
        #expect(packet != copy)
    }
}
