import Testing
import Units

@testable import MediaTransport

@Suite("Resolution and frame-rate steps")
struct VideoAdaptationTests {
    /// A camera whose pictures follow the steps at once.
    private struct Stream {
        let camera: FrameSize
        let cameraRate = 30
        var adaptation: VideoAdaptation

        init(_ width: Int, _ height: Int, _ preference: DegradationPreference = .maintainFrameRate) {
            camera = FrameSize(width: width, height: height)
            adaptation = VideoAdaptation(preference: preference, smallestPixels: 320 * 180)
        }

        var size: FrameSize {
            camera.scaled(
                targetPixels: adaptation.restrictions.targetPixels,
                maximumPixels: adaptation.restrictions.maximumPixels
            )
        }

        var input: VideoAdaptation.Input {
            .init(pixels: size.pixels, frameRate: min(cameraRate, adaptation.restrictions.maximumFrameRate ?? .max))
        }

        var words: String { "\(size.width)x\(size.height)@\(input.frameRate)" }

        mutating func steps(_ count: Int, _ step: (inout Self) -> String) -> [String] {
            (0..<count).map { _ in step(&self) }
        }

        mutating func down() -> String { adaptation.stepDown(from: input) ? words : "no" }
        mutating func up() -> String { adaptation.stepUp(from: input) { _ in true } ? words : "no" }
    }

    @Test(
        "Sizes fall by three fifths of the pixels in fractions of the source, not below 320x180, and rise the same way",
        arguments: [
            (640, 480, ["480x360@30", "320x240@30", "no"], ["480x360@30", "640x480@30", "no"]),
            (640, 360, ["480x270@30", "320x180@30", "no"], ["480x270@30", "640x360@30", "no"]),
            (
                1_280, 720, ["960x540@30", "640x360@30", "480x270@30", "320x180@30", "no"],
                ["480x270@30", "640x360@30", "960x540@30", "1280x720@30", "no"]
            ),
        ]
    )
    func sizes(width: Int, height: Int, down: [String], up: [String]) {
        var stream = Stream(width, height)
        let (went, came) = (stream.steps(down.count) { $0.down() }, stream.steps(up.count) { $0.up() })
        #expect(went == down && came == up)
        #expect(stream.adaptation.restrictions == VideoAdaptation.Restrictions())
    }

    @Test(
        "A source is scaled by 3/4 and 2/3 in turn, by 2/3 first where its sides divide by 3",
        arguments: [
            (1_280, 720, 552_960, 960, 540), (1_280, 720, 400_000, 640, 360), (1_280, 720, 100_000, 320, 180),
            (960, 540, 311_040, 640, 360), (1_920, 1_080, 1_244_160, 1_280, 720), (640, 480, 184_320, 480, 360),
            (854, 480, 245_952, 639, 360), (640, 480, 400_000, 640, 480), (540, 360, 116_640, 360, 240),
        ]
    )
    func scaling(width: Int, height: Int, most: Int, newWidth: Int, newHeight: Int) {
        let size = FrameSize(width: width, height: height).scaled(targetPixels: nil, maximumPixels: most)
        #expect(size == FrameSize(width: newWidth, height: newHeight))
    }

    @Test("Sides are cut to the alignment")
    func alignment() {
        let size = FrameSize(width: 646, height: 362)
        #expect(size.scaled(targetPixels: nil, maximumPixels: 150_000) == FrameSize(width: 483, height: 270))
        #expect(
            size.scaled(targetPixels: nil, maximumPixels: 150_000, alignment: 2) == FrameSize(width: 480, height: 270)
        )
    }

    @Test("A step up aims at five thirds of the pixels and takes the nearest size below four times as many")
    func target() {
        var stream = Stream(640, 480)
        _ = stream.down()
        _ = stream.down()
        _ = stream.up()
        #expect(stream.adaptation.restrictions.targetPixels == 128_000)
        #expect(stream.adaptation.restrictions.maximumPixels == 307_200)
        #expect(stream.adaptation.restrictions.resolutionSteps == 1)
    }

    @Test("No second step is taken before the first has arrived at the encoder")
    func awaiting() {
        var adaptation = VideoAdaptation(preference: .maintainFrameRate, smallestPixels: 320 * 180)
        let whole = VideoAdaptation.Input(pixels: 640 * 480, frameRate: 30)
        let small = VideoAdaptation.Input(pixels: 320 * 240, frameRate: 30)
        let down = [
            adaptation.stepDown(from: whole), adaptation.stepDown(from: whole),
            adaptation.stepDown(from: .init(pixels: 480 * 360, frameRate: 30)),
        ]
        #expect(down == [true, false, true])
        let up = (0..<2).map { _ in adaptation.stepUp(from: small) { _ in true } }
        #expect(up == [true, false])
    }

    @Test("Held to its size, a stream loses a third of its frames a step, down to 2 a second")
    func frameRates() {
        var stream = Stream(640, 480, .maintainResolution)
        let down = [20, 13, 8, 5, 3, 2].map { "640x480@\($0)" } + ["no"]
        let went = stream.steps(down.count) { $0.down() }
        #expect(went == down)
        let up = [3, 4, 6, 9, 13].map { "640x480@\($0)" } + ["640x480@30", "no"]
        let came = stream.steps(up.count) { $0.up() }
        #expect(came == up)
    }

    @Test("In balance, each size first falls to its own frame rate: 15, 10 and 7 a second")
    func balanced() {
        var stream = Stream(640, 480, .balanced)
        let down = ["640x480@15", "480x360@15", "480x360@10", "320x240@10", "320x240@7", "no"]
        let went = stream.steps(down.count) { $0.down() }
        #expect(went == down)
        let up = ["320x240@10", "480x360@10", "480x360@15", "640x480@15", "640x480@30", "no"]
        let came = stream.steps(up.count) { $0.up() }
        #expect(came == up)
    }

    @Test("Where nothing is adapted no step is taken")
    func disabled() {
        var stream = Stream(640, 480, .none)
        let steps = stream.steps(1) { $0.down() } + stream.steps(1) { $0.up() }
        #expect(steps == ["no", "no"])
        let hasStepped = stream.adaptation.stepDownResolution(from: stream.input)
        #expect(!hasStepped)
    }

    @Test("The rate that a larger size needs to start holds a step up back")
    func bitrateConstraint() {
        let limits = ResolutionBitrateLimits([
            .init(pixels: 640 * 360, smallestStartBitrate: .kilobitsPerSecond(300)),
            .init(pixels: 480 * 270, smallestStartBitrate: .kilobitsPerSecond(200)),
        ])
        #expect(limits.smallestStartBitrate(atPixels: 320 * 180) == .kilobitsPerSecond(200))
        #expect(limits.smallestStartBitrate(atPixels: 480 * 270 + 1) == .kilobitsPerSecond(300))
        #expect(limits.smallestStartBitrate(atPixels: 640 * 480) == nil)
        #expect(ResolutionBitrateLimits.none.smallestStartBitrate(atPixels: 1) == nil)

        var stream = Stream(640, 360)
        _ = stream.down()
        var asked: [Int] = []
        let isRefused = !stream.adaptation.stepUp(from: stream.input) { pixels in
            asked.append(pixels)
            return false
        }
        #expect(isRefused && asked == [480 * 270 * 5 / 3] && stream.words == "480x270@30")
    }

    @Test("A limit of frames a second lets them through evenly")
    func limiter() {
        var limiter = FrameRateLimiter()
        limiter.maximum = 10
        let kept = (0..<60).filter { !limiter.drops(at: .start + TimeDelta(nanoseconds: Int64($0) * 33_333_333)) }
        // The first frame sets the beat, half an interval ahead of the second.
        #expect(kept.prefix(4) == [0, 2, 5, 8])
        #expect(zip(kept.dropFirst(), kept.dropFirst(2)).allSatisfy { $1 - $0 == 3 })
        limiter.maximum = nil
        let all = (0..<10).filter { !limiter.drops(at: .start + .milliseconds(2_000 + $0)) }
        #expect(all.count == 10)
    }
}
