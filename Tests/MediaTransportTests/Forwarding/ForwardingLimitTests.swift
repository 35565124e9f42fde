import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("A selective forwarding unit with a slow leg")
struct ForwardingLimitTests {
    private func call(
        _ feedback: CongestionFeedback = .transportWide,
        limit: ForwardedLimit = .lowestEstimate,
        isPaced: Bool = true
    ) -> ForwardedCall {
        var call = ForwardedCall(
            sender: { $0.congestionFeedback = feedback },
            unit: {
                $0.congestionFeedback = feedback
                $0.limit = limit
                $0.isPaced = isPaced
            }
        )
        call[.patientDown].rates = [(0, 5e6), (15, 400e3)]
        return call
    }

    @Test("The sender follows the slow leg of the other party, though its own leg carries more")
    func follows() {
        var call = call()
        call.run(until: 15)
        let before = call.end(.clinician).endpoint.sender.availableBitrate
        call.run(until: 40)
        let after = call.end(.clinician).endpoint.sender.availableBitrate
        #expect(before > .kilobitsPerSecond(1_000), "\(before)")
        #expect(after < .kilobitsPerSecond(440), "\(after)")
        #expect(call.statistics(of: .clinician).toldLimit ?? .zero < .kilobitsPerSecond(440))
        // The other direction goes on.
        #expect(call.end(.patient).endpoint.sender.availableBitrate > .kilobitsPerSecond(1_000))
        let lost = call.passed(.patientDown).filter { $0.isLost && $0.time.seconds > 25 }.count
        let sent = call.passed(.patientDown).filter { $0.time.seconds > 25 }.count
        #expect(lost * 20 < sent, "\(lost) of \(sent)")
    }

    @Test("Where nothing is told, the sender goes on and the slow leg loses what it cannot carry")
    func untold() {
        var call = call(limit: .none, isPaced: false)
        call.run(until: 40)
        #expect(call.end(.clinician).endpoint.sender.availableBitrate > .kilobitsPerSecond(1_000))
        let remb = call.passed(.clinicianDown).flatMap(\.datagram.reports).filter {
            if case .remb = $0 { return true }
            return false
        }
        #expect(remb.isEmpty)
        let late = call.passed(.patientDown).filter { $0.time.seconds > 25 }
        #expect(late.filter(\.isLost).count * 2 > late.count)
    }

    @Test("When the slow leg is fast again the sender rises")
    func recovers() {
        var call = call()
        call[.patientDown].rates = [(0, 5e6), (15, 400e3), (30, 5e6)]
        call.run(until: 30)
        let low = call.end(.clinician).endpoint.sender.availableBitrate
        call.run(until: 60)
        let high = call.end(.clinician).endpoint.sender.availableBitrate
        #expect(low < .kilobitsPerSecond(440) && high > low * 2, "\(low) \(high)")
    }

    @Test("With REMB on every leg the unit tells the lower of its own estimate and the other party's")
    func receiverEstimate() {
        var call = call(.receiverEstimate)
        call.run(until: 40)
        #expect(call.end(.clinician).endpoint.sender.availableBitrate < .kilobitsPerSecond(440))
        #expect(call.end(.patient).endpoint.sender.availableBitrate > .kilobitsPerSecond(440))
        for passed in call.trace {
            guard let packet = passed.datagram.packet else { continue }
            #expect(packet.header.absoluteSendTime == AbsoluteSendTime.value(at: passed.time))
        }
        for packet in call.trace.flatMap(\.datagram.reports) {
            if case .transportFeedback = packet { Issue.record("feedback in a call with REMB") }
        }
    }

    @Test("A limit is told at once when it falls, at most five times a second when not, and once a second unchanged")
    func throttle() {
        var limit = SenderLimit()
        func isDue(_ kilobits: Int64, _ milliseconds: Int64) -> Bool {
            limit.isDue(.kilobitsPerSecond(kilobits), at: .start + .milliseconds(milliseconds))
        }
        #expect(isDue(600, 0))
        #expect(!isDue(700, 199))
        #expect(isDue(700, 200))
        #expect(!isDue(690, 210))
        #expect(isDue(670, 220))
        #expect(!isDue(670, 1_219))
        #expect(isDue(670, 1_220))
    }

    @Test("A sender with transport-wide feedback takes REMB as an upper limit, and zero lifts it")
    func senderObeys() {
        var estimator = BandwidthEstimator(start: 800_000, allocation: 50_000...2_000_000, sendsVideo: true, at: .start)
        func remb(_ kilobits: Int64) -> ReceiverEstimatedMaximumBitrate {
            ReceiverEstimatedMaximumBitrate(senderSSRC: 1, bitrate: .kilobitsPerSecond(kilobits), ssrcs: [2])
        }
        estimator.receive(remb(300), at: .start)
        #expect(estimator.target == 300_000)
        estimator.receive(remb(10), at: .start)
        #expect(estimator.target == 50_000)
        estimator.receive(remb(0), at: .start)
        #expect(estimator.target == 50_000)
    }
}
