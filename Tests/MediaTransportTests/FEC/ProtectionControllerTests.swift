import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("How much parity goes with video")
struct ProtectionControllerTests {
    static func conditions(
        bitrate: Double = 1.7e6,
        loss: Int = 5,
        roundTrip: Int64 = 40,
        width: Int = 640,
        height: Int = 480
    ) -> ProtectionController.Conditions {
        ProtectionController.Conditions(
            bitrate: bitrate,
            frameRate: 30,
            loss: loss,
            roundTripTime: .milliseconds(roundTrip),
            width: width,
            height: height
        )
    }

    static func factors(
        _ conditions: ProtectionController.Conditions,
        isBesideNACK: Bool = true
    ) -> ProtectionFactors {
        var controller = ProtectionController(isBesideNACK: isBesideNACK)
        return controller.factors(conditions, at: .start)
    }

    @Test("Without loss there is no parity; with some, a fifth of all packets at least and a half at most")
    func limits() {
        #expect(Self.factors(Self.conditions(loss: 0)).areZero)
        for loss in 1...255 {
            for rate in [200e3, 500e3, 1e6, 1.7e6, 3.4e6] {
                let factors = Self.factors(Self.conditions(bitrate: rate, loss: loss))
                #expect((64...255).contains(factors.delta) && factors.key >= min(255, 2 * factors.delta))
            }
        }
        #expect(Self.factors(Self.conditions(loss: 60)).delta == ProtectionController.factor(ofShare: 127))
    }

    @Test("Below a round trip of 20 ms only key frames are protected")
    func shortRoundTrip() {
        let factors = Self.factors(Self.conditions(roundTrip: 19))
        #expect(factors.delta == 0 && factors.key > 0)
        #expect(Self.factors(Self.conditions(roundTrip: 19), isBesideNACK: false).delta > 0)
    }

    @Test("Few bytes a frame are not protected: 400, 700 or 1000 by size, unless the round trip is long")
    func fewBytes() {
        #expect(Self.factors(Self.conditions(bitrate: 700 * 240 * 0.95)).areZero)
        #expect(!Self.factors(Self.conditions(bitrate: 700 * 240 * 1.1)).areZero)
        #expect(!Self.factors(Self.conditions(bitrate: 500 * 240, width: 320, height: 240)).areZero)
        #expect(Self.factors(Self.conditions(bitrate: 700 * 240 * 1.1, width: 1_280, height: 720)).areZero)
        #expect(!Self.factors(Self.conditions(bitrate: 700 * 240 * 0.95, roundTrip: 200)).areZero)
    }

    @Test("Groups span the frames of two round trips, six at most")
    func frames() {
        #expect(
            [10, 40, 60, 100, 300].map { Self.factors(Self.conditions(roundTrip: $0)).frameCountMax } == [
                1, 2, 4, 6, 6,
            ]
        )
        #expect(Self.factors(Self.conditions(roundTrip: 300), isBesideNACK: false).frameCountMax == 1)
    }

    @Test("A peak of loss is remembered for ten seconds")
    func memory() {
        var peak = PeakLoss()
        #expect(peak.update(80, at: .start) == 80)
        var last = 0
        for step in 1...99 { last = peak.update(3, at: .start + .milliseconds(Int64(step) * 100)) }
        #expect(last == 80)
        for step in 100...105 { last = peak.update(3, at: .start + .milliseconds(Int64(step) * 100)) }
        #expect(last == 3)
    }

    @Test("Reports with little in them wait for each other, and sources are told apart")
    func reportedLoss() {
        func block(_ ssrc: UInt32, highest: UInt32, lost: Int32) -> ReportBlock {
            ReportBlock(
                ssrc: ssrc,
                fractionLost: 0,
                cumulativeLost: lost,
                extendedHighestSequenceNumber: highest,
                jitter: 0,
                lastSenderReport: 0,
                delaySinceLastSenderReport: 0
            )
        }
        var loss = ReportedLoss()
        loss.receive([block(1, highest: 100, lost: 50), block(2, highest: 7, lost: 0)], at: .start)
        #expect(loss.fraction == nil && loss.firstReport == nil)
        loss.receive([block(1, highest: 110, lost: 55)], at: .start + .seconds(1))
        #expect(loss.fraction == nil && loss.firstReport == .start + .seconds(1))
        loss.receive([block(1, highest: 115, lost: 55), block(2, highest: 12, lost: 0)], at: .start + .seconds(2))
        #expect(loss.fraction == 5 * 256 / 20)
        loss.receive([block(1, highest: 155, lost: 45)], at: .start + .seconds(3))
        #expect(loss.fraction == 0)
    }

    @Test("Parity rises with loss, within what the fit leaves")
    func table() {
        for rate in stride(from: 5, through: ProtectionTable.rateMax, by: 1) {
            #expect(ProtectionTable.share(rateIndex: rate, loss: 128) >= 120)
            #expect(ProtectionTable.share(rateIndex: rate, loss: 0) <= ProtectionTable.share(rateIndex: rate, loss: 24))
        }
        #expect(ProtectionTable.share(rateIndex: 999, loss: 999) == ProtectionTable.share(rateIndex: 49, loss: 128))
    }
}
