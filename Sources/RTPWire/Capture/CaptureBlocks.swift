/// The packets of a pcapng file (draft-ietf-opsawg-pcapng): enhanced packet blocks of any of its interfaces.
///
/// Sections may differ in their order of bytes. Simple packet blocks have no time and are left out, as other blocks are.
struct CaptureBlocks {
    struct Packet {
        /// Since 1970.
        let nanoseconds: Int64
        let linkType: UInt32
        /// The packet's place among the file's bytes.
        let bytes: Range<Int>
        /// The number of its block in the file, from 1.
        let block: Int
    }

    static let sectionHeader: UInt32 = 0x0A0D_0D0A
    private static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
    private static let interfaceDescription: UInt32 = 1
    private static let enhancedPacket: UInt32 = 6
    /// The option of an interface that tells the resolution of its times.
    private static let resolutionOption: UInt16 = 9
    private static let longestBlock = 1 << 24

    /// A capturing interface: what its packets begin with, and how many of its ticks make a second.
    private struct Interface {
        let linkType: UInt32
        let ticksPerSecond: Double
    }

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The packets in the order of the file, and the block in the middle of which it ends, if it does.
    func packets() throws(CaptureFault) -> (packets: [Packet], cutBlock: Int?) {
        var packets: [Packet] = []
        var interfaces: [Interface] = []
        var isSwapped = false
        var (position, block) = (0, 0)
        while position < bytes.count {
            block += 1
            guard position + 12 <= bytes.count else { return (packets, block) }
            var type = CaptureReader.word(bytes, position, isSwapped)
            if CaptureReader.word(bytes, position) == Self.sectionHeader {
                isSwapped = CaptureReader.word(bytes, position + 8) != Self.byteOrderMagic
                guard CaptureReader.word(bytes, position + 8, isSwapped) == Self.byteOrderMagic else {
                    throw CaptureFault(record: block, message: "a section of a pcapng without its byte-order magic")
                }
                interfaces = []
                type = Self.sectionHeader
            }
            let length = Int(CaptureReader.word(bytes, position + 4, isSwapped))
            guard length >= 12, length % 4 == 0, length <= Self.longestBlock else {
                throw CaptureFault(record: block, message: "a block of \(length) bytes cannot be")
            }
            guard position + length <= bytes.count else { return (packets, block) }
            let body = (position + 8)..<(position + length - 4)
            if type == Self.interfaceDescription {
                interfaces.append(try interface(body, isSwapped, block))
            } else if type == Self.enhancedPacket {
                packets.append(try packet(body, interfaces, isSwapped, block))
            }
            position += length
        }
        return (packets, nil)
    }

    private func interface(_ body: Range<Int>, _ isSwapped: Bool, _ block: Int) throws(CaptureFault) -> Interface {
        guard body.count >= 8 else { throw CaptureFault(record: block, message: "an interface of \(body.count) bytes") }
        let linkType = UInt32(half(body.lowerBound, isSwapped))
        guard CaptureReader.headerLength(of: linkType) != nil else {
            throw CaptureFault(record: block, message: "the link type \(linkType) is not read")
        }
        var ticks = 1e6
        var option = body.lowerBound + 8
        while option + 4 <= body.upperBound {
            let (code, length) = (half(option, isSwapped), Int(half(option + 2, isSwapped)))
            guard code != 0, option + 4 + length <= body.upperBound else { break }
            if code == Self.resolutionOption, length >= 1 {
                let exponent = bytes[option + 4]
                // A power of ten, or of two where the highest bit is set.
                ticks = (0..<(exponent & 0x7F)).reduce(1.0) { ticks, _ in ticks * (exponent & 0x80 == 0 ? 10 : 2) }
            }
            option += 4 + (length + 3) / 4 * 4
        }
        return Interface(linkType: linkType, ticksPerSecond: ticks)
    }

    private func packet(
        _ body: Range<Int>,
        _ interfaces: [Interface],
        _ isSwapped: Bool,
        _ block: Int
    ) throws(CaptureFault) -> Packet {
        guard body.count >= 20 else {
            throw CaptureFault(record: block, message: "a packet block of \(body.count) bytes")
        }
        let start = body.lowerBound
        let number = Int(CaptureReader.word(bytes, start, isSwapped))
        guard interfaces.indices.contains(number) else {
            throw CaptureFault(record: block, message: "a packet of interface \(number), which is not described")
        }
        let interface = interfaces[number]
        let high = UInt64(CaptureReader.word(bytes, start + 4, isSwapped))
        let ticks = high << 32 | UInt64(CaptureReader.word(bytes, start + 8, isSwapped))
        let seconds = Double(ticks) / interface.ticksPerSecond
        let length = Int(CaptureReader.word(bytes, start + 12, isSwapped))
        guard length <= body.count - 20 else {
            throw CaptureFault(record: block, message: "a packet of \(length) bytes in a block of \(body.count)")
        }
        guard seconds < 4e9 else { throw CaptureFault(record: block, message: "\(seconds) s since 1970 is no time") }
        return Packet(
            nanoseconds: nanoseconds(ticks, interface.ticksPerSecond),
            linkType: interface.linkType,
            bytes: (start + 20)..<(start + 20 + length),
            block: block
        )
    }

    /// Whole ticks of a power of ten stay exact.
    private func nanoseconds(_ ticks: UInt64, _ perSecond: Double) -> Int64 {
        if perSecond <= 1e9, let whole = UInt64(exactly: perSecond), 1_000_000_000 % whole == 0 {
            return Int64(ticks * (1_000_000_000 / whole))
        }
        return Int64(Double(ticks) / perSecond * 1e9)
    }

    private func half(_ position: Int, _ isSwapped: Bool) -> UInt16 {
        let value = UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
        return isSwapped ? value.byteSwapped : value
    }
}
