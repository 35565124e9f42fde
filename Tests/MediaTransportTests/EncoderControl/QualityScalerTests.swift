import Testing
import Units

@testable import MediaTransport

@Suite("Quality scaler")
struct QualityScalerTests {
    /// Reports frames at 30 a second and says when the scaler found what.
    private struct Run {
        var scaler: QualityScaler
        var now = Timestamp.start
        var found: [(milliseconds: Int64, usage: QualityScaler.Usage)] = []

        init(_ codec: VideoPayloadFormat = .vp8) {
            scaler = QualityScaler(thresholds: QualityScaler.thresholds(of: codec), at: .start)
        }

        /// `nil` is a frame that the encoder dropped.
        mutating func frames(_ quantizers: [Int?]) {
            for quantizer in quantizers {
                check()
                if let quantizer {
                    scaler.encoded(quantizer: quantizer, at: now)
                } else {
                    scaler.dropped()
                }
                now += TimeDelta(nanoseconds: 33_333_333)
            }
        }

        mutating func frames(_ count: Int, _ quantizer: Int?) { frames(Array(repeating: quantizer, count: count)) }

        mutating func check() {
            while let usage = scaler.advance(to: now) { found.append((now.nanoseconds / 1_000_000, usage)) }
        }
    }

    @Test("VP8 is high above 95 and low up to 29; VP9 above 205 and up to 149")
    func thresholds() {
        for (codec, quantizer, usage) in [
            (VideoPayloadFormat.vp8, 96, QualityScaler.Usage.high), (.vp8, 29, .low), (.vp9, 206, .high),
            (.vp9, 149, .low),
        ] {
            var run = Run(codec)
            run.frames(62, quantizer)
            #expect(run.found.map(\.usage) == [usage])
        }
        for (codec, quantizer) in [(VideoPayloadFormat.vp8, 95), (.vp8, 30), (.vp9, 205), (.vp9, 150)] {
            var run = Run(codec)
            run.frames(200, quantizer)
            #expect(run.found.isEmpty)
        }
    }

    @Test("Checks come every 2 s until the first time it is high, then 5 s after it, and every second without frames")
    func cadence() {
        var run = Run()
        #expect(run.scaler.nextTimeout == .start + .seconds(2))
        run.frames(62, 100)
        #expect(run.found.map(\.usage) == [.high])
        #expect(run.scaler.nextTimeout == .start + .seconds(7))
        run.now = .start + .seconds(7)
        run.check()
        // Too few frames were seen since, so the next check comes after half a period.
        #expect(run.scaler.nextTimeout == .start + .seconds(8))
        run.now = .start + .seconds(8)
        run.frames(62, 60)
        // That of 9 s was too early as well, that of 10 s found nothing.
        #expect(run.scaler.nextTimeout == .start + .seconds(15))
    }

    @Test("A low quantiser before the first high one lets the size rise every 2 s")
    func fastRampUp() {
        var run = Run()
        run.frames(30 * 8 + 2, 20)
        #expect(run.found.map(\.usage) == [.low, .low, .low, .low])
    }

    @Test("The quantiser is averaged over time: 0.9995 a millisecond for high, 0.9999 for low")
    func filters() {
        // From 40, the fast filter needs ln(66 / 10) / -ln 0.9995 = 3773 ms of 106 to reach 96.
        var run = Run()
        run.frames(57, 40)
        run.frames(30 * 10, 106)
        #expect(run.found.first?.usage == .high)
        // It begins to rise at 1.87 s, so the check of 4 s is too early and that of 6 s is not.
        #expect(run.found.first.map { (6_000..<6_034).contains($0.milliseconds) } == true)

        // The slow one needs ln(71 / 9) / -ln 0.9999 = 20.65 s to come down from 100 to below 30 (at 21).
        var falling = Run()
        falling.frames(1, 92)
        falling.frames(30 * 30, 21)
        #expect(falling.found.first.map { (22_000..<22_034).contains($0.milliseconds) } == true)
        #expect(falling.found.first?.usage == .low)
    }

    @Test("Three frames dropped in five count as a high quantiser, whatever the quantiser is")
    func drops() {
        var run = Run()
        let pattern: [Int?] = [nil, nil, nil, 50, 50]
        run.frames((0..<12).flatMap { _ in pattern })
        run.now = .start + .seconds(2)
        run.check()
        #expect(run.found.map(\.usage) == [.high])

        var fewer = Run()
        let rarer: [Int?] = [nil, nil, 50, nil, 50, 50]
        fewer.frames((0..<20).flatMap { _ in rarer })
        #expect(fewer.found.isEmpty)
    }

    @Test("Nothing is found before 60 frames")
    func fewFrames() {
        var run = Run()
        run.frames(59, 120)
        run.now = .start + .seconds(2)
        run.check()
        #expect(run.found.isEmpty)
        run.frames(1, 120)
        run.now = .start + .seconds(4)
        run.check()
        #expect(run.found.map(\.usage) == [.high])
    }
}
