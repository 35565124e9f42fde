import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("Audio asked for again")
struct AudioNACKTests {
    private func time(_ milliseconds: Int64) -> Timestamp { .start + .milliseconds(milliseconds) }

    @Test("A gap is asked for at once, and again with the whole list after 5 ms and one and a half round trips")
    func spacing() {
        var tracker = AudioNACKTracker()
        tracker.roundTripTime = .milliseconds(40)
        #expect(tracker.receive(10, timestamp: 0, at: time(0)) == [])
        #expect(tracker.receive(12, timestamp: 1_920, at: time(40)) == [11])
        // 60 ms and 5 ms have not passed; a new gap goes without the old one.
        #expect(tracker.receive(13, timestamp: 2_880, at: time(60)) == [])
        #expect(tracker.receive(15, timestamp: 4_800, at: time(100)) == [14])
        #expect(tracker.receive(16, timestamp: 5_760, at: time(120)) == [11, 14])
        #expect(tracker.receive(11, timestamp: 960, at: time(125)) == [])
        #expect(tracker.recoveredCount == 1 && tracker.hasRecovered(11) && !tracker.hasRecovered(14))
        #expect(tracker.receive(17, timestamp: 6_720, at: time(190)) == [14])
    }

    @Test("What is older than a second less a round trip is not asked for any more")
    func age() {
        var tracker = AudioNACKTracker()
        tracker.roundTripTime = .milliseconds(100)
        _ = tracker.receive(0, timestamp: 0, at: time(0))
        var requests: [(age: Int64, count: Int)] = []
        for number in Int64(2)..<70 {
            let wanted = tracker.receive(number, timestamp: number * 960, at: time(number * 20))
            if wanted == [1] { requests.append(((number - 1) * 20, wanted.count)) }
        }
        #expect(requests.map(\.age).max().map { $0 < 900 && $0 > 700 } == true)
    }

    @Test("An older number that was never missed, and a repetition, ask for nothing")
    func reordering() {
        var tracker = AudioNACKTracker()
        _ = tracker.receive(100, timestamp: 96_000, at: time(0))
        #expect(tracker.receive(99, timestamp: 95_040, at: time(5)) == [])
        #expect(tracker.receive(100, timestamp: 96_000, at: time(6)) == [])
        #expect(tracker.recoveredCount == 0)
    }

    @Test("A silence of discontinuous transmission is no gap, and a jump in time without one in numbers asks nothing")
    func pause() {
        var tracker = AudioNACKTracker()
        _ = tracker.receive(1, timestamp: 0, at: time(0))
        #expect(tracker.receive(2, timestamp: 19_200, at: time(400)) == [])
    }

    private func sender(isEnabled: Bool) -> MediaSender {
        var configuration = SenderBandwidthTests.configuration
        configuration.isAudioNACKEnabled = isEnabled
        return MediaSender(configuration: configuration, at: .start)
    }

    private func resent(isEnabled: Bool) -> (packets: [RTPPacket], sender: MediaSender) {
        var sender = sender(isEnabled: isEnabled)
        var effects: [SenderEffect] = []
        for number in 0..<10 {
            let frame = EncodedAudioFrame(
                payload: .described(length: 80, frame: UInt32(number)),
                captureTime: time(Int64(number) * 20),
                rtpTimestamp: UInt32(number * 960),
                descriptor: OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)
            )
            sender.send(frame, at: time(Int64(number) * 20), into: &effects)
        }
        effects.removeAll()
        let nack = GenericNACK(senderSSRC: 9, mediaSSRC: 1, sequenceNumbers: [3, 5, 400])
        sender.receive(.genericNACK(nack), at: time(200), into: &effects)
        // Again within a round trip: nothing more.
        sender.receive(.genericNACK(nack), at: time(201), into: &effects)
        let packets = effects.compactMap { if case .transmit(let packet) = $0 { packet } else { nil } }
        return (packets, sender)
    }

    @Test("The sender repeats what was asked for on the media stream, as it was, and counts it")
    func answer() {
        let (packets, sender) = resent(isEnabled: true)
        #expect(packets.map(\.header.sequenceNumber) == [3, 5])
        #expect(packets.allSatisfy { $0.header.ssrc == 1 && $0.originalSequenceNumber == nil })
        #expect(packets.map(\.header.timestamp) == [1_920, 3_840])
        let audio = sender.statistics.audio
        #expect(audio.nackCount == 2 && audio.retransmittedPacketsSent == 2 && audio.retransmittedBytesSent == 160)
        #expect(audio.packetsSent == 12)
        #expect(sender.statistics.video.nackCount == 0)
    }

    @Test("Without the agreement a request is counted and not answered")
    func disabled() {
        let (packets, sender) = resent(isEnabled: false)
        #expect(packets.isEmpty && sender.statistics.audio.retransmittedPacketsSent == 0)
        #expect(sender.statistics.audio.nackCount == 2)
    }

    @Test("A repeated packet in time is played, counts as repaired, and leaves nothing concealed")
    func repair() {
        var configuration = ReceiverAudioDriver.configuration
        configuration.isAudioNACKEnabled = true
        configuration.audioDelayMin = .milliseconds(200)
        var driver = ReceiverAudioDriver()
        driver.receiver = MediaReceiver(configuration: configuration)
        var requests: [[UInt16]] = []
        for step in 0..<600 {
            if step % 2 == 0, step / 2 != 200 {
                driver.receive(ReceiverAudioDriver.packet(number: step / 2), atMilliseconds: Int64(step) * 10)
            }
            for case .feedback(.genericNACK(let nack)) in driver.effects {
                #expect(nack.mediaSSRC == 1)
                requests.append(nack.sequenceNumbers)
            }
            driver.effects.removeAll()
            if step == 406 { driver.receive(ReceiverAudioDriver.packet(number: 200), atMilliseconds: 4_060) }
            driver.pull()
        }
        #expect(requests == [[300]])
        let statistics = driver.receiver.statistics
        #expect(statistics.audio.concealedSamples == 0)
        #expect(statistics.audio.nackCount == 1 && statistics.audio.retransmittedPacketsReceived == 1)
        #expect(statistics.audio.packetsLost == 0)
        #expect(statistics.audioRepair.lostBeforeRepair == 1)
        #expect(statistics.audioRepair.recoveredByRetransmission == 1)
        #expect(statistics.audioRepair.residual == 0)
    }
}
