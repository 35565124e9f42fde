import Testing
import Units

@testable import RTPWire

@Suite("Captures that are read")
struct CaptureReaderTests {
    private static let sender = UDPAddress(host: 0xC000_0201, port: 50_000)
    private static let receiver = UDPAddress(host: 0xC000_0202, port: 50_002)

    private static func rtp(_ sequence: UInt16, _ timestamp: UInt32, ssrc: UInt8 = 9, type: UInt8 = 111) -> [UInt8] {
        var bytes: [UInt8] = [0x80, type]
        bytes.append(bigEndian: sequence)
        bytes.append(bigEndian: timestamp)
        return bytes + [0, 0, 0, ssrc] + [UInt8](repeating: 1, count: 20)
    }

    /// What the writer makes of datagrams 20 ms apart.
    private static func capture(_ payloads: [[UInt8]]) -> [UInt8] {
        var capture = PacketCapture(epochSeconds: 1_000)
        var bytes = PacketCapture.fileHeader
        for (index, payload) in payloads.enumerated() {
            let time = Timestamp.start + .milliseconds(20 * Int64(index))
            capture.append(payload, from: sender, to: receiver, at: time, to: &bytes)
        }
        return bytes
    }

    private func fault(_ bytes: [UInt8]) -> String {
        do {
            _ = try CapturedStream.all(inFile: bytes)
            return "none"
        } catch {
            return (error.record.map { "record \($0): " } ?? "") + error.message
        }
    }

    @Test("What was written is read: times, numbers past their wrap, and sizes of whole packets")
    func roundTrip() throws {
        let bytes = Self.capture([
            Self.rtp(65_535, 4_294_967_000), Self.rtp(0, 664), Self.rtp(1, 5, ssrc: 8), Self.rtp(2, 2_584),
        ])
        #expect(CaptureReader.matches(bytes))
        let streams = try CapturedStream.all(inFile: bytes).streams
        #expect(streams.map(\.ssrc) == [9, 8])
        #expect(streams[0].packets.map(\.sequenceNumber) == [65_535, 65_536, 65_538])
        #expect(streams[0].packets.map(\.timestamp) == [4_294_967_000, 4_294_967_960, 4_294_969_880])
        #expect(streams[0].packets.map { ($0.time - .start).wholeMilliseconds } == [0, 20, 60])
        #expect(streams[0].packets.allSatisfy { $0.size == DataSize(bytes: 60) })
    }

    @Test("RTCP, other protocols and short datagrams are left out")
    func leftOut() throws {
        let bytes = Self.capture([Self.rtp(1, 1, type: 72), [1, 2, 3], [UInt8](repeating: 0x40, count: 30)])
        #expect(try CapturedStream.all(inFile: bytes).streams.isEmpty)
    }

    @Test("Little-endian microseconds behind Ethernet with a VLAN's tag are read alike")
    func ethernet() throws {
        let packet = IPv4Packet.bytes(Self.rtp(5, 960), from: Self.sender, to: Self.receiver, identification: 1)
        let frame = [UInt8](repeating: 0, count: 12) + [0x81, 0, 0, 7, 8, 0] + packet
        func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }
        var bytes: [UInt8] = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8)
        bytes += little(65_535) + little(1)
        for microseconds in [100, 20_100] as [UInt32] {
            let length = little(UInt32(frame.count))
            bytes += little(77) + little(microseconds) + length + length + frame
        }
        let stream = try #require(try CapturedStream.all(inFile: bytes).streams.first)
        #expect(stream.packets.map { ($0.time - .start).nanoseconds } == [0, 20_000_000])
        #expect(stream.packets.map(\.sequenceNumber) == [5, 5])
    }

    @Test("What is no capture is refused for what it is")
    func faults() {
        #expect(fault([]) == "a pcap has a header of 24 bytes")
        #expect(fault([UInt8](repeating: 7, count: 40)) == "it does not begin as a pcap")
        let next: [UInt8] = [0x0A, 0x0D, 0x0D, 0x0A] + [UInt8](repeating: 0, count: 30)
        #expect(fault(next) == "record 1: a section of a pcapng without its byte-order magic")
        var bytes = Self.capture([Self.rtp(1, 1)])
        bytes[23] = 147
        #expect(fault(bytes) == "the link type 147 is not read")
        bytes = Self.capture([Self.rtp(1, 1)])
        bytes[32] = 0xFF
        #expect(fault(bytes).hasPrefix("record 1: a packet of"))
        bytes = Self.capture([Self.rtp(1, 1)])
        bytes[28] = 0xFF
        #expect(fault(bytes).hasPrefix("record 1: 42") && fault(bytes).hasSuffix("is no part of a second"))
    }

    @Test("A capture cut off anywhere, or with any byte changed, is read as far as it goes or refused")
    func damage() throws {
        let bytes = Self.capture((0..<4).map { Self.rtp(UInt16($0), 960 * UInt32($0)) })
        let record = (bytes.count - 24) / 4
        for length in 24...bytes.count {
            let (streams, cutRecord) = try CapturedStream.all(inFile: Array(bytes.prefix(length)))
            let (whole, rest) = (length - 24).quotientAndRemainder(dividingBy: record)
            #expect(streams.map(\.packets.count) == (whole > 0 ? [whole] : []))
            #expect(cutRecord == (rest > 0 ? whole + 1 : nil))
        }
        for index in bytes.indices {
            for value in [0, 0x45, 0x4F, 0x60, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[index] = value
                _ = fault(damaged)
            }
        }
    }
}
