import MediaCodecs
import RawMedia
import Testing
import Units

@Suite("What the video codecs refuse")
struct VideoRefusalTests {
    @Test("VP8 speeds that follow the wall clock are refused", arguments: [0, 1, 6, 16, -17])
    func speed(speed: Int) throws {
        let settings = VideoEncoderSettings(
            codec: .vp8,
            width: 64,
            height: 64,
            bitrate: .kilobitsPerSecond(100),
            speed: speed
        )
        do {
            _ = try VideoEncoder(settings)
            Issue.record("speed \(speed) was taken")
        } catch {
            guard case .invalidSetting("speed", _, _) = error else { throw error }
        }
    }

    @Test("Sizes, rates and frame rates out of range are refused")
    func settings() throws {
        let good = VideoEncoderSettings(codec: .vp9, width: 64, height: 64, bitrate: .kilobitsPerSecond(100))
        let changes: [(inout VideoEncoderSettings) -> Void] = [
            { $0.width = 0 }, { $0.height = 16_384 }, { $0.bitrate = .zero }, { $0.frameRate = 0 },
            { $0.frameRate = .nan }, { $0.speed = -1 },
        ]
        for change in changes {
            var settings = good
            change(&settings)
            do {
                _ = try VideoEncoder(settings)
                Issue.record("\(settings) were taken")
            } catch {
                guard case .invalidSetting = error else { throw error }
            }
        }
    }

    @Test("Speeds follow libwebrtc's sizes")
    func speedBySize() {
        func speed(_ codec: VideoCodec, _ width: Int, _ height: Int) -> Int {
            VideoEncoderSettings(codec: codec, width: width, height: height, bitrate: .zero).effectiveSpeed
        }
        #expect(speed(.vp8, 320, 180) == -4)
        #expect(speed(.vp8, 352, 288) == -6)
        #expect(speed(.vp9, 320, 180) == 5)
        #expect(speed(.vp9, 640, 360) == 7)
        #expect(speed(.vp9, 1_920, 1_080) == 9)
    }

    @Test("A picture must fit the encoder and be later than the one before", arguments: VideoCodec.allCases)
    func pictures(codec: VideoCodec) throws {
        var encoder = try VideoEncoder(.init(codec: codec, width: 64, height: 48, bitrate: .kilobitsPerSecond(100)))
        let good = I420Frame(width: 64, height: 48)
        var short = good
        short.v.removeLast()
        for bad in [I420Frame(width: 48, height: 64), short] {
            do {
                _ = try encoder.encode(bad, presentationTicks: 0)
                Issue.record("a picture that does not fit was taken")
            } catch {
                guard case .wrongPictureSize(64, 48, _, _) = error else { throw error }
            }
        }
        #expect(try encoder.encode(good, presentationTicks: 3_000)?.isKeyFrame == true)
        for ticks: Int64 in [3_000, 2_999] {
            #expect(throws: CodecError.presentationTimeNotLater(previousTicks: 3_000, ticks: ticks)) {
                try encoder.encode(good, presentationTicks: ticks)
            }
        }
    }

    @Test(
        "Broken bytes give a typed error or a picture, and a key frame mends the decoder",
        arguments: VideoCodec.allCases
    )
    func garbage(codec: VideoCodec) throws {
        var encoder = try VideoEncoder(.init(codec: codec, width: 176, height: 144, bitrate: .kilobitsPerSecond(300)))
        var frames: [[UInt8]] = []
        for number in 0..<20 {
            let source = TestPictures.gradient(number, width: 176, height: 144, noise: 8)
            frames += try encoder.encode(source, presentationTicks: Int64(number) * 3_000).map { [$0.bytes] } ?? []
        }
        var decoder = try VideoDecoder(codec, mostPixels: 1 << 20)
        var random = TestRandom(seed: 11)
        var picture: I420Frame?
        var failures = 0
        #expect(throws: CodecError.emptyInput) { try decoder.decode([], into: &picture) }
        for round in 0..<600 {
            var bytes = frames[round % 7 == 0 ? 0 : Int.random(in: 0..<frames.count, using: &random)]
            switch round % 3 {
            case 0:
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            case 1:
                for _ in 0..<8 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
                }
            default:
                bytes = (0..<Int.random(in: 1...200, using: &random)).map { _ in .random(in: 0...255, using: &random) }
            }
            do { _ = try decoder.decode(bytes, into: &picture) } catch { failures += 1 }
        }
        #expect(failures > 0)
        #expect(try decoder.decode(frames[0], into: &picture))
        let mended = try #require(picture)
        #expect(TestPictures.psnr(mended, TestPictures.gradient(0, width: 176, height: 144, noise: 8)) > 25)
    }

    @Test("A key frame with too many pixels is refused before memory is taken")
    func tooLarge() throws {
        var encoder = try VideoEncoder(.init(codec: .vp8, width: 64, height: 64, bitrate: .kilobitsPerSecond(300)))
        let source = TestPictures.gradient(0, width: 64, height: 64)
        var bytes = try #require(try encoder.encode(source, presentationTicks: 0)).bytes
        // RFC 6386, section 9.1: 14 bits each of width and height from byte 6.
        bytes.replaceSubrange(6..<10, with: [0xFF, 0x3F, 0xFF, 0x3F])
        var decoder = try VideoDecoder(.vp8)
        var picture: I420Frame?
        #expect(throws: CodecError.pictureTooLarge(width: 16_383, height: 16_383)) {
            try decoder.decode(bytes, into: &picture)
        }
    }
}
