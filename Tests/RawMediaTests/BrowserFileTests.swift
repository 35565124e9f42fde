import Testing

@testable import RawMedia

@Suite("Files that browsers read")
struct BrowserFileTests {
    @Test("A key frame becomes a WebP file by a RIFF wrapper of even length")
    func webP() {
        #expect(
            WebPFile.encode(keyFrame: [1, 2, 3]) == [
                0x52, 0x49, 0x46, 0x46, 16, 0, 0, 0, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x20, 3, 0, 0, 0, 1, 2,
                3, 0,
            ]
        )
        let even = WebPFile.encode(keyFrame: [1, 2, 3, 4])
        #expect(even.count == 24 && even[4] == 16)
        #expect(WebPFile.isWhole(even) && !WebPFile.isWhole(even.dropLast()) && !WebPFile.isWhole([]))
    }

    @Test("The checksum of Ogg pages is that of POSIX's cksum without its final inversion")
    func checksum() {
        #expect(OggStream.checksum("123456789".utf8) == ~0x765E_7680)
        #expect(OggStream.checksum([]) == 0)
    }

    @Test("Pages hold their packets, number themselves and mark the first and the last")
    func pages() throws {
        var stream = OggStream(serial: 7)
        let packets = [[1, 2], [UInt8](repeating: 9, count: 255), [UInt8](repeating: 8, count: 600), []]
        stream.append([OggStream.Packet([0xAA], granulePosition: 0)])
        stream.append(
            packets.enumerated().map { OggStream.Packet($1, granulePosition: 960 * ($0 + 1)) },
            perPage: 3,
            isLast: true
        )
        let pages = try OggPages(stream.bytes)
        #expect(pages.flags == [2, 0, 4])
        #expect(pages.granulePositions == [0, 2_880, 3_840])
        #expect(pages.packets == [[0xAA]] + packets)
    }

    @Test("A page holds no more than 255 lacing values")
    func fullPages() throws {
        var stream = OggStream(serial: 1)
        let packets = (0..<200).map { [UInt8](repeating: UInt8($0), count: 300) }
        stream.append(packets.map { OggStream.Packet($0, granulePosition: 1) }, isLast: true)
        #expect(try OggPages(stream.bytes).packets == packets)
        #expect(try OggPages(stream.bytes).flags == [2, 4])
    }
}

/// The pages of an Ogg stream taken apart, every checksum and number looked at.
struct OggPages {
    struct Fault: Error { let offset: Int }

    private(set) var flags: [UInt8] = []
    private(set) var granulePositions: [Int] = []
    private(set) var packets: [[UInt8]] = []

    init(_ bytes: [UInt8]) throws {
        var offset = 0
        while offset < bytes.count {
            let head = Array(bytes[offset...].prefix(27))
            guard head.count == 27, head.starts(with: "OggS".utf8), head[4] == 0 else { throw Fault(offset: offset) }
            func number(_ place: Int, _ count: Int) -> Int {
                (0..<count).reduce(0) { $0 | Int(head[place + $1]) << (8 * $1) }
            }
            let lacing = Array(bytes[(offset + 27)...].prefix(Int(head[26])))
            let end = offset + 27 + lacing.count + lacing.reduce(0) { $0 + Int($1) }
            guard end <= bytes.count, number(18, 4) == flags.count else { throw Fault(offset: offset) }
            var page = Array(bytes[offset..<end])
            page.replaceSubrange(22..<26, with: [0, 0, 0, 0])
            guard Int(OggStream.checksum(page)) == number(22, 4) else { throw Fault(offset: offset) }
            flags.append(head[5])
            granulePositions.append(number(6, 8))
            var place = offset + 27 + lacing.count
            var packet: [UInt8] = []
            for length in lacing {
                packet += bytes[place..<place + Int(length)]
                place += Int(length)
                guard length < 255 else { continue }
                packets.append(packet)
                packet = []
            }
            guard packet.isEmpty else { throw Fault(offset: offset) }
            offset = end
        }
    }
}
