import MediaTransport
import RTPWire
import TestSupport
import Testing
import Units

@Suite("Video receiver")
struct ReceiverVideoTests {
    /// Every delta frame must follow the decoding of the picture before it.
    private func expectUnbrokenReferences(_ frames: [ReceivedVideoFrame]) {
        var last: Int64?
        for frame in frames {
            if frame.isKeyFrame {
                #expect(frame.pictureID > last ?? .min)
            } else {
                #expect(frame.pictureID - 1 == last)
            }
            last = frame.pictureID
        }
    }

    @Test("A steady stream is decoded whole, in order and in time", arguments: [false, true])
    func steadyStream(usesVP9: Bool) {
        var driver = ReceiverVideoDriver(seed: 1)
        driver.usesVP9 = usesVP9
        driver.run(frameCount: 300, untilMilliseconds: 10_200)
        #expect(driver.decoded.map(\.pictureID) == (7..<307).map(Int64.init))
        #expect(driver.video.framesDecoded == 300)
        #expect(driver.video.framesReceived == 300)
        #expect(driver.video.framesDropped == 0)
        #expect(driver.video.keyFramesDecoded == 1)
        #expect(driver.video.nackCount == 0)
        #expect(driver.video.pliCount == 0)
        #expect(driver.video.freezeCount == 0)
        #expect(driver.receiver.statistics.videoRepair.residual == 0)
        let late = zip(driver.decoded, driver.decodeTimes).filter { $1 > $0.renderTime }
        #expect(late.count <= 1)
        // The whole frame's length, described by its first packet's frame number.
        #expect(driver.decoded[3].payload == .described(length: 4_000, frame: 3))
        #expect(driver.decoded[3].packetCount == 4)
        // The path delays by 20 ms; then come the jitter estimate, the decode time and 10 ms for the renderer.
        let wait = driver.decoded[299].renderTime - driver.decoded[299].completeTime
        #expect(wait >= .milliseconds(15) && wait <= .milliseconds(60))
    }

    @Test("Loss, reordering and repeats never let a frame be decoded past a gap", arguments: 0..<24 as Range<UInt64>)
    func neverPastAGap(seed: UInt64) {
        var driver = ReceiverVideoDriver(seed: seed)
        driver.usesVP9 = seed % 2 == 1
        driver.lossProbability = Double(seed % 6) * 0.06
        driver.jitter = Int64(seed % 4) * 30
        driver.duplicateProbability = seed % 3 == 0 ? 0.2 : 0
        driver.repairs = seed % 5 != 4
        driver.keyFrames = driver.repairs ? [0] : Set(stride(from: 0, to: 300, by: 40))
        driver.run(frameCount: 300, untilMilliseconds: 14_000)
        expectUnbrokenReferences(driver.decoded)
        // Without repair, at a loss of 24 %, only one key frame in ten comes whole.
        #expect(driver.decoded.count > (driver.repairs ? 20 : 0))
        let video = driver.video
        #expect(video.framesDecoded == driver.decoded.count)
        #expect(video.framesDecoded + video.framesDropped <= video.framesReceived)
        let repair = driver.receiver.statistics.videoRepair
        #expect(repair.residual <= repair.lostBeforeRepair + repair.late)
        #expect(repair.recoveredByRetransmission <= repair.lostBeforeRepair)
    }

    @Test("Retransmission repairs moderate loss completely")
    func repair() {
        var driver = ReceiverVideoDriver(seed: 3)
        driver.lossProbability = 0.05
        driver.run(frameCount: 600, untilMilliseconds: 21_500)
        let repair = driver.receiver.statistics.videoRepair
        #expect(driver.video.framesDecoded == 600)
        #expect(repair.lostBeforeRepair > 40)
        #expect(repair.recoveredByRetransmission == repair.lostBeforeRepair)
        #expect(repair.residual == 0)
        #expect(driver.video.packetsLost == repair.lostBeforeRepair)
        #expect(driver.video.retransmittedPacketsReceived >= repair.recoveredByRetransmission)
        #expect(driver.decoded.contains { $0.wasRetransmitted })
        #expect(driver.video.pliCount == 0)
    }

    @Test("The wrap of sequence numbers, time stamps and picture identifiers changes nothing")
    func wrapAround() {
        var plain = ReceiverVideoDriver(seed: 8)
        var wrapping = ReceiverVideoDriver(seed: 8)
        wrapping.firstSequence = 65_500
        wrapping.firstTimestamp = .max - 200_000
        wrapping.firstPictureID = 32_760
        for index in 0...1 {
            var driver = index == 0 ? plain : wrapping
            driver.lossProbability = 0.03
            driver.jitter = 15
            driver.run(frameCount: 300, untilMilliseconds: 11_000)
            if index == 0 { plain = driver } else { wrapping = driver }
        }
        #expect(plain.decodeTimes == wrapping.decodeTimes)
        #expect(plain.decoded.map(\.renderTime) == wrapping.decoded.map(\.renderTime))
        #expect(plain.receiver.statistics == wrapping.receiver.statistics)
        #expect(plain.decoded.map { $0.pictureID - 7 } == wrapping.decoded.map { $0.pictureID - 32_760 })
    }

    @Test("A stream that begins with a delta frame is asked for a key frame at once")
    func beginsWithDelta() throws {
        var driver = ReceiverVideoDriver(seed: 1)
        driver.keyFrames = []
        driver.run(frameCount: 60, untilMilliseconds: 2_100)
        #expect(driver.requestTimes.first == .start + .milliseconds(20))
        let first = try #require(driver.decoded.first)
        #expect(first.isKeyFrame)
    }

    @Test("Without repair a stalled stream waits three seconds before it asks for a key frame")
    func stall() throws {
        var driver = ReceiverVideoDriver(seed: 1)
        driver.lostFrames = [30]
        driver.repairs = false
        driver.run(frameCount: 200, untilMilliseconds: 6_600)
        let lastRelease = try #require(driver.decodeTimes.last)
        #expect(driver.decoded.count == 30)
        #expect(driver.requestTimes.first == lastRelease + .seconds(3))
        #expect(driver.video.framesDropped == 0)
    }

    @Test("A key frame ends the stall, and what it overtook counts as dropped")
    func keyFrameEndsStall() {
        var driver = ReceiverVideoDriver(seed: 1)
        driver.lostFrames = [30]
        driver.repairs = false
        driver.keyFrames = [0, 60]
        driver.run(frameCount: 100, untilMilliseconds: 3_500)
        #expect(driver.decoded.map(\.pictureID) == Array(7..<37) + Array(67..<107))
        #expect(driver.video.framesDropped == 29)
        #expect(driver.video.freezeCount == 1)
        // No request for what lies before the key frame once it is there.
        let lastNACK = driver.feedback.last { if case .genericNACK = $0.packet { true } else { false } }
        #expect(lastNACK.map { $0.time <= .start + .milliseconds(60 * 33 + 20) } == true)
    }

    @Test("While only a key frame helps, it is asked for every 200 ms, as long as packets come")
    func keyFrameRetries() {
        var driver = ReceiverVideoDriver(seed: 1)
        driver.keyFrames = []
        driver.repairs = false
        driver.run(frameCount: 30, untilMilliseconds: 20_000)
        let times = driver.requestTimes.map { ($0 - .start).wholeMilliseconds }
        // At once for the first delta frame, then every 200 ms until 5 s after the last packet.
        #expect(Array(times.prefix(4)) == [20, 220, 420, 620])
        #expect(times.last.map { (5_700...5_980).contains($0) } == true)
    }

    @Test("A decoder error asks for a key frame at once and lets nothing but that through")
    func decoderError() {
        var driver = ReceiverVideoDriver(seed: 1)
        driver.decodeFailures = [27]
        driver.run(frameCount: 100, untilMilliseconds: 3_500)
        #expect(driver.requestTimes.count == 1)
        let failure = driver.decoded.firstIndex { $0.pictureID == 27 } ?? 0
        #expect(driver.decoded[failure + 1].isKeyFrame)
        #expect(driver.video.framesDecoded == driver.decoded.count - 1)
        // The request, the key frame and nothing else: well within a third of a second.
        #expect(driver.decodeTimes[failure + 1] - driver.decodeTimes[failure] < .milliseconds(150))
    }

    @Test("Jitter between frames raises the delay, so that frames come out evenly")
    func jitterRaisesDelay() {
        var calm = ReceiverVideoDriver(seed: 4)
        calm.run(frameCount: 600, untilMilliseconds: 21_000)
        var rough = ReceiverVideoDriver(seed: 4)
        rough.jitter = 120
        // Reordered packets are asked for again, and frames with such packets teach nothing about jitter.
        rough.keepsOrder = true
        rough.run(frameCount: 600, untilMilliseconds: 21_000)
        #expect(rough.receiver.videoTargetDelay > calm.receiver.videoTargetDelay + .milliseconds(20))
        #expect(rough.video.nackCount == 0)
        expectUnbrokenReferences(rough.decoded)
    }

    @Test("A minute of silence is a pause and not a freeze, and the stream goes on after it")
    func longSilence() {
        var driver = ReceiverVideoDriver(seed: 1)
        driver.lostFrames = Set(60..<1_878)
        driver.run(frameCount: 1_950, untilMilliseconds: 66_000)
        #expect(driver.video.pauseCount == 1)
        #expect(driver.video.totalPausesDuration > 59)
        #expect(driver.video.freezeCount == 0)
        #expect(driver.decoded.last.map { $0.pictureID > 7 + 1_930 } == true)
    }

    @Test("Padding and retransmissions count as received, padding never as media")
    func padding() {
        var receiver = MediaReceiver(configuration: ReceiverAudioDriver.configuration)
        var effects: [ReceiverEffect] = []
        for number in 0..<10 as Range<UInt16> {
            let header = RTPHeader(marker: false, payloadType: 97, sequenceNumber: number, timestamp: 0, ssrc: 3)
            let packet = RTPPacket(
                header: header,
                descriptor: .padding,
                payload: .described(length: 0, frame: 0),
                paddingLength: 200
            )
            receiver.receive(packet, at: .start, into: &effects)
        }
        let video = receiver.statistics.video
        #expect(effects.isEmpty)
        #expect(video.packetsReceived == 10)
        #expect(video.bytesReceived == 0)
        #expect(video.headerBytesReceived == 10 * 212)
        let block = receiver.reportBlock(for: .video, at: .start)
        #expect(block == nil)
    }

    @Test("No packets in any order bring it down", arguments: 0..<8 as Range<UInt64>)
    func anyOrder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var receiver = MediaReceiver(configuration: ReceiverAudioDriver.configuration)
        var now = Timestamp.start
        var pending: ReceivedVideoFrame?
        for _ in 0..<3_000 {
            now += .milliseconds(Int64(random.next() % 8))
            var effects: [ReceiverEffect] = []
            let isWild = random.next() % 40 == 0
            let number = UInt16(truncatingIfNeeded: isWild ? random.next() : random.next() % 600)
            let startsFrame = random.next() % 2 == 0
            let isKeyFrame = random.next() % 8 == 0
            let descriptor: PayloadDescriptor =
                switch random.next() % 4 {
                case 0: .padding
                case 1:
                    .vp9(
                        VP9Descriptor(
                            startsFrame: startsFrame,
                            endsFrame: random.next() % 2 == 0,
                            pictureID: number / 2 & 0x7FFF,
                            isInterPredicted: !isKeyFrame,
                            referenceDistances: ReferenceDistances((0..<random.next() % 4).map { UInt8($0) })
                        )
                    )
                default:
                    .vp8(
                        VP8Descriptor(startsFrame: startsFrame, pictureID: number / 2 & 0x7FFF, isKeyFrame: isKeyFrame)
                    )
                }
            let isRTX = random.next() % 5 == 0
            let packet = RTPPacket(
                header: RTPHeader(
                    marker: random.next() % 2 == 0,
                    payloadType: 96,
                    sequenceNumber: number,
                    timestamp: UInt32(number / 2) &* 3_000,
                    ssrc: isRTX ? 3 : 2,
                    transportSequenceNumber: UInt16(truncatingIfNeeded: random.next() % (isWild ? 65_536 : 300))
                ),
                originalSequenceNumber: isRTX ? number : nil,
                descriptor: descriptor,
                payload: .described(length: Int(random.next() % 3) * 500, frame: 0)
            )
            receiver.receive(packet, at: now, into: &effects)
            receiver.advance(to: now, into: &effects)
            if let frame = pending, random.next() % 2 == 0 {
                pending = nil
                receiver.videoDecoded(
                    frame,
                    succeeded: random.next() % 4 != 0,
                    decodeTime: .milliseconds(3),
                    at: now,
                    into: &effects
                )
            }
            for case .decode(let frame) in effects {
                #expect(pending == nil)
                pending = frame
            }
        }
        let repair = receiver.statistics.videoRepair
        #expect(repair.expected >= repair.lostBeforeRepair)
        #expect(repair.residual >= 0)
    }
}
