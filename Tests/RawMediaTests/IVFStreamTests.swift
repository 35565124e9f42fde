import RawMedia
import Testing

@Suite("IVF, and files written piece by piece")
struct IVFStreamTests {
    @Test("Header and frame have the layout of libvpx")
    func knownBytes() {
        let stream = IVFStream(codec: "VP80", width: 640, height: 360, clockRate: 90_000)
        let header: [UInt8] = [
            68, 75, 73, 70, 0, 0, 32, 0, 86, 80, 56, 48, 0x80, 2, 0x68, 1, 0x90, 0x5F, 1, 0, 1, 0, 0, 0, 3, 0, 0, 0,
            0, 0, 0, 0,
        ]
        #expect(stream.header(frameCount: 3) == header)
        #expect(header.count == IVFStream.headerLength)
        var bytes: [UInt8] = []
        IVFStream.append([9, 8, 7], at: 3_000, to: &bytes)
        #expect(bytes == [3, 0, 0, 0, 0xB8, 0x0B, 0, 0, 0, 0, 0, 0, 9, 8, 7])
    }

    @Test("A WAV file in pieces is the same as at once")
    func wav() throws {
        let samples = (0..<1_000).map { Int16(truncatingIfNeeded: $0 * 77) }
        var bytes = WAVFile.header(sampleCount: samples.count, sampleRate: 48_000)
        WAVFile.append(samples[..<300], to: &bytes)
        WAVFile.append(samples[300...], to: &bytes)
        #expect(bytes == WAVFile.encode(samples: samples, sampleRate: 48_000))
        #expect(try WAVFile(parsing: bytes).samples == samples)
    }

    @Test("A Y4M file in pieces can be read")
    func y4m() throws {
        var frame = I420Frame(width: 5, height: 3)
        var bytes = Y4MFile.header(width: 5, height: 3, frameRate: FrameRate(15))
        for value in [UInt8(20), 40] {
            frame.y[7] = value
            Y4MFile.append(frame, to: &bytes)
        }
        let file = try Y4MFile(parsing: bytes)
        #expect(file.frameCount == 2)
        #expect(file.frame(1).y[7] == 40)
    }
}
