import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("The loss that Opus is told to expect")
struct ExpectedLossTests {
    @Test("The first report is believed, later ones by their distance in time, and never more than a fifth")
    func smoothing() {
        var loss = ExpectedLoss()
        #expect(loss.value == .never)
        loss.receive(fraction: 0.1, at: .start + .seconds(5))
        #expect(loss.value.value == 0.1)
        // 0.9999^5000 = 0.606515, with 0.9999 in single precision 0.606465.
        loss.receive(fraction: 0, at: .start + .seconds(10))
        #expect(abs(loss.value.value - 0.06064651702918) < 1e-12)
        loss.receive(fraction: 1, at: .start + .seconds(15))
        #expect(loss.value.value == 0.2)
    }

    @Test("Only reports on the audio stream count, and the encoder is told when one comes")
    func reports() {
        let identifiers = StreamIdentifiers(audioSSRC: 1, videoSSRC: 2, videoRTXSSRC: 3)
        var sender = MediaSender(configuration: SenderConfiguration(identifiers: identifiers), at: .start)
        func receive(_ ssrc: UInt32, _ fraction: UInt8) -> [Probability] {
            var effects: [SenderEffect] = []
            let block = ReportBlock(
                ssrc: ssrc,
                fractionLost: fraction,
                cumulativeLost: 0,
                extendedHighestSequenceNumber: 0,
                jitter: 0,
                lastSenderReport: 0,
                delaySinceLastSenderReport: 0
            )
            let report = ReceiverReport(ssrc: 9, reportBlocks: [block])
            sender.receive(.receiverReport(report), at: .start + .seconds(5), into: &effects)
            return effects.compactMap {
                guard case .encoderTarget(let target) = $0 else { return nil }
                return target.expectedLoss
            }
        }
        #expect(receive(2, 64).isEmpty)
        #expect(receive(1, 32) == [Probability(clamping: 0.125)])
    }

    @Test("The maximum video rate follows the size of the frames where nothing else is said")
    func maximumBySize() {
        #expect(SenderConfiguration.maximumVideoBitrate(width: 320, height: 240) == .kilobitsPerSecond(600))
        #expect(SenderConfiguration.maximumVideoBitrate(width: 640, height: 480) == .kilobitsPerSecond(1_700))
        #expect(SenderConfiguration.maximumVideoBitrate(width: 960, height: 540) == .kilobitsPerSecond(2_000))
        #expect(SenderConfiguration.maximumVideoBitrate(width: 1_280, height: 720) == .kilobitsPerSecond(2_500))
        for followsSize in [true, false] {
            var configuration = SenderConfiguration(
                identifiers: StreamIdentifiers(audioSSRC: 1, videoSSRC: 2, videoRTXSSRC: 3),
                startBitrate: .kilobitsPerSecond(1_500)
            )
            configuration.limitsVideoBySize = followsSize
            var sender = MediaSender(configuration: configuration, at: .start)
            var effects: [SenderEffect] = []
            sender.send(Self.frame(width: 320, height: 240), at: .start, into: &effects)
            #expect((sender.encoderTarget.videoBitrate == .kilobitsPerSecond(600)) == followsSize)
            #expect(sender.encoderTarget.videoLinkAllocation >= sender.encoderTarget.videoBitrate)
            sender.send(Self.frame(width: 640, height: 480), at: .start, into: &effects)
            #expect(sender.encoderTarget.videoBitrate > .kilobitsPerSecond(1_200))
        }
    }

    private static func frame(width: Int, height: Int) -> EncodedVideoFrame {
        EncodedVideoFrame(
            payload: .described(length: 1_000, frame: 0),
            isKeyFrame: true,
            captureTime: .start,
            rtpTimestamp: 0,
            codec: .vp8,
            width: width,
            height: height,
            quantizer: 50
        )
    }
}
