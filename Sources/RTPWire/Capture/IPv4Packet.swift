/// One UDP datagram in an IPv4 packet (RFC 791, section 3.1; RFC 768).
enum IPv4Packet {
    static let headerLength = 20
    static let udpHeaderLength = 8
    private static let udp: UInt8 = 17
    private static let timeToLive: UInt8 = 64
    private static let doNotFragment: UInt16 = 0x4000

    /// The packet's bytes with both checksums; the payload must fit into one packet, 65,507 bytes.
    static func bytes(
        _ payload: [UInt8],
        from source: UDPAddress,
        to destination: UDPAddress,
        identification: UInt16
    ) -> [UInt8] {
        let udpLength = udpHeaderLength + payload.count
        precondition(headerLength + udpLength <= Int(UInt16.max), "\(payload.count) bytes do not fit into a datagram")
        var bytes: [UInt8] = [0x45, 0]
        bytes.reserveCapacity(headerLength + udpLength)
        bytes.append(bigEndian: UInt16(headerLength + udpLength))
        bytes.append(bigEndian: identification)
        bytes.append(bigEndian: doNotFragment)
        bytes += [timeToLive, udp, 0, 0]
        bytes.append(bigEndian: source.host)
        bytes.append(bigEndian: destination.host)
        var header = InternetChecksum()
        header.add(bytes[...])
        bytes.replace(at: 10, with: header.value)

        bytes.append(bigEndian: source.port)
        bytes.append(bigEndian: destination.port)
        bytes.append(bigEndian: UInt16(udpLength))
        bytes.append(bigEndian: UInt16(0))
        bytes += payload
        var sum = InternetChecksum()
        // The pseudo-header: both addresses, the protocol and the length.
        sum.add(bytes[12..<20])
        sum.add(UInt16(udp))
        sum.add(UInt16(udpLength))
        sum.add(bytes[headerLength...])
        // Zero means that there is no checksum; its other form stands for it.
        bytes.replace(at: headerLength + 6, with: sum.value == 0 ? 0xFFFF : sum.value)
        return bytes
    }
}

/// The sum of 16-bit words in one's complement (RFC 1071).
struct InternetChecksum {
    private var sum: UInt64 = 0

    /// Adds bytes as words; an odd last byte is the high half of its word.
    mutating func add(_ bytes: ArraySlice<UInt8>) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let low = index + 1 < bytes.endIndex ? bytes[index + 1] : 0
            add(UInt16(bytes[index]) << 8 | UInt16(low))
            index += 2
        }
    }

    mutating func add(_ word: UInt16) { sum += UInt64(word) }

    var value: UInt16 {
        var folded = sum
        while folded > 0xFFFF { folded = folded >> 16 + folded & 0xFFFF }
        return ~UInt16(truncatingIfNeeded: folded)
    }
}

extension [UInt8] {
    fileprivate mutating func replace(at index: Int, with value: UInt16) {
        self[index] = UInt8(value >> 8)
        self[index + 1] = UInt8(truncatingIfNeeded: value)
    }
}
