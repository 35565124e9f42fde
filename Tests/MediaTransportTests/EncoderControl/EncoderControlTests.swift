import Testing
import Units

@testable import MediaTransport

@Suite("Encoder control")
struct EncoderControlTests {
    private static func configuration(
        _ width: Int = 640,
        _ height: Int = 480,
        _ degradation: DegradationPreference = .maintainFrameRate,
        start: Int64 = 300
    ) -> EncoderControlConfiguration {
        EncoderControlConfiguration(
            codec: .vp8,
            frameSize: FrameSize(width: width, height: height),
            frameRate: 30,
            degradation: degradation,
            startBitrate: .kilobitsPerSecond(start)
        )
    }

    private static func size(_ width: Int, _ height: Int) -> FrameSize { FrameSize(width: width, height: height) }

    @Test(
        "At the start the size falls until it suits the rate: 300 kbit/s for 320x240, 500 for 640x480",
        arguments: [
            (640, 480, 300, 640, 480), (640, 480, 299, 320, 240), (1_280, 720, 300, 640, 360),
            (1_280, 720, 500, 1_280, 720), (1_920, 1_080, 200, 480, 270), (640, 360, 200, 320, 180),
        ] as [(Int, Int, Int64, Int, Int)]
    )
    func initialDrops(width: Int, height: Int, rate: Int64, newWidth: Int, newHeight: Int) {
        var control = EncoderControl(Self.configuration(width, height, start: rate), at: .start)
        control.start(at: .start)
        #expect(control.frameSize == Self.size(newWidth, newHeight))
        // Once media flows the dropper is out of work, however little there is.
        control.setTarget(.kilobitsPerSecond(40), linkAllocation: .zero, at: .start)
        let decision = control.capture(at: .start)
        #expect(decision == .encode(Self.size(newWidth, newHeight)))
    }

    @Test("Pictures are not dropped for their size where it may not change")
    func heldSize() {
        for degradation in [DegradationPreference.maintainResolution, .none] {
            var control = EncoderControl(Self.configuration(1_280, 720, degradation, start: 100), at: .start)
            control.start(at: .start)
            let decision = control.capture(at: .start)
            #expect(decision == .encode(Self.size(1_280, 720)))
        }
    }

    @Test("At most four pictures are dropped at the start")
    func fourDrops() {
        var dropper = InitialFrameDropper(limits: .none)
        let drops = (0..<6).map { _ in dropper.drops(pixels: 4_096 * 2_160, bitrate: .kilobitsPerSecond(100)) }
        #expect(drops == [true, true, true, true, false, false])
    }

    /// Encodes frames of one quantiser and size for some seconds; the sizes it was told, a second at a time.
    private static func encode(
        _ control: inout EncoderControl,
        from second: Int,
        to end: Int,
        quantizer: Int,
        byteCount: Int = 1_000
    ) -> [FrameSize] {
        var sizes: [FrameSize] = []
        for frame in second * 30..<end * 30 {
            let now = Timestamp(nanoseconds: Int64(frame) * 1_000_000_000 / 30)
            guard case .encode(let size) = control.capture(at: now) else { continue }
            control.encoded(byteCount: byteCount, quantizer: quantizer, at: now)
            if frame.isMultiple(of: 30) { sizes.append(size) }
        }
        return sizes
    }

    @Test("A high quantiser takes the size down after 2 s and then every 5 s; a low one brings it back")
    func scales() {
        var control = EncoderControl(Self.configuration(), at: .start)
        control.start(at: .start)
        let down = Self.encode(&control, from: 0, to: 9, quantizer: 110)
        #expect(
            down
                == [2, 5, 2].enumerated().flatMap { index, seconds in
                    Array(
                        repeating: [Self.size(640, 480), Self.size(480, 360), Self.size(320, 240)][index],
                        count: seconds
                    )
                }
        )
        let end = Timestamp.start + .seconds(9)
        #expect(control.limitation.reason == .bandwidth)
        #expect(control.limitation.duration(of: .none, at: end) == .seconds(2))
        #expect(control.limitation.duration(of: .bandwidth, at: end) == .seconds(7))
        #expect(control.limitation.resolutionChanges == 2)

        _ = Self.encode(&control, from: 9, to: 60, quantizer: 10)
        #expect(control.frameSize == Self.size(640, 480))
        #expect(control.limitation.reason == .none)
        #expect(control.limitation.resolutionChanges == 4)
    }

    @Test("Without a preference for it a high quantiser changes nothing")
    func holds() {
        for degradation in [DegradationPreference.maintainResolution, .none] {
            var control = EncoderControl(Self.configuration(640, 480, degradation), at: .start)
            control.start(at: .start)
            _ = Self.encode(&control, from: 0, to: 20, quantizer: 127)
            #expect(control.frameSize == Self.size(640, 480) && control.frameRate == 30)
            #expect(control.limitation.reason == .none)
        }
    }

    @Test("In balance the frame rate falls first")
    func balances() {
        var control = EncoderControl(Self.configuration(640, 480, .balanced), at: .start)
        control.start(at: .start)
        _ = Self.encode(&control, from: 0, to: 3, quantizer: 110)
        #expect(control.frameRate == 15 && control.frameSize == Self.size(640, 480))
        let kept = (90..<120).filter {
            control.capture(at: Timestamp(nanoseconds: Int64($0) * 1_000_000_000 / 30)) != .drop
        }
        #expect(kept.count == 15)
    }

    @Test("The first 30 frames of each encoder are encoded at the allocation divided by 1.2")
    func expectedOvershoot() {
        var control = EncoderControl(Self.configuration(), at: .start)
        control.start(at: .start)
        // What Chromium's recorded calls begin with: 235 kbit/s give 195,833 bit/s, and 1.7 Mbit/s 1,416,667.
        control.setTarget(.kilobitsPerSecond(235), linkAllocation: .kilobitsPerSecond(235), at: .start)
        #expect(control.bitrate == DataRate(bitsPerSecond: 195_833))
        control.setTarget(.kilobitsPerSecond(1_700), linkAllocation: .kilobitsPerSecond(1_700), at: .start)
        #expect(control.bitrate == DataRate(bitsPerSecond: 1_416_667))
        _ = Self.encode(&control, from: 0, to: 2, quantizer: 50, byteCount: 5_000)
        let now = Timestamp.start + .seconds(2)
        control.setTarget(.kilobitsPerSecond(1_700), linkAllocation: .kilobitsPerSecond(1_700), at: now)
        #expect(control.bitrate == .kilobitsPerSecond(1_700))
    }

    @Test("A target is not adjusted below the stream's least rate")
    func leastRate() {
        var adjuster = EncoderBitrateAdjuster(minimum: .kilobitsPerSecond(30))
        for (target, adjusted) in [(30, 30), (33, 30), (36, 30), (20, 20), (60, 50)] as [(Int64, Int64)] {
            let rate = adjuster.adjust(
                .kilobitsPerSecond(target),
                linkAllocation: .zero,
                frameRate: 30,
                at: .start
            )
            #expect(rate == .kilobitsPerSecond(adjusted))
        }
    }

    @Test("An encoder that gives half as much again is asked for two thirds, unless the path has room")
    func overshoot() {
        func rate(link: Int64) -> Double {
            var adjuster = EncoderBitrateAdjuster(minimum: .kilobitsPerSecond(30))
            let (target, link) = (DataRate.kilobitsPerSecond(600), DataRate.kilobitsPerSecond(link))
            var rate = adjuster.adjust(target, linkAllocation: link, frameRate: 30, at: .start)
            for frame in 0..<120 {
                let now = Timestamp(nanoseconds: Int64(frame) * 1_000_000_000 / 30)
                // Half as much again as it is asked for, frame by frame.
                adjuster.encoded(byteCount: Int(rate.bitsPerSecond) * 3 / 2 / 240, at: now)
                rate = adjuster.adjust(target, linkAllocation: link, frameRate: 30, at: now)
            }
            return rate.kilobitsPerSecond
        }
        // Every frame overshoots by half of the ideal; both factors are then 1.5 but for the first frames.
        #expect((395...405).contains(rate(link: 600)))
        #expect(rate(link: 1_200) == rate(link: 600))
    }

    @Test("Frames of uneven size are no overshoot where the path has room for them")
    func headroom() {
        func rate(link: Int64) -> DataRate {
            var adjuster = EncoderBitrateAdjuster(minimum: .kilobitsPerSecond(30))
            let (target, link) = (DataRate.kilobitsPerSecond(600), DataRate.kilobitsPerSecond(link))
            var rate = adjuster.adjust(target, linkAllocation: link, frameRate: 30, at: .start)
            for frame in 0..<120 {
                let now = Timestamp(nanoseconds: Int64(frame) * 1_000_000_000 / 30)
                // Three small frames, then three large ones: the mean is what was asked for.
                let share = frame % 6 < 3 ? 0.4 : 1.6
                adjuster.encoded(byteCount: Int(Double(rate.bitsPerSecond) * share / 240), at: now)
                rate = adjuster.adjust(target, linkAllocation: link, frameRate: 30, at: now)
            }
            return rate
        }
        #expect(rate(link: 600) < .kilobitsPerSecond(560))
        #expect(rate(link: 1_200) > .kilobitsPerSecond(590))
    }
}
