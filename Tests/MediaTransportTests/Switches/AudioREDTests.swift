import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("Opus in RED")
struct AudioREDTests {
    private static let opus = OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)

    private func frame(_ number: Int, length: Int = 80, isDTX: Bool = false, gap: Int = 960) -> EncodedAudioFrame {
        EncodedAudioFrame(
            payload: .described(length: length, frame: UInt32(number)),
            captureTime: .start + .milliseconds(Int64(number) * 20),
            rtpTimestamp: UInt32(number * gap),
            descriptor: OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: isDTX)
        )
    }

    private func sent(_ frames: [EncodedAudioFrame]) -> [RTPPacket] {
        var configuration = SenderBandwidthTests.configuration
        configuration.isAudioREDEnabled = true
        var sender = MediaSender(configuration: configuration, at: .start)
        var effects: [SenderEffect] = []
        for frame in frames { sender.send(frame, at: frame.captureTime, into: &effects) }
        // Without the padding of probes.
        return effects.compactMap { effect in
            guard case .transmit(let packet) = effect, packet.header.ssrc == 1 else { return nil }
            return packet
        }
    }

    private func copies(_ packet: RTPPacket) -> [OpusRedundancy.Block]? {
        guard case .opusRED(let redundancy) = packet.descriptor else { return nil }
        return redundancy.blocks
    }

    @Test("Each packet carries the one before, the first none")
    func chain() {
        let packets = sent([frame(0), frame(1), frame(2)])
        #expect(packets.map(\.header.payloadType) == [63, 63, 63])
        #expect(packets.map { copies($0)?.map(\.payload) } == [[], [frame(0).payload], [frame(1).payload]])
        #expect(copies(packets[2])?.map(\.timestampOffset) == [960])
        // A header of 20 bytes with its extension, 4 and 1 of RED.
        #expect(packets.map(\.length) == [101, 185, 185])
    }

    @Test("Pauses, far and large frames are not repeated; a frame too large for RED goes as plain Opus")
    func limits() {
        let paused = sent([frame(0), frame(1, length: 1, isDTX: true), frame(2)])
        #expect(paused.map { copies($0)?.count } == [0, 1, 0])
        #expect(sent([frame(0), frame(1, gap: 1 << 14)]).map { copies($0)?.count } == [0, 0])
        #expect(sent([frame(0, length: 1_000), frame(1, length: 250)]).map { copies($0)?.count } == [0, 0])
        let large = sent([frame(0, length: 1_024), frame(1)])
        #expect(large.map(\.header.payloadType) == [111, 63])
        #expect(large.map { copies($0)?.count } == [nil, 0])
    }

    /// 500 packets, of which some are lost, each with a copy of the one before where there is `red`, played at least
    /// `delay` late.
    private func driver(
        red: Bool,
        hasFEC: Bool = false,
        delay: TimeDelta = .zero,
        loses: (Int) -> Bool
    ) -> ReceiverAudioDriver {
        var configuration = ReceiverAudioDriver.configuration
        configuration.audioDelayMin = delay
        var driver = ReceiverAudioDriver()
        driver.receiver = MediaReceiver(configuration: configuration)
        for step in 0..<1_000 {
            let number = step / 2
            if step % 2 == 0, !loses(number) {
                var packet = ReceiverAudioDriver.packet(number: number, hasFEC: hasFEC)
                if red, case .opus(let primary) = packet.descriptor {
                    let block = OpusRedundancy.Block(timestampOffset: 960, descriptor: primary, payload: packet.payload)
                    packet.header.payloadType = 63
                    packet.descriptor = .opusRED(OpusRedundancy(blockType: 111, primary: primary, blocks: [block]))
                }
                driver.receive(packet, atMilliseconds: Int64(step) * 10)
            }
            driver.pull()
        }
        return driver
    }

    @Test("A single loss is played from its copy, which counts as second-priority packets do")
    func repair() {
        let plain = driver(red: false) { $0 == 300 }
        #expect(plain.audio.concealmentEvents == 1 && plain.audio.fecPacketsReceived == 0)
        let red = driver(red: true) { $0 == 300 }
        #expect(red.audio.concealedSamples == 0)
        // All but the lost packet and the one that began the stream brought a copy; all but one were not needed.
        #expect(red.audio.fecPacketsReceived == 498)
        #expect(red.audio.fecPacketsDiscarded >= 495 && red.audio.packetsDiscarded == 0)
        #expect(red.decoded.filter(\.isRedundant).map(\.mediaSequenceNumber) == [400])
        #expect(red.receiver.statistics.audioRepair.recoveredByFEC == 1)
        #expect(red.receiver.statistics.audioRepair.residual == 0)
    }

    @Test("Two lost packets in a row leave the first to concealment, unless its copy in the copy brings it back")
    func burst() {
        let red = driver(red: true, delay: .milliseconds(100)) { (300...301).contains($0) }
        #expect(red.audio.concealmentEvents == 1)
        #expect(red.decoded.filter(\.isRedundant).map(\.mediaSequenceNumber) == [401])
        let both = driver(red: true, hasFEC: true, delay: .milliseconds(100)) {
            (300...301).contains($0)
        }
        #expect(both.decoded.filter { $0.isRedundant && $0.isFEC }.map(\.mediaSequenceNumber) == [400])
        #expect(both.audio.concealedSamples == 0)
    }

    @Test("Of two copies of a frame the one in RED is played, and not the one of lower rate in the packet")
    func priority() {
        let red = driver(red: true, hasFEC: true) { $0 == 300 }
        // The stream begins with the copy of a packet that was never sent here.
        let copies = red.decoded.dropFirst().filter { $0.isFEC || $0.isRedundant }
        #expect(copies.map(\.isFEC) == [false])
        #expect(copies.map(\.mediaSequenceNumber) == [400])
    }
}
