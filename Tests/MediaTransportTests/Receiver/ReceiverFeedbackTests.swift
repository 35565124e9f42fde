import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("Transport feedback")
struct ReceiverFeedbackTests {
    private func reports(_ generator: inout TransportFeedbackGenerator, at now: Timestamp) -> [TransportFeedback] {
        var effects: [ReceiverEffect] = []
        generator.advance(to: now, senderSSRC: 9, mediaSSRC: 2, into: &effects)
        return effects.compactMap {
            if case .feedback(.transportFeedback(let report)) = $0 { report } else { nil }
        }
    }

    private func time(microseconds: Int64) -> Timestamp { .start + .microseconds(microseconds) }

    @Test("A report holds arrivals in ticks of 250 µs from a multiple of 64 ms, and nil for what is missing")
    func content() {
        var generator = TransportFeedbackGenerator()
        generator.receive(65_534, at: time(microseconds: 130_000))
        generator.receive(65_535, at: time(microseconds: 131_100))
        generator.receive(1, at: time(microseconds: 135_000))
        #expect(generator.nextTimeout == time(microseconds: 239_375))
        let early = reports(&generator, at: time(microseconds: 239_000))
        #expect(early.isEmpty)
        let result = reports(&generator, at: time(microseconds: 239_375))
        // 2 * 64 ms = 128; 2 ms are 8 ticks, 1.1 ms are 4.4, and from 131.0 to 135.0 are 16.
        let expected = TransportFeedback(
            senderSSRC: 9,
            mediaSSRC: 2,
            baseSequenceNumber: 65_534,
            feedbackPacketCount: 0,
            referenceTime: 2,
            arrivalDeltas: [8, 4, nil, 16]
        )
        #expect(result == [expected])
        #expect(generator.nextTimeout == nil)
    }

    @Test("Rounding never adds up: after a thousand packets the sum is within half a tick")
    func rounding() {
        var generator = TransportFeedbackGenerator()
        for number in 0..<1_000 as Range<UInt16> {
            generator.receive(number, at: time(microseconds: Int64(number) * 1_111))
        }
        var count = 0
        for report in reports(&generator, at: time(microseconds: 2_000_000)) {
            var ticks = Int64(report.referenceTime) * 256
            for delta in report.arrivalDeltas {
                ticks += Int64(delta ?? 0)
                #expect(abs(ticks * 250 - Int64(count) * 1_111) <= 125)
                count += 1
            }
            #expect(report.arrivalDeltas.count <= 100)
        }
        #expect(count == 1_000)
    }

    @Test("What is missing between two reports begins the second")
    func missingAcrossReports() {
        var generator = TransportFeedbackGenerator()
        generator.receive(10, at: time(microseconds: 0))
        _ = reports(&generator, at: time(microseconds: 109_375))
        generator.receive(13, at: time(microseconds: 5_000_000))
        // 46 intervals of 109.375 ms: the clock kept running.
        #expect(generator.nextTimeout == time(microseconds: 5_031_250))
        let result = reports(&generator, at: time(microseconds: 5_031_250))
        #expect(result.map(\.baseSequenceNumber) == [11])
        #expect(result.first?.arrivalDeltas.map { $0 == nil } == [true, true, false])
        #expect(result.first?.feedbackPacketCount == 1)
    }

    @Test("An earlier packet that turns up has itself and everything after it reported again")
    func reordered() {
        var generator = TransportFeedbackGenerator()
        generator.receive(10, at: time(microseconds: 0))
        generator.receive(12, at: time(microseconds: 1_000))
        _ = reports(&generator, at: time(microseconds: 109_375))
        generator.receive(11, at: time(microseconds: 110_000))
        let result = reports(&generator, at: time(microseconds: 218_750))
        #expect(result.map(\.baseSequenceNumber) == [11])
        #expect(result.first?.arrivalDeltas == [184, -436])  // 110 ms - 64 ms; 1 ms - 110 ms
    }

    @Test("A gap in time too long for 16 bits begins a new report")
    func split() {
        var generator = TransportFeedbackGenerator()
        generator.updateBitrate(.kilobitsPerSecond(1))
        generator.receive(1, at: time(microseconds: 0))
        generator.receive(2, at: time(microseconds: 9_000_000))
        let result = reports(&generator, at: time(microseconds: 20_000_000))
        #expect(result.map(\.baseSequenceNumber) == [1, 2])
        #expect(result.map(\.feedbackPacketCount) == [0, 1])
    }

    @Test(
        "Reports take a twentieth of the bitrate, every 50 to 250 ms, on the beat of 64 a second",
        arguments: [(1_000, 62.5), (218, 62.5), (110, 109.375), (43, 250), (5, 250)]
    )
    func interval(kilobits: Int64, milliseconds: Double) {
        var generator = TransportFeedbackGenerator()
        generator.updateBitrate(.kilobitsPerSecond(kilobits))
        generator.receive(1, at: .start)
        let interval = (generator.nextTimeout ?? .start) - .start
        #expect(interval.milliseconds == milliseconds)
    }
}

@Suite("Reports of loss and jitter")
struct ReceiverReportTests {
    private func packet(_ number: UInt16, timestamp: UInt32) -> RTPPacket {
        RTPPacket(
            header: RTPHeader(marker: false, payloadType: 111, sequenceNumber: number, timestamp: timestamp, ssrc: 1),
            descriptor: .opus(OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)),
            payload: .described(length: 80, frame: 0)
        )
    }

    @Test("Jitter follows RFC 3550, appendix A.8, in sixteenths")
    func jitter() {
        var reception = ReceptionStatistics(clockRate: 48_000, reorderingMax: 50)
        // Transit changes by +10, -10 and 0 ms: 480 units each, then nothing.
        for (index, time) in [0, 30, 40, 60].enumerated() {
            reception.receive(
                packet(UInt16(index), timestamp: UInt32(index) * 960),
                at: .start + .milliseconds(Int64(time))
            )
        }
        // J16: 480; 480 + (7680 - 480 + 8) / 16 = 930; 930 - (930 - 8 + 15) / 16 = 872, rounded as the code rounds.
        let first: Int64 = (480 << 4 + 8) >> 4
        let second = first + ((480 << 4) - first + 8) >> 4
        let third = second + (8 - second) >> 4
        let block = reception.makeReportBlock(ssrc: 1, at: .start)
        #expect(block?.jitter == UInt32(third >> 4))
    }

    @Test("The fraction lost covers the interval, the cumulative count the whole, past the wrap")
    func loss() throws {
        var reception = ReceptionStatistics(clockRate: 48_000, reorderingMax: 50)
        for number in 0..<100 where number % 4 != 3 {
            reception.receive(packet(65_500 &+ UInt16(number), timestamp: UInt32(number) * 960), at: .start)
        }
        let firstBlock = reception.makeReportBlock(ssrc: 1, at: .start)
        let first = try #require(firstBlock)
        // Up to number 98: 24 of 99 are missing.
        #expect(first.cumulativeLost == 24)
        #expect(first.fractionLost == UInt8(24 * 256 / 99))
        #expect(first.extendedHighestSequenceNumber == 65_500 + 98)
        for number in 99..<200 {
            reception.receive(packet(65_500 &+ UInt16(number), timestamp: UInt32(number) * 960), at: .start)
        }
        let secondBlock = reception.makeReportBlock(ssrc: 1, at: .start)
        let second = try #require(secondBlock)
        #expect(second.fractionLost == 0)
        #expect(second.cumulativeLost == 24)
    }

    @Test("The delay since the last sender report is in units of 1/65536 s")
    func senderReport() {
        var receiver = MediaReceiver(configuration: ReceiverAudioDriver.configuration)
        var effects: [ReceiverEffect] = []
        let early = receiver.reportBlock(for: .audio, at: .start)
        #expect(early == nil)
        receiver.receive(packet(1, timestamp: 0), at: .start, into: &effects)
        let report = SenderReport(
            ssrc: 1,
            ntpTime: 0x1122_3344_5566_7788,
            rtpTimestamp: 0,
            packetCount: 1,
            octetCount: 80,
            reportBlocks: []
        )
        receiver.receive(report, at: .start + .milliseconds(500))
        let block = receiver.reportBlock(for: .audio, at: .start + .milliseconds(2_750))
        #expect(block?.lastSenderReport == 0x3344_5566)
        #expect(block?.delaySinceLastSenderReport == 147_456)  // 2.25 s
        let late = receiver.reportBlock(for: .audio, at: .start + .seconds(8))
        #expect(late == nil)
    }

    @Test("The ledger tells what was lost, what came back and how")
    func ledger() {
        var ledger = LossLedger()
        for sequence in 10..<20 as Range<Int64> where ![12, 13, 14].contains(sequence) {
            ledger.noteArrival(sequence)
            ledger.noteUsable(sequence, by: .firstTransmission)
        }
        ledger.noteUsable(12, by: .retransmission)
        ledger.noteUsable(13, by: .fec)
        var result = ledger.statistics()
        #expect(result.expected == 10)
        #expect(result.lostBeforeRepair == 3)
        #expect(result.recoveredByRetransmission == 1)
        #expect(result.recoveredByFEC == 1)
        #expect(result.residual == 1)
        // The first transmission of 12 was only slow, and 14 comes too late to be used.
        ledger.noteArrival(12)
        ledger.noteArrival(14)
        result = ledger.statistics()
        #expect(result.lostBeforeRepair == 1)
        #expect(result.recoveredByRetransmission == 0)
        #expect(result.late == 1)
        #expect(result.residual == 1)
    }
}
