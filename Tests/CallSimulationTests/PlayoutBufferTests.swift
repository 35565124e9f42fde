import Testing
import Units

@testable import CallSimulation

@Suite("Play-out buffer")
struct PlayoutBufferTests {
    private let captured = Timestamp(nanoseconds: 1_000_000_000)

    @Test("Sound that is played says when it was captured, sample by sample")
    func captureTimes() {
        var buffer = PlayoutBuffer()
        buffer.append([Int16](repeating: 1, count: 960), .decoded(captured: captured))
        let first = buffer.play(480)
        let second = buffer.play(480)
        #expect(first.captureTime == captured)
        #expect(second.captureTime == captured + .milliseconds(10))
        #expect(first.decodedCount == 480)
        #expect(buffer.count == 0)
    }

    @Test("Concealment and decoded sound in one step are told apart")
    func mixed() {
        var buffer = PlayoutBuffer()
        buffer.append([Int16](repeating: 0, count: 120), .concealment)
        buffer.append([Int16](repeating: 1, count: 480), .decoded(captured: captured))
        let heard = buffer.play(480)
        #expect(heard.concealedCount == 120)
        #expect(heard.decodedCount == 360)
        #expect(heard.captureTime == captured - SampleClock.duration(ofSamples: 120))
    }

    @Test("Removing samples brings what follows forward")
    func shortening() {
        var buffer = PlayoutBuffer()
        buffer.append([Int16](repeating: 1, count: 1_440), .decoded(captured: captured))
        let removed = buffer.shorten { samples in
            samples.removeFirst(240)
            return 240
        }
        #expect(removed == 240)
        #expect(buffer.count == 1_200)
        #expect(buffer.play(480).captureTime == captured + .milliseconds(5))
    }
}
