import Testing
import Units

@testable import RTPWire

@Suite("Captures in blocks (pcapng)")
struct CaptureBlocksTests {
    /// The blocks of a file, in either order of bytes.
    private struct Writer {
        let isLittle: Bool
        var bytes: [UInt8] = []

        func word(_ value: UInt32) -> [UInt8] {
            let big = (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) }
            return isLittle ? big.reversed() : big
        }

        func half(_ value: UInt16) -> [UInt8] {
            isLittle ? [UInt8(value & 0xFF), UInt8(value >> 8)] : [UInt8(value >> 8), UInt8(value & 0xFF)]
        }

        mutating func append(_ type: UInt32, _ body: [UInt8]) {
            let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
            let length = word(UInt32(padded.count + 12))
            bytes += word(type) + length + padded + length
        }

        mutating func section() { append(0x0A0D_0D0A, word(0x1A2B_3C4D) + half(1) + half(0) + word(.max) + word(.max)) }

        /// An interface without a link layer; times in ten to minus `digits` seconds.
        mutating func interface(digits: UInt8?) {
            let option = digits.map { half(9) + half(1) + [$0, 0, 0, 0] + half(0) + half(0) } ?? []
            append(1, half(101) + half(0) + word(0) + option)
        }

        mutating func packet(_ packet: [UInt8], interface: UInt32 = 0, ticks: UInt64) {
            let time = word(UInt32(ticks >> 32)) + word(UInt32(truncatingIfNeeded: ticks))
            append(6, word(interface) + time + word(UInt32(packet.count)) + word(UInt32(packet.count)) + packet)
        }
    }

    private static func udp(_ sequence: UInt8, type: UInt8 = 0xEF, header: [UInt8] = []) -> [UInt8] {
        let first: UInt8 = header.isEmpty ? 0x80 : 0x90
        let rtp: [UInt8] = [first, type, 0, sequence, 0, 0, 3, 0xC0, 0, 0, 0, 9] + header + [0x78, 1, 2, 3]
        return IPv4Packet.bytes(
            rtp,
            from: UDPAddress(host: 0xC000_0201, port: 50_000),
            to: UDPAddress(host: 0xC000_0202, port: 50_002),
            identification: 1
        )
    }

    private static func sample(isLittle: Bool) -> [UInt8] {
        var writer = Writer(isLittle: isLittle)
        writer.section()
        writer.interface(digits: nil)
        writer.interface(digits: 9)
        writer.packet(udp(1), ticks: 1_700_000_000_000_000)
        writer.append(0xBAD, [1, 2, 3])
        writer.packet(udp(2), interface: 1, ticks: 1_700_000_000_020_000_001)
        return writer.bytes
    }

    @Test("Packets of both orders of bytes and of interfaces with their own clocks are read", arguments: [true, false])
    func read(isLittle: Bool) throws {
        let read = try CapturedStream.all(inFile: Self.sample(isLittle: isLittle))
        let stream = try #require(read.streams.first)
        #expect(read.streams.count == 1 && read.cutRecord == nil)
        #expect(stream.packets.map(\.sequenceNumber) == [1, 2])
        #expect(stream.packets.map { ($0.time - .start).nanoseconds } == [0, 20_000_001])
        #expect(stream.packets.allSatisfy { $0.marker && $0.payloadType == 111 && $0.payload.count == 4 })
        #expect(stream.flow.source == "192.0.2.1" && stream.flow.destination == "192.0.2.2")
    }

    @Test("A header's extension is no payload, and one that is longer than its packet leaves none")
    func extensions() throws {
        var writer = Writer(isLittle: true)
        writer.section()
        writer.interface(digits: 6)
        writer.packet(Self.udp(1, header: [0xBE, 0xDE, 0, 1, 0x30, 7, 0, 0]), ticks: 0)
        writer.packet(Self.udp(2, header: [0xBE, 0xDE, 0xFF, 0xFF]), ticks: 5)
        let stream = try #require(try CapturedStream.all(inFile: writer.bytes).streams.first)
        #expect(stream.packets.map(\.payload.count) == [4, 0])
    }

    @Test("A file that ends anywhere is read up to there or refused, and never more than it holds")
    func cut() {
        let bytes = Self.sample(isLittle: true)
        for length in 24..<bytes.count {
            let read = try? CapturedStream.all(inFile: Array(bytes.prefix(length)))
            #expect((read?.streams.first?.packets.count ?? 0) <= 2)
            #expect(read == nil || read?.cutRecord != nil || length % 4 == 0, "\(length)")
        }
    }

    @Test("Blocks that cannot be are refused by their number")
    func faults() {
        func fault(_ bytes: [UInt8]) -> String {
            do {
                _ = try CapturedStream.all(inFile: bytes)
                return "none"
            } catch {
                return (error.record.map { "block \($0): " } ?? "") + error.message
            }
        }
        var writer = Writer(isLittle: false)
        writer.section()
        writer.packet(Self.udp(1), ticks: 0)
        #expect(fault(writer.bytes) == "block 2: a packet of interface 0, which is not described")
        writer = Writer(isLittle: false)
        writer.section()
        writer.append(1, writer.half(147) + writer.half(0) + writer.word(0))
        #expect(fault(writer.bytes) == "block 2: the link type 147 is not read")
        writer = Writer(isLittle: false)
        writer.section()
        writer.bytes += writer.word(7) + writer.word(13) + writer.word(0)
        #expect(fault(writer.bytes) == "block 2: a block of 13 bytes cannot be")
    }
}
