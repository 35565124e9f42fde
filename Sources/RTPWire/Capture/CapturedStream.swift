public import Units

/// The packets of one RTP stream in a capture, in the order in which they passed.
public struct CapturedStream: Hashable, Sendable {
    public struct Packet: Hashable, Sendable {
        public let time: Timestamp
        /// Both without their wraps.
        public let sequenceNumber: Int64
        public let timestamp: Int64
        public let size: DataSize
        public let payloadType: UInt8
        public let marker: Bool
        /// The RTP payload's place among the file's bytes; what SRTP adds behind it is in it, and it may be encrypted.
        public let payload: Range<Int>
    }

    public let ssrc: UInt32
    public private(set) var packets: [Packet] = []
    /// The addresses and ports between which it passed.
    public let flow: CapturedFlow
    private var sequence = SequenceUnwrapper()
    private var timestamps = TimestampUnwrapper()

    private init(ssrc: UInt32, flow: CapturedFlow) {
        self.ssrc = ssrc
        self.flow = flow
    }

    /// The RTP streams of a pcap file, the one with the most packets first, and the record in the middle of which the
    /// file ends, if it does.
    ///
    /// RTP is told from RTCP by RFC 5761, section 4, and from the rest by its version.
    public static func all(inFile bytes: [UInt8]) throws(CaptureFault) -> (
        streams: [CapturedStream], cutRecord: Int?
    ) {
        var streams: [CapturedStream] = []
        var places: [[UInt8]: Int] = [:]
        let (datagrams, cutRecord) = try CaptureReader(bytes).datagrams()
        for datagram in datagrams where datagram.payload.count >= 12 {
            let payload = bytes[datagram.payload]
            let start = payload.startIndex
            let type = payload[start + 1] & 0x7F
            guard payload[start] >> 6 == 2, !(64...95).contains(type) else { continue }
            func word(_ offset: Int) -> UInt32 {
                payload[start + offset..<start + offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            let key = datagram.flow + payload[start + 8..<start + 12]
            let place: Int
            if let known = places[key] {
                place = known
            } else {
                place = streams.count
                places[key] = place
                streams.append(CapturedStream(ssrc: word(8), flow: CapturedFlow(bytes: datagram.flow)))
            }
            streams[place].append(
                datagram,
                number: UInt16(truncatingIfNeeded: word(0)),
                timestamp: word(4),
                type: payload[start + 1],
                body: body(of: payload)
            )
        }
        let inOrder = streams.enumerated().sorted {
            ($1.element.packets.count, $0.offset) < ($0.element.packets.count, $1.offset)
        }
        return (inOrder.map(\.element), cutRecord)
    }

    /// Where the payload begins and ends: behind contributing sources and the header's extension, which SRTP leaves in the
    /// clear, padding and what SRTP adds included (RFC 3550, section 5.1).
    private static func body(of packet: ArraySlice<UInt8>) -> Range<Int> {
        let (start, end) = (packet.startIndex, packet.endIndex)
        var body = start + 12 + 4 * Int(packet[start] & 0x0F)
        if packet[start] & 0x10 != 0, body + 4 <= end {
            body += 4 + 4 * (Int(packet[body + 2]) << 8 | Int(packet[body + 3]))
        }
        return min(body, end)..<end
    }

    private mutating func append(
        _ datagram: CapturedDatagram,
        number: UInt16,
        timestamp: UInt32,
        type: UInt8,
        body: Range<Int>
    ) {
        packets.append(
            Packet(
                time: datagram.time,
                sequenceNumber: sequence.unwrap(number),
                timestamp: timestamps.unwrap(timestamp),
                size: datagram.size,
                payloadType: type & 0x7F,
                marker: type & 0x80 != 0,
                payload: body
            )
        )
    }
}

/// The addresses and ports between which datagrams passed, as they stand in the packets.
public struct CapturedFlow: Hashable, Sendable {
    private let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// IPv4 or IPv6, each address and then both ports.
    private var addressLength: Int { (bytes.count - 4) / 2 }

    /// The sender's address, without its port.
    public var source: String { Self.text(bytes[..<addressLength]) }
    /// The receiver's address, without its port.
    public var destination: String { Self.text(bytes[addressLength..<(2 * addressLength)]) }

    /// Dotted for IPv4; for IPv6 eight groups without abbreviation.
    private static func text(_ address: ArraySlice<UInt8>) -> String {
        guard address.count == 16 else { return address.map { String($0) }.joined(separator: ".") }
        return stride(from: address.startIndex, to: address.endIndex, by: 2).map {
            String(Int(address[$0]) << 8 | Int(address[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }
}
