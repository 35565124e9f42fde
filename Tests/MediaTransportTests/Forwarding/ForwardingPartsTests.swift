import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("Parts of a selective forwarding unit")
struct ForwardingPartsTests {
    private func time(_ milliseconds: Int64) -> Timestamp { .start + .milliseconds(milliseconds) }

    @Test("One request for a key frame goes at a time, and one more after a second if somebody still waits")
    func keyFrameRequests() {
        var throttle = KeyFrameRequestThrottle()
        func asks(_ milliseconds: Int64) -> Bool { throttle.request(at: time(milliseconds)) }
        func advances(_ milliseconds: Int64) -> Bool { throttle.advance(to: time(milliseconds)) }
        #expect(asks(0))
        #expect(!asks(300))
        #expect(!advances(999))
        #expect(throttle.nextTimeout == time(1_000))
        #expect(advances(1_000))
        // Nobody asked since.
        #expect(!advances(2_000))
        #expect(throttle.nextTimeout == nil)
        #expect(asks(2_001))
        throttle.keyFrameArrived()
        #expect(asks(2_002))
    }

    private func packet(_ number: UInt16) -> RTPPacket {
        RTPPacket(
            header: RTPHeader(marker: false, payloadType: 96, sequenceNumber: number, timestamp: 1, ssrc: 2),
            descriptor: .vp8(VP8Descriptor(startsFrame: true, pictureID: 1, isKeyFrame: false)),
            payload: .described(length: 100, frame: 0)
        )
    }

    @Test("Packets that others had overtaken are found again, across the wrap of their numbers too")
    func history() {
        var history = PacketHistory()
        let numbers: [UInt16] = [65_530, 65_533, 65_531, 65_535, 0, 3, 65_534, 1, 65_532, 2]
        for number in numbers { history.sent(packet(number), at: time(0)) }
        for number in numbers.sorted() {
            let found = history.takeForRetransmission(number, at: time(1))
            #expect(found?.header.sequenceNumber == number)
        }
        for number in [UInt16(4), 65_529] {
            let found = history.takeForRetransmission(number, at: time(1))
            #expect(found == nil)
        }
    }

    @Test("A retransmission becomes the packet that was sent first; padding becomes nothing")
    func original() {
        let identifiers = StreamIdentifiers(audioSSRC: 1, videoSSRC: 2, videoRTXSSRC: 3)
        let types = identifiers.payloadTypes
        for (first, again) in [(types.vp8, types.vp8RTX), (types.vp9, types.vp9RTX), (types.red, types.redRTX)] {
            var sent = packet(77)
            sent.header.payloadType = first
            var resent = sent
            resent.header.payloadType = again
            resent.header.ssrc = 3
            resent.header.sequenceNumber = 9_000
            resent.originalSequenceNumber = 77
            #expect(identifiers.original(of: resent) == sent)
            #expect(identifiers.rtxPayloadType(of: first) == again)
            resent.originalSequenceNumber = nil
            #expect(identifiers.original(of: resent) == nil)
        }
    }

    @Test("The unit's feedback goes every 100 ms, on no browser's beat")
    func feedbackInterval() {
        var generator = TransportFeedbackGenerator(interval: .milliseconds(100))
        var effects: [ReceiverEffect] = []
        var due: [Timestamp] = []
        for step in Int64(0)..<100 {
            generator.receive(UInt16(step), at: time(step * 10))
            guard let next = generator.nextTimeout, next <= time(step * 10) else { continue }
            due.append(next)
            generator.advance(to: next, senderSSRC: 1, mediaSSRC: 2, into: &effects)
        }
        #expect(due == (1...9).map { time($0 * 100) })
    }
}
