import RTPWire
import TestSupport
import Testing
import Units

@testable import MediaTransport

@Suite("Key frames by FIR")
struct KeyFrameRequestTests {
    @Test("With FIR agreed on, each request is a new command and none is a picture loss indication")
    func requests() {
        var configuration = ReceiverAudioDriver.configuration
        configuration.keyFrameRequest = .fir
        var driver = ReceiverVideoDriver(seed: 1)
        driver.receiver = MediaReceiver(configuration: configuration)
        driver.repairs = false
        driver.lostFrames = [0]
        driver.keyFrames = [0]
        driver.run(frameCount: 60, untilMilliseconds: 2_500)
        let numbers = driver.feedback.compactMap { event -> UInt8? in
            guard case .fullIntraRequest(let request) = event.packet else { return nil }
            #expect(request.mediaSSRC == configuration.videoSSRC)
            return request.commandSequenceNumber
        }
        #expect(!numbers.isEmpty && numbers == numbers.indices.map { UInt8($0) })
        #expect(driver.video.firCount == numbers.count && driver.video.pliCount == 0)
        #expect(driver.requestTimes.isEmpty)
    }

    @Test("The sender makes a key frame for a new command, and not for one repeated")
    func answer() {
        var sender = MediaSender(configuration: SenderBandwidthTests.configuration, at: .start)
        func keyFrames(_ number: UInt8, at milliseconds: Int64) -> Int {
            var effects: [SenderEffect] = []
            let request = FullIntraRequest(senderSSRC: 9, mediaSSRC: 2, commandSequenceNumber: number)
            sender.receive(.fullIntraRequest(request), at: .start + .milliseconds(milliseconds), into: &effects)
            return effects.filter { $0 == .keyFrameRequested }.count
        }
        #expect(keyFrames(0, at: 1_000) == 1)
        #expect(keyFrames(0, at: 2_000) == 0)
        #expect(keyFrames(1, at: 3_000) == 1)
        #expect(sender.statistics.video.firCount == 3)
    }
}
