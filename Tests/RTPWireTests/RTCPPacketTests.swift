import RTPWire
import TestSupport
import Testing
import Units

@Suite("RTCP packets on the wire")
struct RTCPPacketTests {
    @Test("Any packet comes back as it was, and its length is known without writing it")
    func roundTrip() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<3_000 {
            let packet = random.rtcpPacket()
            let bytes = packet.serialised()
            #expect(bytes.count == packet.length)
            #expect(bytes.count % 4 == 0)
            #expect(try RTCPPacket.parse(bytes) == [packet])
        }
    }

    @Test("A compound of several packets comes back in order")
    func compound() throws {
        var random = SplitMix64(seed: 12)
        for _ in 0..<300 {
            let packets = (0..<Int.random(in: 1...5, using: &random)).map { _ in random.rtcpPacket() }
            #expect(try RTCPPacket.parse(RTCPPacket.serialise(packets)) == packets)
        }
    }

    @Test("Every truncation of a packet is a typed error")
    func truncation() {
        var random = SplitMix64(seed: 13)
        for _ in 0..<300 {
            let bytes = random.rtcpPacket().serialised()
            for length in 0..<bytes.count {
                #expect(throws: RTCPError.self) { try RTCPPacket.parse(Array(bytes[..<length])) }
            }
        }
    }

    @Test("Any bytes are packets or a typed error, never a crash")
    func noise() {
        var random = SplitMix64(seed: 14)
        var parsed = 0
        for _ in 0..<20_000 {
            let words = Int.random(in: 1...20, using: &random)
            var bytes = random.bytes(4 * words)
            bytes[0] = bytes[0] & 0x3F | 0x80
            bytes[1] = UInt8.random(in: 199...207, using: &random)
            bytes[2] = 0
            bytes[3] = UInt8(words - 1)
            if (try? RTCPPacket.parse(bytes)) != nil { parsed += 1 }
        }
        #expect(parsed > 0)
    }

    @Test("Lost packets within sixteen of the first share a pair of PID and BLP")
    func nack() throws {
        let nack = GenericNACK(senderSSRC: 1, mediaSSRC: 2, sequenceNumbers: [65_534, 65_535, 14, 15])
        let bytes = RTCPPacket.genericNACK(nack).serialised()
        #expect(
            bytes == [0x81, 205, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0xFF, 0xFE, 0x80, 0x01, 0x00, 0x0F, 0, 0]
        )
        #expect(try RTCPPacket.parse(bytes) == [.genericNACK(nack)])
    }

    @Test("Feedback packs runs, one-bit and two-bit vectors as the draft lays them out")
    func feedbackChunks() {
        func chunks(_ deltas: [Int16?]) -> [UInt8] {
            let feedback = TransportFeedback(
                senderSSRC: 1,
                mediaSSRC: 2,
                baseSequenceNumber: 3,
                feedbackPacketCount: 4,
                referenceTime: 5,
                arrivalDeltas: deltas
            )
            return Array(RTCPPacket.transportFeedback(feedback).serialised().dropFirst(12))
        }
        let fixed: [UInt8] = [0, 3, 0, 20, 0, 0, 5, 4]
        // Twenty small deltas: a run of 20 with symbol 1, then the deltas and two bytes of padding.
        #expect(
            chunks(Array(repeating: 8, count: 20)) == fixed + [0x20, 20] + Array(repeating: 8, count: 20) + [0, 2]
        )
        // Small and missing in turn: one vector of fourteen.
        let alternating: [Int16?] = (0..<14).map { $0 % 2 == 0 ? 1 : nil }
        #expect(chunks(alternating).dropFirst(8).prefix(2) == [0b1010_1010, 0b1010_1010])
        // A large delta among others: two bits each.
        #expect(chunks([1, nil, -1]).dropFirst(8) == [0b1101_0010, 0, 1, 0xFF, 0xFF, 0, 0, 3])
    }

    @Test("An unknown packet in a compound is skipped, a reserved symbol is not")
    func unknown() throws {
        let application: [UInt8] = [0x80, 204, 0, 2, 0, 0, 0, 1, 65, 66, 67, 68]
        let goodbye = RTCPPacket.goodbye(ssrcs: [7])
        #expect(try RTCPPacket.parse(application + goodbye.serialised()) == [goodbye])
        let reserved: [UInt8] = [0x8F, 205, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 3, 0, 1, 0, 0, 5, 4, 0x60, 1, 0, 0]
        #expect(throws: RTCPError.malformed(packetType: 205)) { try RTCPPacket.parse(reserved) }
    }

    @Test("A datagram's size counts RTP or RTCP, protection, UDP and IP once")
    func wireSize() {
        let header = RTPHeader(
            marker: true,
            payloadType: 111,
            sequenceNumber: 1,
            timestamp: 2,
            ssrc: 3,
            transportSequenceNumber: 4
        )
        let audio = RTPPacket(
            header: header,
            descriptor: .opus(OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)),
            payload: .described(length: 80, frame: 0)
        )
        #expect(Datagram.rtp(audio).wireSize == DataSize(bytes: 20 + 80 + 10 + 28))
        let request = RTCPPacket.pictureLossIndication(PictureLossIndication(senderSSRC: 1, mediaSSRC: 2))
        #expect(Datagram.rtcp([request, request]).wireSize == DataSize(bytes: 24 + 14 + 28))
        let check = ControlMessage(kind: .stunBindingRequest, transaction: 1, length: 100)
        #expect(Datagram.control(check).wireSize == DataSize(bytes: 128))
    }
}
