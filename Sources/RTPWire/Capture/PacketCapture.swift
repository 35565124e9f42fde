public import Units

/// The bytes of a pcap file that one interface's datagrams make (draft-ietf-opsawg-pcap, nanosecond form).
///
/// Packets are IPv4 and UDP without a link layer. Take the header once, then a record for each datagram.
public struct PacketCapture: Sendable {
    /// Nanosecond time stamps, written with the most significant byte first.
    private static let magic: UInt32 = 0xA1B2_3C4D
    /// LINKTYPE_RAW: the packet begins with its IP header.
    private static let linkType: UInt32 = 101
    private static let longestPacket: UInt32 = 65_535

    /// The second, from 1 January 1970, at which the time line begins.
    private let epochSeconds: Int64
    /// The identification of each sender's next packet.
    private var identifications: [(host: UInt32, next: UInt16)] = []

    public init(epochSeconds: Int64) { self.epochSeconds = epochSeconds }

    public static var fileHeader: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: magic)
        bytes.append(bigEndian: UInt16(2))
        bytes.append(bigEndian: UInt16(4))
        bytes.append(bigEndian: UInt64(0))
        bytes.append(bigEndian: longestPacket)
        bytes.append(bigEndian: linkType)
        return bytes
    }

    /// Appends one datagram as it passes the interface; `now` counts from the start of the time line.
    public mutating func append(
        _ payload: [UInt8],
        from source: UDPAddress,
        to destination: UDPAddress,
        at now: Timestamp,
        to bytes: inout [UInt8]
    ) {
        let packet = IPv4Packet.bytes(
            payload,
            from: source,
            to: destination,
            identification: takeIdentification(of: source.host)
        )
        let (seconds, rest) = now.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: epochSeconds + seconds))
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: rest))
        bytes.append(bigEndian: UInt32(packet.count))
        bytes.append(bigEndian: UInt32(packet.count))
        bytes += packet
    }

    private mutating func takeIdentification(of host: UInt32) -> UInt16 {
        guard let index = identifications.firstIndex(where: { $0.host == host }) else {
            identifications.append((host, 2))
            return 1
        }
        defer { identifications[index].next &+= 1 }
        return identifications[index].next
    }
}
