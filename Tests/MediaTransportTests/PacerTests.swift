import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("Pacer")
struct PacerTests {
    private static func packet(_ number: UInt16 = 0, original: UInt16? = nil) -> RTPPacket {
        var packet = RTPPacket(
            header: RTPHeader(marker: false, payloadType: 96, sequenceNumber: number, timestamp: 0, ssrc: 2),
            descriptor: .padding,
            payload: .described(length: 1_000, frame: 0)
        )
        packet.originalSequenceNumber = original
        return packet
    }

    /// A bucket that is paid at 1 Mbit/s: 8 ms for each packet of 1,000 bytes.
    private static func pacer(canPad: Bool = true) -> Pacer { Pacer(pacingRate: 1e6, canPad: canPad, at: .start) }

    /// Sends what may go now; how many packets of each priority went.
    private static func send(from pacer: inout Pacer, at now: Timestamp) -> [Pacer.Priority] {
        var sent: [Pacer.Priority] = []
        while case .packet(let cluster) = pacer.next(at: now), let queued = pacer.popFirst() {
            sent.append(queued.priority)
            pacer.sent(size: queued.size, probeCluster: cluster, at: now)
        }
        return sent
    }

    @Test("A burst of 40 ms goes at once, and the next when all of it is paid, whatever is queued meanwhile")
    func burst() {
        var pacer = Self.pacer()
        for _ in 0..<12 { pacer.enqueue(Self.packet(), priority: .video, size: 1_000, at: .start) }
        // Five packets owe 40 ms.
        #expect(Self.send(from: &pacer, at: .start).count == 5)
        let later = Timestamp.start + .milliseconds(20)
        pacer.enqueue(Self.packet(), priority: .audio, size: 100, at: later)
        #expect(Self.send(from: &pacer, at: later) == [.audio])
        // 40 ms, and 0.8 ms for the audio.
        let due = pacer.nextTimeout ?? .distantFuture
        #expect((due - .start - .microseconds(40_800)).nanoseconds.magnitude < 1_000)
        #expect(Self.send(from: &pacer, at: due - .milliseconds(1)).isEmpty)
        #expect(Self.send(from: &pacer, at: due) == [Pacer.Priority](repeating: .video, count: 5))
    }

    @Test("Audio goes before what is sent again, and that before new video")
    func order() {
        var pacer = Self.pacer()
        pacer.enqueue(Self.packet(), priority: .video, size: 1_000, at: .start)
        pacer.enqueue(Self.packet(), priority: .videoRetransmission, size: 1_000, at: .start)
        pacer.enqueue(Self.packet(), priority: .audioRetransmission, size: 100, at: .start)
        pacer.enqueue(Self.packet(), priority: .audio, size: 100, at: .start)
        let sent = Self.send(from: &pacer, at: .start)
        #expect(sent == [.audio, .audioRetransmission, .videoRetransmission, .video])
        #expect(pacer.isEmpty)
    }

    @Test("Nothing waits longer than two seconds, however slow the rate")
    func queueLimit() {
        var pacer = Pacer(pacingRate: 1_000, canPad: true, at: .start)
        for _ in 0..<100 { pacer.enqueue(Self.packet(), priority: .video, size: 1_000, at: .start) }
        var now = Timestamp.start
        var count = 0
        while !pacer.isEmpty, let due = pacer.nextTimeout {
            now = max(now, due)
            count += Self.send(from: &pacer, at: now).count
        }
        #expect(count == 100)
        #expect(now <= .start + .seconds(2))
    }

    @Test("A key frame empties the queues of video, unless part of a key frame waits")
    func flush() {
        var pacer = Self.pacer()
        pacer.enqueue(Self.packet(), priority: .audio, size: 100, at: .start)
        pacer.enqueue(Self.packet(7, original: 41), priority: .videoRetransmission, size: 1_000, at: .start)
        pacer.enqueue(Self.packet(), priority: .video, size: 1_000, at: .start)
        let flushed = pacer.flushVideo(at: .start)
        #expect(flushed.packetCount == 2 && flushed.resendNumbers == [41])
        pacer.enqueue(Self.packet(), priority: .video, isKeyFrame: true, size: 1_000, at: .start)
        pacer.enqueue(Self.packet(), priority: .video, size: 1_000, at: .start)
        #expect(pacer.flushVideo(at: .start).packetCount == 0)
        #expect(Self.send(from: &pacer, at: .start) == [.audio, .video, .video])
        #expect(pacer.isEmpty)
        pacer.enqueue(Self.packet(), priority: .video, size: 1_000, at: .start)
        #expect(pacer.flushVideo(at: .start).packetCount == 1)
        #expect(pacer.isEmpty)
    }

    @Test("A probe starts with a small packet of padding, or with media where there is nothing to pad with")
    func probeStart() {
        for canPad in [true, false] {
            var pacer = Self.pacer(canPad: canPad)
            pacer.append(ProbeCluster(identifier: 3, bitrate: 900_000), at: .start)
            pacer.enqueue(Self.packet(), priority: .video, size: 1_000, at: .start)
            switch pacer.next(at: .start) {
            case .padding(let bytes, let cluster): #expect(canPad && bytes == 1 && cluster == 3)
            case .packet(let cluster): #expect(!canPad && cluster == 3)
            case nil: Issue.record("nothing goes")
            }
        }
    }

    @Test("A probe is sent at its own rate, with the audio that falls due in it")
    func probeRate() {
        var pacer = Self.pacer()
        pacer.append(ProbeCluster(identifier: 1, bitrate: 800_000), at: .start)
        for _ in 0..<3 { pacer.enqueue(Self.packet(), priority: .video, size: 1_000, at: .start) }
        guard case .padding(_, let cluster) = pacer.next(at: .start) else {
            Issue.record("the probe does not start with padding")
            return
        }
        pacer.sent(size: 100, probeCluster: cluster, at: .start)
        // 100 bytes at 800 kbit/s.
        let first = pacer.nextTimeout ?? .distantFuture
        #expect(first == .start + .milliseconds(1))
        pacer.enqueue(Self.packet(), priority: .audio, size: 100, at: .start)
        #expect(pacer.next(at: .start) == nil)
        guard case .packet(1) = pacer.next(at: first), let queued = pacer.popFirst() else {
            Issue.record("nothing goes in the slot")
            return
        }
        #expect(queued.priority == .audio)
    }
}

@Suite("Loss windows")
struct LossObservationsTests {
    @Test("A packet that comes late within its window is no loss, one that never comes is")
    func latePacket() {
        var observations = LossObservations()
        func result(_ number: Int64, milliseconds: Int64, isReceived: Bool) -> PacketResult {
            let sent = SentPacket(
                sequenceNumber: number,
                sendTime: .start + .milliseconds(milliseconds),
                size: 1_000,
                probeCluster: -1
            )
            return PacketResult(sent: sent, receiveTime: isReceived ? .start + .milliseconds(milliseconds + 50) : nil)
        }
        for base in stride(from: Int64(0), to: 12, by: 3) {
            let time = base * 100
            _ = observations.receive([
                result(base, milliseconds: time, isReceived: false),
                result(base + 1, milliseconds: time + 100, isReceived: false),
            ])
            _ = observations.receive([
                result(base, milliseconds: time, isReceived: true),
                result(base + 2, milliseconds: time + 290, isReceived: true),
            ])
        }
        #expect(observations.count >= 3)
        for window in observations.windows.dropFirst() { #expect(window.lost == 1) }
    }
}
