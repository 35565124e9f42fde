import RTPWire
import Testing
import Units
import VirtualTime

@testable import CallSimulation
@testable import MediaTransport

@Suite("Play-out of traces")
struct TracedSpeakerTests {
    private static func microphone(repeats: Bool = true, passive: Bool = false) throws -> Microphone {
        let sound = TracedSound(
            byteCount: 80,
            hasInBandFEC: false,
            isDTX: false,
            continuesDTX: false,
            isSpeech: true,
            period: 300,
            repeats: repeats,
            isPassive: passive
        )
        var microphone = Microphone(packets: [sound], firstTimestamp: 0)
        microphone.start(at: .start)
        for _ in 0..<50 { _ = try microphone.capture() }
        return microphone
    }

    private static let random = RandomStream(seed: 3, owner: 1, cause: .concealment)

    private static func packet(_ number: Int) -> AudioPacketToDecode {
        AudioPacketToDecode(
            payload: .described(length: 80, frame: UInt32(number)),
            rtpTimestamp: UInt32(number * 960),
            sequenceNumber: UInt16(number),
            sampleCount: 960,
            isFEC: false,
            isRedundant: false,
            isDTX: false,
            arrivalTime: .start,
            waitingTime: .zero
        )
    }

    @Test("No sample is lost or made from nothing, whatever is decided")
    func balance() throws {
        var microphone = try Self.microphone()
        var speaker = TracedSpeaker(random: Self.random, concealsByCodec: false)
        let operations: [AudioOperation] = [
            .normal, .normal, .accelerate(fast: false), .preemptiveExpand, .expand, .expand, .merge, .normal,
            .comfortNoise,
        ]
        var (number, before) = (0, 0)
        for step in 0..<180 {
            let operation = operations[step % operations.count]
            var packets: [AudioPacketToDecode] = []
            if step % 2 == 0, operation != .expand, operation != .comfortNoise, number < 50 {
                packets = [Self.packet(number)]
                number += 1
            }
            if operation == .merge, packets.isEmpty { continue }
            let (outcome, heard) = speaker.play(
                AudioDecision(operation: operation, packets: packets),
                from: &microphone
            )
            let made = outcome.decodedSampleCount + outcome.concealedSampleCount + outcome.insertedSampleCount
            let came = made - outcome.removedSampleCount + (outcome.mergeDelta ?? 0)
            #expect(before + came - 480 == outcome.bufferedSampleCount, "step \(step), \(operation)")
            #expect(heard.decodedCount + heard.concealedCount + heard.comfortNoiseCount == 480)
            before = outcome.bufferedSampleCount
        }
    }

    @Test("A period is taken out where the sound repeats itself, and nowhere else")
    func stretching() throws {
        for (repeats, passive, removed) in [(true, false, 300), (false, true, 300), (false, false, 0)] {
            var microphone = try Self.microphone(repeats: repeats, passive: passive)
            var speaker = TracedSpeaker(random: Self.random, concealsByCodec: false)
            let decision = AudioDecision(operation: .normal, packets: [Self.packet(0), Self.packet(1), Self.packet(2)])
            _ = speaker.play(decision, from: &microphone)
            let (outcome, _) = speaker.play(
                AudioDecision(operation: .accelerate(fast: false), packets: []),
                from: &microphone
            )
            #expect(outcome.removedSampleCount == removed)
        }
    }

    @Test("A gap is filled in whole periods, and by the codec in whole steps")
    func gaps() throws {
        var microphone = try Self.microphone()
        for (byCodec, made) in [(false, 600), (true, 480)] {
            var speaker = TracedSpeaker(random: Self.random, concealsByCodec: byCodec)
            _ = speaker.play(AudioDecision(operation: .normal, packets: [Self.packet(0)]), from: &microphone)
            _ = speaker.play(AudioDecision(operation: .normal, packets: []), from: &microphone)
            let (outcome, heard) = speaker.play(AudioDecision(operation: .expand, packets: []), from: &microphone)
            #expect(outcome.concealedSampleCount == made)
            #expect(outcome.isConcealedByCodec == byCodec)
            // 30 samples of the sound before are still to be faded.
            #expect(heard.concealedCount == 450)
        }
    }

    @Test("What is heard was captured when the trace says, less the codec's delay")
    func captureTimes() throws {
        var microphone = try Self.microphone()
        var speaker = TracedSpeaker(random: Self.random, concealsByCodec: false)
        _ = speaker.play(AudioDecision(operation: .normal, packets: [Self.packet(4)]), from: &microphone)
        let (_, heard) = speaker.play(AudioDecision(operation: .normal, packets: []), from: &microphone)
        let captured = Timestamp.start + .milliseconds(90) - SampleClock.duration(ofSamples: 30) - Speaker.codecDelay
        #expect(try abs((#require(heard.captureTime) - captured).nanoseconds) <= 1)
    }
}
