import RTPWire
import TestSupport
import Testing

@Suite("RED and ULPFEC")
struct ParityTests {
    static func header(_ sequenceNumber: UInt16, marker: Bool = false, timestamp: UInt32 = 7) -> RTPHeader {
        RTPHeader(
            marker: marker,
            payloadType: 96,
            sequenceNumber: sequenceNumber,
            timestamp: timestamp,
            ssrc: 0xAABB_CCDD,
            transportSequenceNumber: 0
        )
    }

    /// Media of one stream in protected form, of all lengths, with some numbers left out.
    static func media(_ count: Int, random: inout SplitMix64, first: UInt16) -> [RTPPacket] {
        var number = first
        return (0..<count).map { index in
            var media = random.bytes(Int.random(in: 1...300, using: &random))
            let starts = random.flag()
            let isKeyFrame = starts && media[0] & 1 == 0
            defer { number &+= UInt16.random(in: 1...2, using: &random) }
            if !starts { media[0] |= 1 }
            return RTPPacket(
                header: header(number, marker: random.flag(), timestamp: random.uint32()),
                descriptor: .vp8(VP8Descriptor(startsFrame: starts, pictureID: UInt16(index), isKeyFrame: isKeyFrame)),
                payload: .bytes(media),
                paddingLength: random.flag() ? 0 : random.uint8()
            )
        }
    }

    static func described(_ packets: [RTPPacket]) -> [RTPPacket] {
        packets.enumerated().map { index, packet in
            var packet = packet
            packet.payload = .described(length: packet.payload.length, frame: UInt32(index))
            return packet
        }
    }

    static func mask(of packets: [RTPPacket], where chosen: (Int) -> Bool) -> UInt64 {
        packets.enumerated().reduce(0) { mask, element in
            let offset = Int(element.element.header.sequenceNumber &- packets[0].header.sequenceNumber)
            return chosen(element.offset) ? mask | ULPFECDescriptor.bit(offset) : mask
        }
    }

    @Test("A retransmitted RED packet has its numbers in the order of RFC 4588 and RFC 2198")
    func redBytes() throws {
        var header = Self.header(0x1234, marker: true)
        header.payloadType = 119
        header.transportSequenceNumber = nil
        let packet = RTPPacket(
            header: header,
            originalSequenceNumber: 0x0708,
            redBlockType: 96,
            descriptor: .vp8(VP8Descriptor(startsFrame: true, pictureID: 0x1122, isKeyFrame: true)),
            payload: .bytes([0x50, 0x60])
        )
        let bytes: [UInt8] = [
            0x80, 0xF7, 0x12, 0x34, 0, 0, 0, 7, 0xAA, 0xBB, 0xCC, 0xDD,
            7, 8, 96, 0x90, 0x80, 0x91, 0x22, 0x50, 0x60,
        ]
        #expect(packet.serialised() == bytes)
        #expect(try RTPPacket(parsing: bytes) == packet)
    }

    @Test("The parity of two packets has the bytes that RFC 5109 gives")
    func parityBytes() throws {
        var first = Self.header(0x1000, timestamp: 0x0102_0304)
        var second = Self.header(0x1001, marker: true, timestamp: 0x0102_0304)
        first.transportSequenceNumber = nil
        second.transportSequenceNumber = nil
        func packet(_ header: RTPHeader, starts: Bool, _ media: [UInt8]) -> RTPPacket {
            RTPPacket(
                header: header,
                descriptor: .vp8(VP8Descriptor(startsFrame: starts, pictureID: 1, isKeyFrame: false)),
                payload: .bytes(media)
            )
        }
        let media = [packet(first, starts: true, [0x11, 0x22]), packet(second, starts: false, [0x41, 0x02, 0x33])]
        let mask = ULPFECDescriptor.bit(0) | ULPFECDescriptor.bit(1)
        let protection = try #require(Parity.protect(media, mask: mask, hasLongMask: false))
        var header = first
        header.payloadType = 118
        header.sequenceNumber = 0x1002
        let parity = RTPPacket(
            header: header,
            redBlockType: 120,
            descriptor: .ulpfec(protection.descriptor),
            payload: protection.payload
        )
        let bytes: [UInt8] = [
            0x80, 118, 0x10, 0x02, 1, 2, 3, 4, 0xAA, 0xBB, 0xCC, 0xDD,
            120,
            // E L P X CC, M PT, base, time stamp, length 6 ^ 7; protection length 7, mask 1100...
            0, 0x80, 0x10, 0x00, 0, 0, 0, 0, 0, 1,
            0, 7, 0xC0, 0,
            0x10, 0, 0, 0, 0x50, 0x20, 0x33,
        ]
        #expect(parity.serialised() == bytes)
        #expect(try RTPPacket(parsing: bytes) == parity)
    }

    @Test("Any one packet under a mask comes back bit for bit from the others, over lengths, padding and gaps")
    func recovery() throws {
        var random = SplitMix64(seed: 11)
        for round in 0..<300 {
            let media = Self.media(Int.random(in: 1...24, using: &random), random: &random, first: random.uint16())
            let chosen = media.indices.filter { $0 == round % media.count || random.flag() }
            let mask = Self.mask(of: media) { chosen.contains($0) }
            let protection = try #require(Parity.protect(media, mask: mask, hasLongMask: true))
            #expect(protection.descriptor.protectedSequenceNumbers == chosen.map { media[$0].header.sequenceNumber })
            for lost in chosen {
                let recovered = try Parity.recover(
                    media[lost].header.sequenceNumber,
                    ssrc: 0xAABB_CCDD,
                    from: chosen.filter { $0 != lost }.map { media[$0] },
                    descriptor: protection.descriptor,
                    payload: protection.payload
                )
                #expect(recovered == media[lost])
                #expect(recovered.serialised() == media[lost].serialised())
            }
        }
    }

    @Test("Described packets have parity of the same length, and come back whole")
    func describedRecovery() throws {
        var random = SplitMix64(seed: 12)
        for _ in 0..<100 {
            let media = Self.media(Int.random(in: 2...12, using: &random), random: &random, first: random.uint16())
            let described = Self.described(media)
            let mask = Self.mask(of: media) { $0 % 2 == 0 }
            let real = try #require(Parity.protect(media, mask: mask, hasLongMask: true))
            let other = try #require(Parity.protect(described, mask: mask, hasLongMask: true))
            #expect(other.payload.length == real.payload.length)
            var bare = other.descriptor
            bare.describedPackets = []
            #expect(bare == real.descriptor)
            let recovered = try Parity.recover(
                described[0].header.sequenceNumber,
                ssrc: 0xAABB_CCDD,
                from: described.indices.filter { $0 > 0 && $0 % 2 == 0 }.map { described[$0] },
                descriptor: other.descriptor,
                payload: other.payload
            )
            #expect(recovered == described[0])
        }
    }

    @Test("Further RED blocks, an extended parity header, an empty mask and parity cut short are typed errors")
    func errors() {
        let header: [UInt8] = [0x80, 118, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]
        #expect(throws: RTPError.unsupportedRedundancy) {
            try RTPPacket(parsing: header + [0x80 | 96, 0, 0, 1, 96, 0x90, 0x80, 1, 0])
        }
        #expect(throws: RTPError.unsupportedRedundancy) {
            try RTPPacket(parsing: header + [118, 96, 0x90, 0x80, 1, 0])
        }
        #expect(throws: RTPError.truncated) { try RTPPacket(parsing: header + [96]) }
        let parity: [UInt8] = [0, 0x80, 0x10, 0, 0, 0, 0, 0, 0, 1]
        #expect(throws: RTPError.invalidParity) { try RTPPacket(parsing: header + [120] + parity + [0, 1, 0, 0, 9]) }
        #expect(throws: RTPError.invalidParity) {
            try RTPPacket(parsing: header + [120, 0x80] + parity.dropFirst() + [0, 1, 0x80, 0, 9])
        }
        #expect(throws: RTPError.truncated) { try RTPPacket(parsing: header + [120] + parity + [0, 2, 0x80, 0, 9]) }
        #expect(throws: RTPError.unknownPayloadType(50)) { try RTPPacket(parsing: header + [50, 1, 2]) }
    }

    @Test("Recovery from any parity bytes gives a packet or a typed error, never a crash")
    func noise() throws {
        var random = SplitMix64(seed: 13)
        var (recoveries, failures) = (0, 0)
        for _ in 0..<5_000 {
            let media = Self.media(3, random: &random, first: 40)
            var protection = try #require(
                Parity.protect(media, mask: Self.mask(of: media) { _ in true }, hasLongMask: false)
            )
            protection.descriptor.lengthRecovery ^= random.flag() ? 0 : random.uint16() & 0x1FF
            protection.descriptor.markerAndTypeRecovery ^= random.flag() ? 0 : random.uint8()
            protection.descriptor.flagsRecovery ^= random.flag() ? 0 : random.uint8()
            protection.descriptor.protectionLength = random.flag() ? random.uint16() & 0x1FF : 300
            do {
                _ = try Parity.recover(
                    40,
                    ssrc: 1,
                    from: [media[1], media[2]],
                    descriptor: protection.descriptor,
                    payload: .bytes(random.bytes(Int.random(in: 0...320, using: &random)))
                )
                recoveries += 1
            } catch {
                failures += 1
            }
        }
        #expect(recoveries > 0 && failures > 0)
    }
}
