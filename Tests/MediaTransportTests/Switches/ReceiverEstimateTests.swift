import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("The receiver's estimate")
struct ReceiverEstimateTests {
    private func call(_ rates: [(Double, Double)], until end: Double) -> ProtectedCall {
        var path = ProtectedCall.Path()
        path.rates = rates.map { (from: $0.0, bitsPerSecond: $0.1) }
        var call = ProtectedCall(path, seed: 1) { $0.congestionFeedback = .receiverEstimate }
        call.keepsTrace = true
        call.run(until: end)
        return call
    }

    @Test("Every RTP packet tells when it left, none has a transport-wide number, and REMB goes instead of reports")
    func wire() {
        let call = call([], until: 5)
        var (rembCount, wholeCount) = (0, 0)
        for entry in call.trace {
            switch entry.datagram {
            case .rtp(let packet):
                #expect(packet.header.transportSequenceNumber == nil)
                #expect(packet.header.absoluteSendTime == AbsoluteSendTime.value(at: entry.time))
            case .rtcp(let packets):
                for packet in packets {
                    if case .transportFeedback = packet { wholeCount += 1 }
                    if case .remb(let remb) = packet {
                        rembCount += 1
                        #expect(remb.ssrcs.count >= 2 && remb.ssrcs == remb.ssrcs.sorted())
                    }
                }
            case .control: break
            }
        }
        #expect(wholeCount == 0)
        // Two ends, five a second each at most but for falls.
        #expect((10..<80).contains(rembCount), "\(rembCount)")
    }

    @Test("On a thin link the sender comes near the link's rate and its queue does not stay full")
    func thinLink() {
        let call = call([(0, 500e3)], until: 40)
        for end in call.ends {
            let rate = end.sender.availableBitrate.bitsPerSecond
            #expect((250_000..<560_000).contains(rate), "\(rate)")
        }
        let lost = call.ends.map { $0.receiver.statistics.video.packetsLost }
        #expect(lost.allSatisfy { $0 < 200 }, "\(lost)")
    }

    @Test("A drop of the path's rate is followed within six seconds")
    func step() {
        let before = call([(0, 2.5e6), (20, 300e3)], until: 20).ends.map { $0.sender.availableBitrate }
        let after = call([(0, 2.5e6), (20, 300e3)], until: 26).ends.map { $0.sender.availableBitrate }
        #expect(before.allSatisfy { $0 > .kilobitsPerSecond(900) }, "\(before)")
        #expect(after.allSatisfy { $0 < .kilobitsPerSecond(350) }, "\(after)")
    }

    @Test("The time of sending wraps every 64 s and comes back without the wraps")
    func sendTime() {
        var clock = AbsoluteSendTime()
        let first = clock.unwrap(AbsoluteSendTime.value(at: .start + .milliseconds(63_990)))
        var last = first
        for step in Int64(1)...20 {
            let time = Timestamp.start + .milliseconds(63_990 + step * 10_000)
            last = clock.unwrap(AbsoluteSendTime.value(at: time))
            let error = (last - first) - .milliseconds(step * 10_000)
            #expect(error.nanoseconds.magnitude < 8_000)
        }
        #expect(AbsoluteSendTime.value(at: .start + .seconds(1)) == 1 << 18)
        #expect(AbsoluteSendTime.value(at: .start + .seconds(64)) == 0)
    }
}

@Suite("A sender that obeys REMB")
struct ReceiverLimitedEstimatorTests {
    private func time(_ milliseconds: Int64) -> Timestamp { .start + .milliseconds(milliseconds) }

    private func remb(_ bitsPerSecond: Int64) -> ReceiverEstimatedMaximumBitrate {
        ReceiverEstimatedMaximumBitrate(senderSSRC: 1, bitrate: DataRate(bitsPerSecond: bitsPerSecond), ssrcs: [2])
    }

    /// Reports of one loss a second from `start` on, and the clock between them.
    private func run(_ estimator: inout ReceiverLimitedEstimator, loss: Int, from start: Int64, to end: Int64) {
        for now in stride(from: start, to: end, by: 25) {
            if now % 1_000 == 0 { estimator.reported(loss: loss, roundTripTime: .milliseconds(50), at: time(now)) }
            estimator.advance(to: time(now))
        }
    }

    @Test("At the start, without loss, REMB is believed at once; a lower one always")
    func start() {
        var estimator = ReceiverLimitedEstimator(start: 300_000, at: .start)
        estimator.receive(remb(900_000), at: time(100))
        #expect(estimator.target == 300_000)
        estimator.advance(to: time(125))
        #expect(estimator.target == 900_000)
        estimator.receive(remb(400_000), at: time(200))
        #expect(estimator.target == 400_000)
    }

    @Test("Without loss the rate grows by 8 % a second and 1 kbit/s, up to what the receiver says")
    func growth() {
        var estimator = ReceiverLimitedEstimator(start: 300_000, at: .start)
        // The first report ends no start phase, but without REMB there is nothing to believe.
        run(&estimator, loss: 0, from: 1_000, to: 2_000)
        #expect(abs(estimator.target - 325_000) < 1)
        run(&estimator, loss: 0, from: 2_000, to: 6_000)
        // Five steps of x * 1.08 + 1000 from 300,000.
        var expected = 300_000.0
        for _ in 0..<5 { expected = expected * 1.08 + 1_000 }
        #expect(abs(estimator.target - expected) < expected * 0.09, "\(estimator.target)")
        estimator.receive(remb(350_000), at: time(6_000))
        run(&estimator, loss: 0, from: 6_000, to: 12_000)
        #expect(estimator.target == 350_000)
    }

    @Test("Five per cent of loss holds the rate; a quarter cuts it by an eighth, once a report")
    func loss() {
        var estimator = ReceiverLimitedEstimator(start: 300_000, at: .start)
        run(&estimator, loss: 13, from: 4_000, to: 6_000)
        #expect(estimator.target == 300_000)
        run(&estimator, loss: 64, from: 6_000, to: 7_000)
        #expect(estimator.target == 300_000 * 448 / 512)
    }

    @Test("When reports cease the rate stays")
    func silence() {
        var silent = ReceiverLimitedEstimator(start: 300_000, at: .start)
        silent.reported(loss: 0, roundTripTime: .zero, at: time(0))
        for now in stride(from: Int64(6_000), to: 9_000, by: 25) { silent.advance(to: time(now)) }
        let kept = silent.target
        for now in stride(from: Int64(9_000), to: 12_000, by: 25) { silent.advance(to: time(now)) }
        #expect(silent.target == kept)
    }
}
