/// Copies of earlier Opus packets that travel with the newest one (RFC 2198, section 3).
///
/// On the wire stand four bytes of header for each copy and one for the newest packet, then the copies, then the newest.
public struct OpusRedundancy: Hashable, Sendable {
    /// One earlier packet.
    public struct Block: Hashable, Sendable {
        /// How much earlier its first sample is, at 48 kHz; 14 bits.
        public var timestampOffset: UInt16
        public var descriptor: OpusDescriptor
        /// At most 1023 bytes.
        public var payload: Payload

        public init(timestampOffset: UInt16, descriptor: OpusDescriptor, payload: Payload) {
            self.timestampOffset = timestampOffset
            self.descriptor = descriptor
            self.payload = payload
        }
    }

    /// Offsets from here on do not fit.
    public static let timestampOffsetLimit = 1 << 14
    /// Blocks from this length on do not fit.
    public static let blockLengthLimit = 1 << 10
    /// More blocks than this, the newest counted, are refused (libwebrtc, `red_payload_splitter.cc`).
    public static let blockCountMax = 32

    /// The payload type of Opus, which all blocks have.
    public var blockType: UInt8
    /// The newest packet, whose bytes are the RTP packet's payload.
    public var primary: OpusDescriptor
    /// The oldest first.
    public var blocks: [Block]

    public init(blockType: UInt8, primary: OpusDescriptor, blocks: [Block]) {
        self.blockType = blockType
        self.primary = primary
        self.blocks = blocks
    }

    /// Headers and copies, without the newest packet's bytes.
    public var length: Int { blocks.reduce(1) { $0 + 4 + $1.payload.length } }
}

extension OpusRedundancy {
    /// Described copies are written as zeros.
    func append(to bytes: inout [UInt8]) {
        for block in blocks {
            let length = block.payload.length
            precondition(
                length < Self.blockLengthLimit && block.timestampOffset < Self.timestampOffsetLimit,
                "\(length) bytes from \(block.timestampOffset) samples ago do not fit a RED block"
            )
            bytes.append(0x80 | (blockType & 0x7F))
            bytes.append(bigEndian: block.timestampOffset << 2 | UInt16(length >> 8))
            bytes.append(UInt8(truncatingIfNeeded: length))
        }
        bytes.append(blockType & 0x7F)
        for block in blocks {
            switch block.payload {
            case .bytes(let media): bytes.append(contentsOf: media)
            case .described(let length, _): bytes.appendZeros(length)
            }
        }
    }

    /// Reads the headers and the copies; empty copies are passed over.
    init(reading reader: inout ByteReader<RTPError>, opus: UInt8) throws(RTPError) {
        var headers: [(offset: UInt16, length: Int)] = []
        while true {
            let first = try reader.readUInt8()
            guard first & 0x7F == opus else { throw .unsupportedRedundancy }
            guard first & 0x80 != 0 else { break }
            let fields = try reader.readUInt16()
            let length = Int(fields & 3) << 8 | Int(try reader.readUInt8())
            headers.append((fields >> 2, length))
            guard headers.count < Self.blockCountMax else { throw .unsupportedRedundancy }
        }
        var blocks: [Block] = []
        for header in headers where header.length > 0 {
            let media = Array(try reader.readBytes(header.length))
            blocks.append(
                Block(
                    timestampOffset: header.offset,
                    descriptor: OpusDescriptor(payload: ByteReader(media, in: 0..<media.count, failure: .truncated)),
                    payload: .bytes(media)
                )
            )
        }
        guard reader.remaining > 0 else { throw .truncated }
        self.init(blockType: opus, primary: OpusDescriptor(payload: reader), blocks: blocks)
    }
}
