import MediaCodecs
import RawMedia
import Testing
import Units

@Suite("Media for browsers")
struct BrowserMediaTests {
    @Test("A still picture is a VP8 key frame near to its source, within its bytes", arguments: [5_000, 12_000])
    func still(byteCountMax: Int) throws {
        let picture = TestPictures.gradient(3, width: 320, height: 180)
        let file = try StillPicture.webP(picture, byteCountMax: byteCountMax)
        #expect(WebPFile.isWhole(file) && file.count <= byteCountMax)
        let length = (0..<4).reduce(0) { $0 | Int(file[16 + $1]) << (8 * $1) }
        var decoder = try VideoDecoder(.vp8)
        var decoded: I420Frame?
        #expect(try decoder.decode(Array(file[20..<20 + length]), into: &decoded))
        let shown = try #require(decoded)
        #expect(shown.width == 320 && shown.height == 180)
        #expect(TestPictures.psnr(picture, shown) > 28)
    }

    @Test("A picture that fits into nothing is as coarse as can be, and the same each time")
    func coarse() throws {
        let picture = TestPictures.gradient(1, width: 161, height: 91, noise: 12)
        let file = try StillPicture.webP(picture, byteCountMax: 1)
        #expect(WebPFile.isWhole(file))
        #expect(try StillPicture.webP(picture, byteCountMax: 1) == file)
        #expect(try StillPicture.webP(picture, byteCountMax: 100_000).count > file.count)
    }

    @Test("An Ogg Opus file has the headers of RFC 7845, ends on its last sample and sounds like its source")
    func oggOpus() throws {
        let samples = Array(TestSpeech.packets(120).joined().dropLast(100))
        let file = try OggOpus.encode(samples, bitrate: .kilobitsPerSecond(32))
        let packets = try Ogg.packets(file)
        let head = packets[0]
        #expect(head.starts(with: "OpusHead".utf8) && head.count == 19)
        #expect(head[8] == 1 && head[9] == 1 && Array(head[12..<16]) == [0x80, 0xBB, 0, 0] && head[18] == 0)
        let preSkip = Int(head[10]) | Int(head[11]) << 8
        #expect((1...3_840).contains(preSkip))
        #expect(packets[1].starts(with: "OpusTags".utf8))
        #expect(try Ogg.lastPosition(file) == samples.count + preSkip)
        var decoder = try OpusDecoder()
        var decoded: [Int16] = []
        for packet in packets.dropFirst(2) { try decoder.decode(packet, into: &decoded) }
        let sound = decoded.dropFirst(preSkip).prefix(samples.count)
        #expect(sound.count == samples.count)
        // Half a second to settle; then the wave is the source's, in step with it.
        let settled = 24_000
        let pairs = zip(samples.dropFirst(settled), sound.dropFirst(settled))
        let product = pairs.reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let energies = TestSpeech.energy(samples.dropFirst(settled)) * TestSpeech.energy(sound.dropFirst(settled))
        #expect(product / energies.squareRoot() > 0.8)
    }
}

/// An Ogg stream read by its lacing alone.
private enum Ogg {
    struct Fault: Error {}

    private static func pages(_ bytes: [UInt8]) throws -> [(position: Int, lacing: [Int], data: [UInt8])] {
        var pages: [(position: Int, lacing: [Int], data: [UInt8])] = []
        var offset = 0
        while offset < bytes.count {
            guard offset + 27 <= bytes.count, bytes[offset...].starts(with: "OggS".utf8) else { throw Fault() }
            let lacing = bytes[(offset + 27)...].prefix(Int(bytes[offset + 26])).map(Int.init)
            let start = offset + 27 + lacing.count
            let position = (0..<8).reduce(0) { $0 | Int(bytes[offset + 6 + $1]) << (8 * $1) }
            pages.append((position, lacing, Array(bytes[start...].prefix(lacing.reduce(0, +)))))
            offset = start + lacing.reduce(0, +)
        }
        return pages
    }

    static func lastPosition(_ bytes: [UInt8]) throws -> Int? { try pages(bytes).last?.position }

    static func packets(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var (packets, packet): ([[UInt8]], [UInt8]) = ([], [])
        for page in try pages(bytes) {
            var rest = page.data[...]
            for length in page.lacing {
                packet += rest.prefix(length)
                rest = rest.dropFirst(length)
                guard length < 255 else { continue }
                packets.append(packet)
                packet = []
            }
        }
        return packets
    }
}
