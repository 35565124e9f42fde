public import Units

/// What is wrong with a capture, and where.
public struct CaptureFault: Error, Hashable, Sendable {
    /// The record, from 1; `nil` for the file's header.
    public let record: Int?
    public let message: String
    /// What to do about it, where that is not to save the capture anew.
    public let advice: String?

    init(record: Int?, message: String, advice: String? = nil) {
        (self.record, self.message, self.advice) = (record, message, advice)
    }
}

/// A UDP datagram in a capture.
public struct CapturedDatagram: Hashable, Sendable {
    /// From the first record of the file.
    public let time: Timestamp
    /// Addresses and ports as they stand in the packet.
    public let flow: [UInt8]
    /// The payload's place among the file's bytes, as far as the capture has it.
    public let payload: Range<Int>
    /// The length of the whole IP packet.
    public let size: DataSize
}

/// Reads pcap files (draft-ietf-opsawg-pcap): microseconds or nanoseconds, in either order of bytes, with IPv4 or IPv6
/// behind Ethernet, Linux's cooked headers, a loopback's or none; and pcapng files (`CaptureBlocks`).
public struct CaptureReader {
    /// Whether a file begins as a pcap or pcapng.
    public static func matches(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 4 else { return false }
        return [0xA1B2_C3D4, 0xA1B2_3C4D, 0xD4C3_B2A1, 0x4D3C_B2A1, 0x0A0D_0D0A].contains(word(bytes, 0))
    }

    private let bytes: [UInt8]
    private let isSwapped: Bool
    private let nanosecondsPerTick: Int64
    private let linkType: UInt32
    private let isBlocks: Bool

    /// - Throws: `CaptureFault` where the header is none that is known.
    public init(_ bytes: [UInt8]) throws(CaptureFault) {
        guard bytes.count >= 24 else { throw CaptureFault(record: nil, message: "a pcap has a header of 24 bytes") }
        isBlocks = Self.word(bytes, 0) == CaptureBlocks.sectionHeader
        switch Self.word(bytes, 0) {
        case 0xA1B2_C3D4: (isSwapped, nanosecondsPerTick) = (false, 1_000)
        case 0xA1B2_3C4D: (isSwapped, nanosecondsPerTick) = (false, 1)
        case 0xD4C3_B2A1: (isSwapped, nanosecondsPerTick) = (true, 1_000)
        case 0x4D3C_B2A1: (isSwapped, nanosecondsPerTick) = (true, 1)
        case CaptureBlocks.sectionHeader:
            (isSwapped, nanosecondsPerTick, linkType) = (false, 1_000, 0)
            self.bytes = bytes
            return
        default: throw CaptureFault(record: nil, message: "it does not begin as a pcap")
        }
        self.bytes = bytes
        linkType = Self.word(bytes, 20, isSwapped) & 0xFFFF
        guard Self.headerLength(of: linkType) != nil else {
            throw CaptureFault(record: nil, message: "the link type \(linkType) is not read")
        }
    }

    /// All UDP datagrams in the order of the file, and the record in the middle of which it ends, if it does.
    ///
    /// Other packets are left out.
    public func datagrams() throws(CaptureFault) -> (datagrams: [CapturedDatagram], cutRecord: Int?) {
        guard !isBlocks else { return try blockDatagrams() }
        var datagrams: [CapturedDatagram] = []
        var (position, record, first) = (24, 0, Int64?.none)
        var clock = CaptureClock()
        while position < bytes.count {
            record += 1
            guard position + 16 <= bytes.count else { return (datagrams, record) }
            let ticks = Int64(Self.word(bytes, position + 4, isSwapped))
            guard ticks * nanosecondsPerTick < 1_000_000_000 else {
                throw CaptureFault(record: record, message: "\(ticks) is no part of a second")
            }
            let time = Int64(Self.word(bytes, position, isSwapped)) * 1_000_000_000 + ticks * nanosecondsPerTick
            let length = Int(Self.word(bytes, position + 8, isSwapped))
            guard length <= 262_144 else {
                throw CaptureFault(record: record, message: "a packet of \(length) bytes is longer than any")
            }
            position += 16
            guard position + length <= bytes.count else { return (datagrams, record) }
            try clock.advance(to: time, record: record)
            first = first ?? time
            let packet = position..<position + length
            if let datagram = datagram(packet, linkType, at: Timestamp(nanoseconds: time - (first ?? time))) {
                datagrams.append(datagram)
            }
            position += length
        }
        return (datagrams, nil)
    }

    private func blockDatagrams() throws(CaptureFault) -> (datagrams: [CapturedDatagram], cutRecord: Int?) {
        let (packets, cutRecord) = try CaptureBlocks(bytes).packets()
        guard let first = packets.first else { return ([], cutRecord) }
        var clock = CaptureClock()
        for packet in packets { try clock.advance(to: packet.nanoseconds, record: packet.block) }
        return (
            packets.compactMap {
                datagram($0.bytes, $0.linkType, at: Timestamp(nanoseconds: $0.nanoseconds - first.nanoseconds))
            },
            cutRecord
        )
    }

    private func datagram(_ packet: Range<Int>, _ linkType: UInt32, at time: Timestamp) -> CapturedDatagram? {
        guard let header = Self.headerLength(of: linkType) else { return nil }
        var start = packet.lowerBound + header
        // A VLAN's tag stands between the addresses and the type.
        if linkType == 1, start <= packet.upperBound, header >= 14, half(start - 2) == 0x8100 { start += 4 }
        guard start + 20 <= packet.upperBound else { return nil }
        switch bytes[start] >> 4 {
        case 4:
            let length = Int(bytes[start] & 0xF) * 4
            let isWhole = half(start + 6) & 0x3FFF == 0
            let udp = start + length
            guard length >= 20, bytes[start + 9] == 17, isWhole, udp + 8 <= packet.upperBound else { return nil }
            let flow = Array(bytes[start + 12..<start + 20]) + bytes[udp..<udp + 4]
            return made(time, flow, udp + 8..<packet.upperBound, Int(half(start + 2)))
        case 6:
            let udp = start + 40
            guard udp + 8 <= packet.upperBound, bytes[start + 6] == 17 else { return nil }
            let flow = Array(bytes[start + 8..<start + 40]) + bytes[udp..<udp + 4]
            return made(time, flow, udp + 8..<packet.upperBound, 40 + Int(half(start + 4)))
        default: return nil
        }
    }

    private func made(_ time: Timestamp, _ flow: [UInt8], _ payload: Range<Int>, _ size: Int) -> CapturedDatagram {
        CapturedDatagram(time: time, flow: flow, payload: payload, size: DataSize(bytes: Int64(size)))
    }

    /// The bytes before the IP header.
    static func headerLength(of linkType: UInt32) -> Int? {
        switch linkType {
        case 0: 4
        case 1: 14
        case 12, 14, 101, 228, 229: 0
        case 113: 16
        case 276: 20
        default: nil
        }
    }

    private func half(_ position: Int) -> UInt16 { UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1]) }

    static func word(_ bytes: [UInt8], _ position: Int, _ isSwapped: Bool = false) -> UInt32 {
        let value = bytes[position..<position + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return isSwapped ? value.byteSwapped : value
    }
}
