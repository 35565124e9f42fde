/// Packets in the pages of a physical bit stream with one logical stream in it (RFC 3533, section 6).
public struct OggStream: Sendable {
    private let serial: Int
    private var pageNumber = 0
    public private(set) var bytes: [UInt8] = []

    /// The most lacing values of a page.
    private static let segmentsMax = 255

    public init(serial: Int) { self.serial = serial }

    /// A packet and the position of the stream behind it.
    public struct Packet: Sendable {
        public let bytes: [UInt8]
        public let granulePosition: Int

        public init(_ bytes: [UInt8], granulePosition: Int) {
            (self.bytes, self.granulePosition) = (bytes, granulePosition)
        }

        fileprivate var segmentCount: Int { bytes.count / 255 + 1 }
    }

    /// Appends packets on pages of their own, as many on each as fit and are asked for; no packet is longer than a page.
    public mutating func append(_ packets: [Packet], perPage: Int = .max, isLast: Bool = false) {
        var page: [Packet] = []
        for packet in packets {
            precondition(packet.segmentCount <= Self.segmentsMax, "a packet does not fit on a page")
            let segments = page.reduce(packet.segmentCount) { $0 + $1.segmentCount }
            if page.count == perPage || segments > Self.segmentsMax {
                append(page: page, isLast: false)
                page = []
            }
            page.append(packet)
        }
        if !page.isEmpty { append(page: page, isLast: isLast) }
    }

    private mutating func append(page: [Packet], isLast: Bool) {
        let start = bytes.count
        bytes += "OggS".utf8
        bytes.append(0)
        bytes.append((pageNumber == 0 ? 2 : 0) | (isLast ? 4 : 0))
        bytes.append(page.last?.granulePosition ?? 0, byteCount: 8)
        bytes.append(serial, byteCount: 4)
        bytes.append(pageNumber, byteCount: 4)
        bytes.append(0, byteCount: 4)
        bytes.append(page.reduce(0) { $0 + $1.segmentCount }, byteCount: 1)
        for packet in page {
            bytes += repeatElement(255, count: packet.bytes.count / 255)
            bytes.append(UInt8(packet.bytes.count % 255))
        }
        for packet in page { bytes += packet.bytes }
        let checksum = Self.checksum(bytes[start...])
        for place in 0..<4 { bytes[start + 22 + place] = UInt8(truncatingIfNeeded: checksum >> (8 * place)) }
        pageNumber += 1
    }

    /// A cyclic redundancy check with the polynomial 0x04c11db7, no reflection, start and final value 0.
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        bytes.reduce(0) { sum, byte in sum << 8 ^ table[Int(UInt8(sum >> 24) ^ byte)] }
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte) << 24) { sum, _ in sum & 0x8000_0000 == 0 ? sum << 1 : sum << 1 ^ 0x04C1_1DB7 }
    }
}
