public import Units

/// The packets of one RTP stream in a capture, in the order in which they passed.
public struct CapturedStream: Hashable, Sendable {
    public struct Packet: Hashable, Sendable {
        public let time: Timestamp
        /// Both without their wraps.
        public let sequenceNumber: Int64
        public let timestamp: Int64
        public let size: DataSize
    }

    public let ssrc: UInt32
    public private(set) var packets: [Packet] = []
    private let flow: [UInt8]
    private var sequence = SequenceUnwrapper()
    private var timestamps = TimestampUnwrapper()

    private init(ssrc: UInt32, flow: [UInt8]) {
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
                streams.append(CapturedStream(ssrc: word(8), flow: datagram.flow))
            }
            let number = UInt16(truncatingIfNeeded: word(0))
            streams[place].append(datagram.time, number, word(4), datagram.size)
        }
        let inOrder = streams.enumerated().sorted {
            ($1.element.packets.count, $0.offset) < ($0.element.packets.count, $1.offset)
        }
        return (inOrder.map(\.element), cutRecord)
    }

    private mutating func append(_ time: Timestamp, _ number: UInt16, _ timestamp: UInt32, _ size: DataSize) {
        packets.append(
            Packet(
                time: time,
                sequenceNumber: sequence.unwrap(number),
                timestamp: timestamps.unwrap(timestamp),
                size: size
            )
        )
    }
}
