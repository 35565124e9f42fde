@testable import RawMedia
import Testing

@Suite("Talking heads")
struct TalkingHeadTests {
    private func draw(_ head: TalkingHead, _ index: Int, mouth: Double = 0) -> I420Frame {
        var frame = I420Frame(width: head.loop.width, height: head.loop.height)
        head.frame(index: index, mouthOpening: mouth, into: &frame)
        return frame
    }

    private func loop(_ preset: TalkingHeadPreset, _ width: Int = 128, _ height: Int = 72, rate: Int = 10)
        -> TalkingHeadLoop
    {
        TalkingHeadLoop(preset: preset, width: width, height: height, frameRate: FrameRate(rate))
    }

    /// Nothing moves but eyes and mouth.
    private let still = TalkingHeadPreset(texture: 1, motion: 0, noise: 0)

    @Test(
        "The same preset gives the same bytes on every machine",
        arguments: zip(
            [TalkingHeadPreset.calm, .normal, .busy, .lowLight],
            [
                409_219_333_524_522_449, 12_666_376_812_758_127_215, 12_476_133_635_985_103_809,
                9_439_655_251_062_336_881,
            ] as [UInt64]
        )
    )
    func golden(preset: TalkingHeadPreset, expected: UInt64) {
        let loop = loop(preset)
        let head = TalkingHead(loop: loop, phase: 3)
        let frames = [0, 1, 17].map { draw(head, $0, mouth: Double($0) / 20) }
        #expect(fingerprint(loop.pixels[...] + frames.flatMap { $0.y + $0.u + $0.v }) == expected)
    }

    @Test("The loop is at most 3 s long and joins its end to its start without a jump")
    func seamless() {
        let loop = loop(TalkingHeadPreset(texture: 1, motion: 1.5, noise: 0), rate: 30)
        #expect(loop.frameCount == 90)
        let size = loop.pixels.count / loop.frameCount
        func difference(_ first: Int, _ second: Int) -> Int {
            let (a, b) = (
                loop.pixels[(first * size)..<((first + 1) * size)], loop.pixels[(second * size)..<((second + 1) * size)]
            )
            return zip(a, b).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        }
        let steps = (0..<89).map { difference($0, $0 + 1) }
        #expect(difference(89, 0) <= steps.max() ?? 0)
        #expect(steps.allSatisfy { $0 > 0 })
    }

    @Test("The head moves further the more motion there is, and not at all without")
    func motion() {
        func reach(_ motion: Double) -> Double {
            let poses = loop(TalkingHeadPreset(texture: 1, motion: motion, noise: 0), 32, 18).poses
            return (poses.map(\.x).max() ?? 0) - (poses.map(\.x).min() ?? 0)
        }
        #expect(reach(0) == 0)
        #expect(reach(0.4) > 0 && reach(1.15) > 2 * reach(0.4))
        // 3 % of the height at most, for motion 1.
        #expect(reach(1) < 0.06)
    }

    @Test("An opening mouth darkens the mouth and nothing else")
    func mouth() {
        let head = TalkingHead(loop: loop(still, 320, 180), phase: 1)
        let shut = draw(head, 0)
        var before = 0
        for opening in [0.25, 0.5, 0.75, 1] {
            let open = draw(head, 0, mouth: opening)
            var (darker, outside) = (0, 0)
            for index in open.y.indices where open.y[index] != shut.y[index] {
                let (column, row) = (index % 320, index / 320)
                // Around the middle of the face (160, 76), from 0.05 to 0.2 heights below it.
                if (144...176).contains(column), (85...112).contains(row) { darker += 1 } else { outside += 1 }
            }
            #expect(outside == 0)
            #expect(darker > before)
            before = darker
        }
        #expect(draw(head, 0, mouth: 7).y == draw(head, 0, mouth: 1).y)
    }

    @Test("People blink once in each 3.4 s, for 0.2 s, each in their own time")
    func blinks() {
        func shut(_ phase: UInt64) -> [Bool] {
            (0..<3_400).map { FaceLook(time: Double($0) / 100, phase: phase, mouthOpening: 0).eyeOpening < 1 }
        }
        let blinks = shut(1)
        #expect(zip(blinks, blinks.dropFirst()).filter { !$0 && $1 }.count == 10)
        #expect((180...200).contains(blinks.filter { $0 }.count))
        #expect(blinks != shut(2))
    }

    @Test("Eyes look about and blink in the picture")
    func eyes() {
        let head = TalkingHead(loop: loop(still, 320, 180), phase: 1)
        let distinct = Set((0..<100).map { fingerprint(draw(head, $0).y) })
        #expect(distinct.count > 5)
    }

    @Test("Different parties begin at different places of one loop")
    func phases() {
        let loop = loop(.calm)
        let prints = Set((0..<10).map { fingerprint(draw(TalkingHead(loop: loop, phase: $0), 0).y) })
        #expect(prints.count >= 8)
        let head = TalkingHead(loop: loop, phase: 5)
        #expect(fingerprint(draw(head, 12).y) == fingerprint(draw(TalkingHead(loop: loop, phase: 5), 12).y))
    }

    @Test("Drawing reuses the planes of the picture that it is given")
    func reuse() {
        let head = TalkingHead(loop: loop(.normal), phase: 1)
        var frame = I420Frame(width: 128, height: 72)
        func places() -> [Int] {
            [frame.y, frame.u, frame.v].map { plane in plane.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
            }
        }
        // A new picture's chroma planes share their memory until the first of them is written.
        head.frame(index: 0, mouthOpening: 0, into: &frame)
        let before = places()
        for index in 1..<50 { head.frame(index: index, mouthOpening: 0.5, into: &frame) }
        #expect(places() == before)
    }

    @Test("Any size and rate can be drawn", arguments: [(16, 16), (65, 37), (90, 160)])
    func sizes(width: Int, height: Int) throws {
        let rate = try #require(FrameRate(15, per: 2))
        let loop = TalkingHeadLoop(preset: .busy, width: width, height: height, frameRate: rate)
        #expect(loop.frameCount == 22)
        let frame = draw(TalkingHead(loop: loop, phase: 9), 1_000_000, mouth: 1)
        #expect(Set(frame.y).count > 20)
        let source = VideoSource.talkingHead(TalkingHead(loop: loop, phase: 9))
        var other = I420Frame(width: source.width, height: source.height)
        source.frame(index: 1_000_000, mouthOpening: 1, into: &other)
        #expect(other.y == frame.y)
    }

    @Test("Sensor noise has its deviation and is correlated along a row", arguments: [1, 1.5, 2.5])
    func sensorNoise(deviation: Double) {
        let count = 65_536
        var plane = [UInt8](repeating: 128, count: count)
        let noise = SensorNoise(deviation: deviation, width: count, seed: 3)
        plane.withUnsafeMutableBufferPointer { noise.add(to: $0, width: count, picture: 0) }
        let values = plane.map { Double($0) - 128 }
        let variance = values.reduce(0) { $0 + $1 * $1 } / Double(count)
        // Rounding adds 1/12 (Sheppard's correction, exact to 1e-8 here). Correlations of 2/3 and 1/6 make the relative
        // variance of the estimate 2 (1 + 2 (4/9 + 1/36)) / n.
        let relative = (2 * (1 + 2 * (4 / 9.0 + 1 / 36.0)) / Double(count)).squareRoot()
        let wanted = deviation * deviation + 1 / 12.0
        #expect((variance / wanted - 1).magnitude < 4 * relative)
        // A correlation is estimated no worse than a variance (Bartlett).
        let product = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(count)
        let expected = deviation * deviation * 2 / 3
        #expect((product / variance - expected / wanted).magnitude < 4 * relative)
    }
}
