import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("A call through a selective forwarding unit")
struct ForwardingUnitTests {
    private let clinicianVideo = ForwardedCall.identifiers(of: .clinician).videoSSRC
    private let clinicianRTX = ForwardedCall.identifiers(of: .clinician).videoRTXSSRC

    @Test("Media flows both ways, its numbers, times and sources untouched, and nobody asks for anything again")
    func flows() {
        var call = ForwardedCall()
        call.run(until: 10)
        for party in Party.allCases {
            let index = Int(party.rawValue)
            #expect(call.decodedCounts[index] > 290, "\(call.decodedCounts)")
            let up = call.passed(.up(party)).compactMap(\.datagram.packet)
            let down = call.passed(.down(party.other)).compactMap(\.datagram.packet)
            let names = ForwardedCall.identifiers(of: party)
            for ssrc in [names.audioSSRC, names.videoSSRC] {
                let sent = up.filter { $0.header.ssrc == ssrc }
                let passed = down.filter { $0.header.ssrc == ssrc }
                // What was on its way at the end is missing.
                #expect(sent.count - passed.count < 60 && passed.count > 400)
                for (before, after) in zip(sent, passed) {
                    #expect(before.header.sequenceNumber == after.header.sequenceNumber)
                    #expect(before.header.timestamp == after.header.timestamp)
                    #expect(before.header.marker == after.header.marker)
                    #expect(before.payload == after.payload && before.descriptor == after.descriptor)
                }
            }
            let counts = call.statistics(of: party)
            #expect(counts.inboundVideo.nackCount == 0 && counts.outboundVideo.nackCount == 0)
            #expect(counts.outboundVideo.retransmittedPacketsSent == 0)
            let video = call.end(party).endpoint.receiver.statistics.video
            #expect(video.nackCount == 0 && video.packetsLost == 0)
        }
    }

    @Test("A packet lost on the way up is asked for by the unit, and goes on to the receiver when it comes")
    func lostUpstream() {
        var call = ForwardedCall()
        let target = clinicianVideo
        call.drops = { datagram, hop, _ in
            guard hop == .clinicianUp, let packet = datagram.packet else { return false }
            return packet.header.ssrc == target && packet.header.sequenceNumber == 300
        }
        call.run(until: 10)
        let asked = call.passed(.clinicianDown).flatMap(\.datagram.reports).filter { isNACK($0, of: 300) }
        #expect(asked.count == 1)
        let again = call.passed(.clinicianUp).compactMap(\.datagram.packet).filter { packet in
            packet.header.ssrc == clinicianRTX && packet.originalSequenceNumber == 300
        }
        #expect(again.count == 1)
        // It goes on as if nothing had happened, but late: on the media stream.
        let passed = call.passed(.patientDown).compactMap(\.datagram.packet)
        #expect(passed.filter { $0.header.ssrc == target && $0.header.sequenceNumber == 300 }.count == 1)
        let inbound = call.statistics(of: .clinician).inboundVideo
        #expect(inbound.repair.lostBeforeRepair == 1 && inbound.repair.recoveredByRetransmission == 1)
        #expect(inbound.repair.residual == 0 && inbound.packetsRepaired == 1)
        let received = call.end(.patient).endpoint.receiver.statistics
        #expect(received.videoRepair.residual == 0 && received.video.freezeCount == 0)
    }

    @Test("A packet lost on the way down is sent again from what the unit keeps, and the sender hears nothing of it")
    func lostDownstream() {
        var call = ForwardedCall()
        let target = clinicianVideo
        call.drops = { datagram, hop, _ in
            guard hop == .patientDown, let packet = datagram.packet else { return false }
            return packet.header.ssrc == target && packet.header.sequenceNumber == 300
        }
        call.run(until: 10)
        let asked = call.passed(.patientUp).flatMap(\.datagram.reports).filter { isNACK($0, of: 300) }
        #expect(asked.count == 1)
        #expect(!call.passed(.clinicianDown).flatMap(\.datagram.reports).contains { isNACK($0, of: 300) })
        #expect(call.end(.clinician).endpoint.sender.statistics.video.nackCount == 0)
        let again = call.passed(.patientDown).compactMap(\.datagram.packet).filter { $0.originalSequenceNumber == 300 }
        #expect(again.count == 1)
        // The stream of retransmissions is the unit's own, numbered from where it was told to; padding is on it too.
        let rtx = call.passed(.patientDown).compactMap(\.datagram.packet).filter { $0.header.ssrc == clinicianRTX }
        #expect(rtx.map(\.header.sequenceNumber) == rtx.indices.map { 30_000 + UInt16($0) })
        #expect(call.statistics(of: .patient).outboundVideo.retransmittedPacketsSent == 1)
        #expect(call.statistics(of: .clinician).inboundVideo.repair.lostBeforeRepair == 0)
        let repair = call.end(.patient).endpoint.receiver.statistics.videoRepair
        #expect(repair.lostBeforeRepair == 1 && repair.recoveredByRetransmission == 1 && repair.residual == 0)
    }

    @Test("Lost sound is asked for and sent again leg by leg, where that is agreed on")
    func audio() {
        for hop in [ForwardedCall.Hop.clinicianUp, .patientDown] {
            var call = ForwardedCall(
                sender: { $0.isAudioNACKEnabled = true },
                receiver: { $0.isAudioNACKEnabled = true },
                unit: { $0.isAudioNACKEnabled = true }
            )
            let target = ForwardedCall.identifiers(of: .clinician).audioSSRC
            // It leaves at 2.5 s, and again 40 ms later at the earliest.
            let again = Timestamp.start + .milliseconds(2_530)
            call.drops = { datagram, over, now in
                guard over == hop, now < again, let packet = datagram.packet else { return false }
                return packet.header.ssrc == target && packet.header.sequenceNumber == 120
            }
            call.run(until: 6)
            let isUp = hop == .clinicianUp
            let (inbound, outbound) = (call.statistics(of: .clinician), call.statistics(of: .patient))
            #expect(inbound.inboundAudio.packetsRepaired == (isUp ? 1 : 0))
            #expect((inbound.inboundAudio.nackCount > 0) == isUp)
            #expect((call.end(.clinician).endpoint.sender.statistics.audio.nackCount > 0) == isUp)
            #expect(outbound.outboundAudio.nackCount > 0)
            if !isUp { #expect(outbound.outboundAudio.retransmittedPacketsSent > 0) }
            let passed = call.passed(.patientDown).filter { !$0.isLost }.compactMap(\.datagram.packet)
            let arrived = passed.filter { $0.header.ssrc == target && $0.header.sequenceNumber == 120 }
            #expect(!arrived.isEmpty)
        }
    }

    @Test("Each leg's packets are numbered by themselves, and each leg's feedback tells of them only")
    func feedback() {
        var call = ForwardedCall()
        call[.clinicianUp].loss = 0.05
        call.run(until: 10)
        let up = call.passed(.clinicianUp).compactMap(\.datagram.packet?.header.transportSequenceNumber)
        let down = call.passed(.patientDown).compactMap(\.datagram.packet?.header.transportSequenceNumber)
        #expect(up == up.indices.map { UInt16(truncatingIfNeeded: $0 + 1) })
        #expect(down == down.indices.map { UInt16(truncatingIfNeeded: $0 + 1) })
        // Towards the sender: holes where the way up lost. Towards the unit: none, though the media has holes.
        let lost = call.passed(.clinicianUp).filter { $0.isLost && $0.datagram.packet != nil }.count
        let told = lostInFeedback(call.passed(.clinicianDown))
        #expect(lost > 50 && told > lost / 2 && told <= lost, "\(told) of \(lost)")
        #expect(lostInFeedback(call.passed(.patientUp)) == 0)
        #expect(call.statistics(of: .clinician).transportFeedbackSent > 80)
    }

    @Test("Parity passes through, and rebuilds at the receiver what the way down lost")
    func parity() {
        var call = ForwardedCall(sender: { $0.isULPFECEnabled = true })
        // A sender protects against the loss that its own leg reports.
        call[.clinicianUp].loss = 0.05
        call[.patientDown].loss = 0.05
        call.run(until: 20)
        func parity(_ hop: ForwardedCall.Hop) -> [RTPPacket] {
            call.passed(hop).compactMap(\.datagram.packet).filter { packet in
                if case .ulpfec = packet.descriptor { packet.header.ssrc == clinicianVideo } else { false }
            }
        }
        let (sent, passed) = (parity(.clinicianUp), parity(.patientDown))
        let numbers = Set(sent.map(\.header.sequenceNumber))
        #expect(passed.count > 50 && passed.count <= sent.count)
        #expect(passed.allSatisfy { numbers.contains($0.header.sequenceNumber) })
        let repair = call.end(.patient).endpoint.receiver.statistics.videoRepair
        #expect(repair.recoveredByFEC > 0 && repair.recoveredByRetransmission > 0, "\(repair)")
        // What is sent again has the payload type of RED's retransmissions.
        let again = call.passed(.patientDown).compactMap(\.datagram.packet).filter { $0.originalSequenceNumber != nil }
        #expect(again.allSatisfy { $0.header.payloadType == PayloadTypes.chromium.redRTX && $0.redBlockType != nil })
    }

    /// Packets that no feedback says came, among those that feedback speaks of.
    private func lostInFeedback(_ passed: [ForwardedCall.Passed]) -> Int {
        var came: [Int64: Bool] = [:]
        var unwrapper = SequenceUnwrapper()
        for packet in passed.flatMap(\.datagram.reports) {
            guard case .transportFeedback(let feedback) = packet else { continue }
            let base = unwrapper.unwrap(feedback.baseSequenceNumber)
            for (offset, delta) in feedback.arrivalDeltas.enumerated() {
                came[base + Int64(offset)] = came[base + Int64(offset)] ?? false || delta != nil
            }
        }
        return came.values.filter { !$0 }.count
    }

    private func isNACK(_ packet: RTCPPacket, of number: UInt16) -> Bool {
        guard case .genericNACK(let nack) = packet else { return false }
        return nack.mediaSSRC == clinicianVideo && nack.sequenceNumbers.contains(number)
    }
}
