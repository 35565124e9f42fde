import RawMedia
import Testing

@Suite("Clips that repeat")
struct ClipTests {
    private func clip(frames: Int, fileRate: FrameRate, rate: FrameRate, width: Int = 4, height: Int = 4) throws
        -> VideoClip
    {
        let pictures = (0..<frames).map { picture(width: 4, height: 4, number: $0) }
        let file = try Y4MFile(parsing: Y4MFile.encode(frames: pictures, frameRate: fileRate))
        return VideoClip(file: file, width: width, height: height, frameRate: rate)
    }

    @Test("A recording plays forwards and backwards without showing an end twice")
    func pingPong() {
        let repetition = Repetition.thereAndBack
        #expect((0..<10).map { repetition.index($0, of: 4) } == [0, 1, 2, 3, 2, 1, 0, 1, 2, 3])
        #expect((0..<4).map { repetition.index($0, of: 2) } == [0, 1, 0, 1])
        #expect((0..<4).map { repetition.index($0, of: 1) } == [0, 0, 0, 0])
    }

    @Test("A recording that loops starts again, in sound and pictures")
    func loop() throws {
        #expect((0..<7).map { Repetition.loop.index($0, of: 3) } == [0, 1, 2, 0, 1, 2, 0])
        var (sound, block) = (AudioClip(samples: [1, 2, 3], repetition: .loop), [Int16]())
        sound.next(7, into: &block)
        #expect(block == [1, 2, 3, 1, 2, 3, 1])
        let pictures = (0..<3).map { picture(width: 4, height: 4, number: $0) }
        let file = try Y4MFile(parsing: Y4MFile.encode(frames: pictures, frameRate: FrameRate(30)))
        let clip = VideoClip(file: file, width: 4, height: 4, frameRate: FrameRate(30), repetition: .loop)
        #expect((0..<7).map(clip.sourceIndex) == [0, 1, 2, 0, 1, 2, 0])
    }

    @Test("A slower recording repeats pictures and a faster one leaves pictures out, never a later one")
    func otherRates() throws {
        let slow = try clip(frames: 9, fileRate: FrameRate(12), rate: FrameRate(30))
        #expect((0..<11).map(slow.sourceIndex) == [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4])
        let fast = try clip(frames: 9, fileRate: FrameRate(30), rate: FrameRate(10))
        #expect((0..<6).map(fast.sourceIndex) == [0, 3, 6, 7, 4, 1])
        let broadcast = try #require(FrameRate(30_000, per: 1_001))
        let exact = try clip(frames: 9, fileRate: broadcast, rate: broadcast)
        #expect((0..<9).map(exact.sourceIndex) == Array(0..<9))
        #expect(broadcast.index(notAfter: 3_000_000_000, at: FrameRate(30)) == 2_997_002_997)
    }

    @Test("Frame rates are reduced, and impossible ones refused")
    func frameRates() {
        #expect(FrameRate(50, per: 2) == FrameRate(25))
        #expect(FrameRate(0, per: 1) == nil)
        #expect(FrameRate(1, per: 0) == nil)
        #expect(FrameRate(1_001, per: 1) == nil)
        #expect(FrameRate(1, per: 1_001) == nil)
    }

    @Test("A clip of another size is scaled into the given picture")
    func scaled() throws {
        let clip = try clip(frames: 2, fileRate: FrameRate(30), rate: FrameRate(30), width: 8, height: 6)
        var frame = I420Frame(width: 8, height: 6)
        clip.frame(index: 1, into: &frame)
        let expected = picture(width: 4, height: 4, number: 1).scaled(width: 8, height: 6)
        #expect(frame.y == expected.y)
        #expect(frame.v == expected.v)
    }

    @Test("Sound repeats forwards and backwards, across blocks of any length")
    func sound() {
        var (clip, block, all) = (AudioClip(samples: [1, 2, 3, 4]), [Int16](), [Int16]())
        for length in [3, 0, 5, 4] {
            clip.next(length, into: &block)
            #expect(block.count == length)
            all += block
        }
        #expect(all == [1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2])
    }

    @Test("The mouth of a recorded speaker opens with loud sound and closes in silence")
    func envelope() {
        var envelope = SpeechEnvelope()
        envelope.follow(noise(rms: 3_300, count: 960))
        #expect(envelope.opening > 0.99)
        envelope.follow(noise(rms: 400, count: 960))
        #expect((0.3...0.8).contains(envelope.opening))
        for _ in 0..<10 { envelope.follow([Int16](repeating: 0, count: 960)) }
        #expect(envelope.opening < 0.01)
    }
}

@Suite("Scaling pictures")
struct ScalingTests {
    @Test("The same size gives the same picture")
    func identity() {
        let frame = picture(width: 7, height: 5, number: 3)
        let copy = frame.scaled(width: 7, height: 5)
        #expect(copy.y == frame.y && copy.u == frame.u && copy.v == frame.v)
        var other = I420Frame(width: 7, height: 5)
        frame.scale(into: &other)
        #expect(other.y == frame.y)
    }

    @Test("Half the size is the mean of each 2x2 block")
    func half() {
        var frame = I420Frame(width: 4, height: 2)
        frame.y = [0, 10, 100, 110, 20, 30, 120, 130]
        #expect(frame.scaled(width: 2, height: 1).y == [15, 115])
    }

    @Test("Twice the size interpolates at quarters, and repeats at the edges")
    func double() {
        var frame = I420Frame(width: 2, height: 1)
        frame.y = [0, 100]
        #expect(frame.scaled(width: 4, height: 1).y == [0, 25, 75, 100])
    }

    @Test("A flat picture stays flat at any size", arguments: [(1, 1), (3, 8), (17, 9), (64, 64)])
    func flat(width: Int, height: Int) {
        var frame = I420Frame(width: 9, height: 7)
        frame.y = [UInt8](repeating: 77, count: 63)
        let scaled = frame.scaled(width: width, height: height)
        #expect(scaled.y == [UInt8](repeating: 77, count: width * height))
        #expect(scaled.u.count == ((width + 1) / 2) * ((height + 1) / 2))
    }
}
