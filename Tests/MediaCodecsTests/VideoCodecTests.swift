import MediaCodecs
import RawMedia
import Testing
import Units

@Suite("VP8 and VP9")
struct VideoCodecTests {
    @Test("A moving gradient comes back with more than 30 dB", arguments: VideoCodec.allCases)
    func roundTrip(codec: VideoCodec) throws {
        try expectRoundTrip(codec, width: 320, height: 180, pictures: 30)
    }

    @Test("Odd sizes come back whole", arguments: VideoCodec.allCases, [(175, 143), (33, 17), (1, 1), (2, 31)])
    func oddSizes(codec: VideoCodec, size: (width: Int, height: Int)) throws {
        try expectRoundTrip(codec, width: size.width, height: size.height, pictures: 6)
    }

    private func expectRoundTrip(_ codec: VideoCodec, width: Int, height: Int, pictures: Int) throws {
        var settings = VideoEncoderSettings(
            codec: codec,
            width: width,
            height: height,
            bitrate: .kilobitsPerSecond(500)
        )
        settings.dropsFrames = false
        var encoder = try VideoEncoder(settings)
        var decoder = try VideoDecoder(codec)
        var decoded: I420Frame?
        var reconstruction: I420Frame?
        for number in 0..<pictures {
            let source = TestPictures.gradient(number, width: width, height: height)
            let encoded = try #require(try encoder.encode(source, presentationTicks: Int64(number) * 3_000))
            #expect(encoded.isKeyFrame == (number == 0))
            #expect(codec.quantizers.contains(encoded.quantizer))
            #expect(try decoder.decode(encoded.bytes, into: &decoded))
            // Two independent paths to the quantiser: the encoder's choice, and what the decoder reads.
            #expect(decoder.lastQuantizer == encoded.quantizer)
            let picture = try #require(decoded)
            #expect(TestPictures.psnr(source, picture) > 30)
            #expect(try encoder.copyReconstruction(into: &reconstruction))
            #expect(TestPictures.equal(try #require(reconstruction), picture))
        }
    }

    @Test("A key frame comes on request, and another decoder can start there", arguments: VideoCodec.allCases)
    func keyFrameOnRequest(codec: VideoCodec) throws {
        var encoder = try VideoEncoder(.init(codec: codec, width: 176, height: 144, bitrate: .kilobitsPerSecond(400)))
        var late = try VideoDecoder(codec)
        var picture: I420Frame?
        for number in 0..<20 {
            let source = TestPictures.gradient(number, width: 176, height: 144)
            let encoded = try #require(
                try encoder.encode(source, presentationTicks: Int64(number) * 3_000, forceKeyFrame: number == 10)
            )
            #expect(encoded.isKeyFrame == (number == 0 || number == 10))
            if (1..<10).contains(number) {
                #expect(throws: CodecError.keyFrameRequired) { try late.decode(encoded.bytes, into: &picture) }
                #expect(picture == nil)
            } else if number >= 10 {
                #expect(try late.decode(encoded.bytes, into: &picture))
                #expect(TestPictures.psnr(source, try #require(picture)) > 30)
            }
        }
    }

    @Test("Five seconds of noisy pictures stay within 15 % of the rate", arguments: VideoCodec.allCases, [200, 600])
    func bitrate(codec: VideoCodec, kilobits: Int) throws {
        let encoded = try encode(codec, pictures: 150, kilobits: kilobits)
        let rate = Double(encoded.reduce(0) { $0 + ($1?.bytes.count ?? 0) }) * 8 / 5 / 1_000
        #expect(abs(rate / Double(kilobits) - 1) < 0.15, "\(rate) kbit/s")
    }

    @Test("A rate far below the content leaves pictures out, and none when that is off", arguments: VideoCodec.allCases)
    func dropping(codec: VideoCodec) throws {
        let dropping = try encode(codec, pictures: 60, kilobits: 40)
        #expect(dropping.contains { $0 == nil })
        let complete = try encode(codec, pictures: 60, kilobits: 40) { $0.dropsFrames = false }
        #expect(!complete.contains { $0 == nil })
    }

    @Test("VP8 leaves pictures out for two seconds at most, however low the rate")
    func longestDrop() throws {
        let encoded = try encode(.vp8, pictures: 150, kilobits: 1)
        let kept = encoded.indices.filter { encoded[$0] != nil }
        #expect(kept.first == 0)
        #expect(zip(kept, kept.dropFirst()).map { $1 - $0 }.max() == 60)
    }

    @Test("A lower rate takes hold while running", arguments: VideoCodec.allCases)
    func lowerRate(codec: VideoCodec) throws {
        var settings = VideoEncoderSettings(codec: codec, width: 320, height: 180, bitrate: .kilobitsPerSecond(600))
        settings.dropsFrames = false
        var encoder = try VideoEncoder(settings)
        var bytes = [0, 0]
        for number in 0..<150 {
            if number == 60 { try encoder.setRate(.kilobitsPerSecond(150), frameRate: 30) }
            let encoded = try encoder.encode(TestPictures.noisy[number], presentationTicks: Int64(number) * 3_000)
            // Two seconds before the change, and two that begin one second after it.
            if number < 60 { bytes[0] += encoded?.bytes.count ?? 0 }
            if number >= 90 { bytes[1] += encoded?.bytes.count ?? 0 }
        }
        #expect(Double(bytes[1]) < 0.4 * Double(bytes[0]), "\(bytes)")
    }

    @Test("The same input gives the same bytes, one after another and side by side", arguments: VideoCodec.allCases)
    func reproducible(codec: VideoCodec) async throws {
        let expected = try digests(codec)
        #expect(try digests(codec) == expected)
        let together = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for _ in 0..<4 { group.addTask { try digests(codec) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(together == Array(repeating: expected, count: 4))
    }

    private func digests(_ codec: VideoCodec) throws -> [UInt64] {
        try encode(codec, pictures: 30, kilobits: 300).map { digest($0?.bytes ?? []) }
    }

    private func encode(
        _ codec: VideoCodec,
        pictures: Int,
        kilobits: Int,
        _ change: (inout VideoEncoderSettings) -> Void = { _ in }
    ) throws -> [EncodedVideo?] {
        let bitrate = DataRate.kilobitsPerSecond(Int64(kilobits))
        var settings = VideoEncoderSettings(codec: codec, width: 320, height: 180, bitrate: bitrate)
        change(&settings)
        var encoder = try VideoEncoder(settings)
        var encoded: [EncodedVideo?] = []
        for number in 0..<pictures {
            encoded.append(try encoder.encode(TestPictures.noisy[number], presentationTicks: Int64(number) * 3_000))
        }
        return encoded
    }
}
