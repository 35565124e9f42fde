import RawMedia
import Testing

@Suite("Y4M files")
struct Y4MFileTests {
    private func same(_ left: I420Frame, _ right: I420Frame) -> Bool {
        left.width == right.width && left.height == right.height && left.y == right.y && left.u == right.u
            && left.v == right.v
    }

    private func bytes(_ header: String, frames: Int = 1, size: Int = 24) -> [UInt8] {
        Array(header.utf8) + (0..<frames).flatMap { _ in Array("FRAME\n".utf8) + [UInt8](repeating: 9, count: size) }
    }

    @Test("What was written is read back, for even and odd sizes", arguments: [(4, 4), (5, 3), (1, 1), (6, 5)])
    func roundTrip(width: Int, height: Int) throws {
        let frames = (0..<3).map { picture(width: width, height: height, number: $0) }
        let rate = try #require(FrameRate(30_000, per: 1_001))
        let file = try Y4MFile(parsing: Y4MFile.encode(frames: frames, frameRate: rate))
        #expect(file.frameCount == 3)
        #expect(file.frameRate == rate)
        for (index, frame) in frames.enumerated() { #expect(same(file.frame(index), frame)) }
    }

    @Test(
        "All 4:2:0 variants are read, and no variant at all",
        arguments: ["", " C420", " C420jpeg", " C420mpeg2", " C420paldv"]
    )
    func variants(colour: String) throws {
        let file = try Y4MFile(parsing: bytes("YUV4MPEG2 W4 H4 F25:1 Ip A0:0\(colour) XYSCSS=420\n", frames: 2))
        #expect(file.frameCount == 2)
        #expect(file.frame(1).y == [UInt8](repeating: 9, count: 16))
    }

    @Test("Parameters of single frames are passed over")
    func frameParameters() throws {
        let data = Array("YUV4MPEG2 W2 H2 F1:1\nFRAME Ip Xabc\n".utf8) + [1, 2, 3, 4, 5, 6]
        let frame = try Y4MFile(parsing: data).frame(0)
        #expect(frame.y == [1, 2, 3, 4])
        #expect(frame.u == [5])
        #expect(frame.v == [6])
    }

    @Test("Each unsupported or broken file is refused with its reason and the byte")
    func refusals() {
        let cases: [([UInt8], Y4MError)] = [
            ([], Y4MError(.notY4M, at: 0)),
            (Array("YUV4MPEG2 W4 H4".utf8), Y4MError(.endlessHeader, at: 0)),
            (bytes("YUV4MPEG2 H4 F25:1\n"), Y4MError(.missing("W"), at: 0)),
            (bytes("YUV4MPEG2 W4 F25:1\n"), Y4MError(.missing("H"), at: 0)),
            (bytes("YUV4MPEG2 W4 H4\n"), Y4MError(.missing("F"), at: 0)),
            (bytes("YUV4MPEG2 W-4 H4 F25:1\n"), Y4MError(.malformed("W-4"), at: 10)),
            (bytes("YUV4MPEG2 W4 H0 F25:1\n"), Y4MError(.malformed("H0"), at: 13)),
            (bytes("YUV4MPEG2 W999999999 H4 F25:1\n"), Y4MError(.unsupported("W999999999"), at: 10)),
            (bytes("YUV4MPEG2 W4 H4 F25\n"), Y4MError(.malformed("F25"), at: 16)),
            (bytes("YUV4MPEG2 W4 H4 F0:0\n"), Y4MError(.unsupported("F0:0"), at: 16)),
            (bytes("YUV4MPEG2 W4 H4 F25:1 It\n"), Y4MError(.unsupported("It"), at: 22)),
            (bytes("YUV4MPEG2 W4 H4 F25:1 C444\n"), Y4MError(.unsupported("C444"), at: 22)),
            (bytes("YUV4MPEG2 W4 H4 F25:1 C420p10\n"), Y4MError(.unsupported("C420p10"), at: 22)),
            (bytes("YUV4MPEG2 W4 H4 F25:1\n", frames: 0), Y4MError(.noFrames, at: 22)),
            (bytes("YUV4MPEG2 W4 H4 F25:1\n", size: 25), Y4MError(.frameExpected, at: 52)),
            (
                bytes("YUV4MPEG2 W4 H4 F25:1\n", frames: 2, size: 24).dropLast().map { $0 },
                Y4MError(.truncatedFrame(index: 1, expected: 24, available: 23), at: 52)
            ),
        ]
        for (data, expected) in cases {
            #expect(throws: expected) { try Y4MFile(parsing: data) }
            #expect(expected.description.contains("Y4M"))
        }
    }

    @Test("Every truncation of a valid file is a typed error, unless it ends between frames")
    func truncations() throws {
        let frames = (0..<2).map { picture(width: 5, height: 3, number: $0) }
        let whole = Y4MFile.encode(frames: frames, frameRate: FrameRate(25))
        let frameBytes = 6 + 15 + 6 + 6
        for length in 0..<whole.count {
            let cut = Array(whole[..<length])
            if length == whole.count - frameBytes {
                #expect(try Y4MFile(parsing: cut).frameCount == 1)
            } else {
                #expect(throws: Y4MError.self) { try Y4MFile(parsing: cut) }
            }
        }
    }

    @Test("A header without an end is not searched for ever")
    func longHeader() {
        let data = Array("YUV4MPEG2 W4 H4 F25:1 X".utf8) + [UInt8](repeating: 65, count: 5_000) + [10]
        #expect(throws: Y4MError(.endlessHeader, at: 0)) { try Y4MFile(parsing: data) }
    }
}
