import Testing
import Units

@testable import RTPWire

@Suite("Packet captures")
struct PacketCaptureTests {
    static let clinician = UDPAddress(host: 0xC000_0201, port: 50_000)
    static let patient = UDPAddress(host: 0xC000_0202, port: 50_002)

    @Test("The file begins as a nanosecond pcap of raw IP")
    func header() {
        #expect(
            PacketCapture.fileHeader == [
                0xA1, 0xB2, 0x3C, 0x4D, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 101,
            ]
        )
    }

    @Test("A datagram becomes a record with time, lengths, addresses and both checksums")
    func record() {
        var capture = PacketCapture(epochSeconds: 0x6955_B900)
        var bytes: [UInt8] = []
        let now = Timestamp(nanoseconds: 2_000_000_003)
        capture.append([0x80, 0x01, 0x02], from: Self.clinician, to: Self.patient, at: now, to: &bytes)
        // 4500 + 001F + 0001 + 4000 + 4011 + C000 + 0201 + C000 + 0202 = 24934, folded 4936, inverted B6C9.
        let ip: [UInt8] = [
            0x45, 0, 0, 31, 0, 1, 0x40, 0, 64, 17, 0xB6, 0xC9, 192, 0, 2, 1, 192, 0, 2, 2,
        ]
        let udp: [UInt8] = [0xC3, 0x50, 0xC3, 0x52, 0, 11]
        #expect(bytes.prefix(16) == [0x69, 0x55, 0xB9, 2, 0, 0, 0, 3, 0, 0, 0, 31, 0, 0, 0, 31])
        #expect(bytes.dropFirst(16).prefix(20) == ip[...])
        #expect(bytes.dropFirst(36).prefix(6) == udp[...])
        #expect(bytes.suffix(3) == [0x80, 0x01, 0x02])
    }

    @Test("A receiver's sum over header or datagram comes out as all ones, whatever the payload's length")
    func checksums() {
        for length in 0..<40 {
            let payload = (0..<length).map { UInt8($0 &* 37 & 0xFF) }
            let packet = IPv4Packet.bytes(payload, from: Self.clinician, to: Self.patient, identification: 7)
            var header = InternetChecksum()
            header.add(packet[..<20])
            #expect(header.value == 0)
            var datagram = InternetChecksum()
            datagram.add(packet[12..<20])
            datagram.add(17)
            datagram.add(UInt16(8 + length))
            datagram.add(packet[20...])
            #expect(datagram.value == 0)
        }
    }

    @Test("The checksum is that of RFC 1071's example")
    func rfc1071() {
        var sum = InternetChecksum()
        sum.add([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7][...])
        #expect(sum.value == ~0xDDF2)
    }

    @Test("Each sender numbers its own packets")
    func identification() {
        var capture = PacketCapture(epochSeconds: 0)
        var bytes: [UInt8] = []
        for (from, to) in [
            (Self.clinician, Self.patient), (Self.patient, Self.clinician), (Self.clinician, Self.patient),
        ] {
            capture.append([1], from: from, to: to, at: .start, to: &bytes)
        }
        let recordLength = 16 + 29
        #expect((0..<3).map { bytes[$0 * recordLength + 16 + 5] } == [1, 1, 2])
    }

    @Test("Set-up messages take as many bytes as they say, and a STUN fingerprint fits its message")
    func setUp() {
        #expect(CRC32.value(Array("123456789".utf8)) == 0xCBF4_3926)
        for kind in ControlMessage.Kind.allCases {
            for length in [108, 200, 720] {
                let bytes = ControlMessage(kind: kind, transaction: 7, length: length).serialised()
                #expect(bytes.count == length, "\(kind)")
            }
        }
        let check = ControlMessage(kind: .stunBindingRequest, transaction: 7, length: 108).serialised()
        let sum = CRC32.value(Array(check.dropLast(8))) ^ 0x5354_554E
        #expect(check.suffix(4) == [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }[...])
        #expect(check.prefix(8) == [0, 1, 0, 88, 0x21, 0x12, 0xA4, 0x42])
    }
}
