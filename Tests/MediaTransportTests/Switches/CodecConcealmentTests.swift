import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("Gaps that the codec fills")
struct CodecConcealmentTests {
    @Test("What follows the codec's concealment needs no merge", arguments: [false, true])
    func merge(byCodec: Bool) {
        var driver = ReceiverAudioDriver()
        driver.concealsByCodec = byCodec
        driver.run(packetCount: 300) { (150...152).contains($0) ? nil : 20 }
        #expect(driver.operations.contains(.expand))
        #expect(driver.operations.contains(.merge) == !byCodec)
        #expect(driver.audio.concealmentEvents == 1)
        #expect(driver.audio.concealedSamples > 2 * 960 && driver.audio.concealedSamples < 5 * 960)
    }

    @Test("An interruption of 150 ms by the codec's concealment is one")
    func interruption() {
        var driver = ReceiverAudioDriver()
        driver.concealsByCodec = true
        driver.run(packetCount: 300) { (150...165).contains($0) ? nil : 20 }
        #expect(driver.audio.interruptionCount == 1)
        #expect(driver.audio.totalInterruptionDuration > 0.25)
    }
}
