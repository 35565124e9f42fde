import RawMedia
import Results
import Testing

@testable import Runner

@Suite("Pairs of recordings of pictures")
struct PicturePairTests {
    /// Noise in blocks of eight, each picture unlike every other.
    private static func picture(_ seed: Int) -> I420Frame {
        var frame = I420Frame(width: 96, height: 72)
        for row in 0..<9 {
            for column in 0..<12 {
                let cell = UInt64(108 * seed + 12 * row + column + 1)
                let level = UInt8(20 + (cell &* 0x9E37_79B9_7F4A_7C15 >> 40) % 210)
                for y in (8 * row)..<(8 * row + 8) {
                    for x in (8 * column)..<(8 * column + 8) { frame.y[y * 96 + x] = level }
                }
            }
        }
        return frame
    }

    private static func file(_ pictures: [I420Frame], rate: FrameRate = FrameRate(10)) throws -> Y4MFile {
        try Y4MFile(parsing: Y4MFile.encode(frames: pictures, frameRate: rate))
    }

    private static let freezes = ["video.freeze_ratio", "video.longest_freeze", "video.freezes", "video.pauses"]

    @Test("What was sent after the end of the shown recording leaves freezes unknown, and is noted")
    func unseenEnd() throws {
        let pictures = (0..<60).map(Self.picture)
        let pair = try PicturePair(sent: Self.file(pictures), shown: Self.file(Array(pictures[5..<30])))
        let evidence = pair.evidence
        for name in Self.freezes {
            #expect(evidence.received.metrics[name] == nil)
            #expect(evidence.received.remarks.unknown[name]?.hasPrefix("the last 3.0 s of what was sent") == true)
        }
        #expect(evidence.notes.contains { $0.hasPrefix("the last 3.0 s of what was sent") })
        #expect(evidence.received.metrics["video.psnr"] != nil)
    }

    @Test("A second less at the end is no matter, and a picture that stands to the end is a freeze")
    func seenEnd() throws {
        let pictures = (0..<60).map(Self.picture)
        let short = try PicturePair(sent: Self.file(pictures), shown: Self.file(Array(pictures[..<51]))).evidence
        #expect(short.received.metrics["video.freeze_ratio"] == 0)
        let still = pictures[..<30] + [I420Frame](repeating: pictures[29], count: 30)
        let frozen = try PicturePair(sent: Self.file(pictures), shown: Self.file(Array(still))).evidence
        #expect(frozen.received.metrics["video.freeze_ratio"] ?? 0 > 0.45)
    }

    @Test("A recording of more than a day is no call")
    func tooLong() throws {
        let slow = try #require(FrameRate(1, per: 1_000))
        let pictures = [I420Frame](repeating: I420Frame(width: 2, height: 2), count: 87)
        let file = try Self.file(pictures, rate: slow)
        #expect(throws: PicturePairFault.self) { try PicturePair(sent: file, shown: file) }
    }
}
