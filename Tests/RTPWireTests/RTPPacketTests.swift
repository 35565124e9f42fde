import RTPWire
import TestSupport
import Testing
import Units

@Suite("RTP packets on the wire")
struct RTPPacketTests {
    @Test("A VP8 retransmission with extension and padding has the bytes the RFCs give")
    func knownBytes() throws {
        let packet = RTPPacket(
            header: RTPHeader(
                marker: true,
                payloadType: 97,
                sequenceNumber: 0x1234,
                timestamp: 0x0102_0304,
                ssrc: 0xAABB_CCDD,
                transportSequenceNumber: 0x0506
            ),
            originalSequenceNumber: 0x0708,
            descriptor: .vp8(VP8Descriptor(startsFrame: true, pictureID: 0x1122, isKeyFrame: true)),
            payload: .bytes([0x50, 0x60]),
            paddingLength: 2
        )
        let bytes: [UInt8] = [
            0xB0, 0xE1, 0x12, 0x34, 1, 2, 3, 4, 0xAA, 0xBB, 0xCC, 0xDD,
            0xBE, 0xDE, 0, 1, 0x31, 5, 6, 0,
            7, 8, 0x90, 0x80, 0x91, 0x22, 0x50, 0x60, 0, 2,
        ]
        #expect(packet.serialised() == bytes)
        #expect(try RTPPacket(parsing: bytes) == packet)
    }

    @Test("Any packet comes back as it was, and takes as many bytes as it says")
    func roundTrip() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<2_000 {
            let packet = random.rtpPacket()
            let bytes = packet.serialised()
            #expect(bytes.count == packet.length)
            #expect(try RTPPacket(parsing: bytes) == packet)
        }
    }

    @Test("A described payload takes its place on the wire and keeps the key-frame flag")
    func described() throws {
        for isKeyFrame in [true, false] {
            let descriptor = PayloadDescriptor.vp8(
                VP8Descriptor(startsFrame: true, pictureID: 7, isKeyFrame: isKeyFrame)
            )
            let packet = RTPPacket(
                header: RTPHeader(marker: false, payloadType: 96, sequenceNumber: 1, timestamp: 2, ssrc: 3),
                descriptor: descriptor,
                payload: .described(length: 100, frame: 9)
            )
            let parsed = try RTPPacket(parsing: packet.serialised())
            #expect(parsed.length == packet.length)
            #expect(parsed.descriptor == descriptor)
        }
    }

    @Test("Cutting into headers or descriptor is a typed error")
    func truncation() throws {
        var random = SplitMix64(seed: 2)
        for _ in 0..<300 {
            var packet = random.rtpPacket()
            guard packet.descriptor != .padding else { continue }
            packet.paddingLength = 0
            let bytes = packet.serialised()
            let headers = packet.length - packet.payload.length
            // Exactly at the end of the header an empty payload is padding, which is legal.
            for length in 0..<headers where length != packet.header.length {
                #expect(throws: RTPError.self) { try RTPPacket(parsing: Array(bytes[..<length])) }
            }
        }
    }

    @Test("Any bytes are a packet or a typed error, never a crash")
    func noise() {
        var random = SplitMix64(seed: 3)
        var parsed = 0
        for _ in 0..<20_000 {
            var bytes = random.bytes(Int.random(in: 0...60, using: &random))
            if bytes.count > 1 {
                bytes[0] = bytes[0] & 0x3F | 0x80
                let type = UInt8.random(in: 94...122, using: &random)
                bytes[1] = bytes[1] & 0x80 | (type == 94 ? PayloadTypes.chromium.opusRED : type)
            }
            if (try? RTPPacket(parsing: bytes)) != nil { parsed += 1 }
        }
        #expect(parsed > 0)
    }

    @Test("Version, padding and payload type are checked")
    func errors() {
        #expect(throws: RTPError.unsupportedVersion(1)) {
            try RTPPacket(parsing: [0x40] + Array(repeating: 0, count: 20))
        }
        let header: [UInt8] = [0xA0, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]
        #expect(throws: RTPError.invalidPadding(9)) { try RTPPacket(parsing: header + [1, 9]) }
        #expect(throws: RTPError.unknownPayloadType(50)) {
            try RTPPacket(parsing: [0x80, 50, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1])
        }
    }

    @Test("Opus says its length, its redundancy and its silence without being decoded")
    func opus() throws {
        func descriptor(_ payload: [UInt8]) throws -> PayloadDescriptor {
            try RTPPacket(parsing: [0x80, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3] + payload).descriptor
        }
        // Hybrid fullband, 20 ms (configuration 15): one VAD flag, then the LBRR flag.
        let redundant = OpusDescriptor(sampleCount: 960, hasInBandFEC: true, isDTX: false)
        #expect(try descriptor([15 << 3, 0b1100_0000, 1, 2]) == .opus(redundant))
        let plain = OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)
        #expect(try descriptor([15 << 3, 0b1000_0000, 1, 2]) == .opus(plain))
        // SILK wideband, 60 ms (configuration 11): the LBRR flag comes fourth.
        let long = OpusDescriptor(sampleCount: 2_880, hasInBandFEC: true, isDTX: false)
        #expect(try descriptor([11 << 3, 0b0001_0000, 1, 2]) == .opus(long))
        let silent = OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: true)
        #expect(try descriptor([31 << 3]) == .opus(silent))
    }
}
