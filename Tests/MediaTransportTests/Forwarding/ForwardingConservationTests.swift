import MediaTransport
import RTPWire
import Testing
import Units

@Suite("A selective forwarding unit's books, connections and reports")
struct ForwardingConservationTests {
    private func lossyCall(seed: UInt64) -> ForwardedCall {
        var call = ForwardedCall(seed: seed)
        for hop in ForwardedCall.Hop.allCases { call[hop].loss = 0.02 + 0.01 * Double(hop.rawValue) }
        call[.patientDown].rates = [(0, 600e3)]
        return call
    }

    @Test("Every packet that comes is passed on, waits, is dropped or is discarded, and the links agree")
    func conservation() {
        for seed in UInt64(1)...3 {
            var call = lossyCall(seed: seed)
            call.run(until: 20)
            for party in Party.allCases {
                let (inbound, outbound) = (call.statistics(of: party), call.statistics(of: party.other))
                for (received, sent) in [
                    (inbound.inboundVideo, outbound.outboundVideo), (inbound.inboundAudio, outbound.outboundAudio),
                ] {
                    #expect(
                        received.packetsReceived + received.retransmittedPacketsReceived
                            == received.packetsAccepted + received.duplicatesDiscarded + received.paddingDiscarded
                    )
                    #expect(
                        received.packetsAccepted
                            == sent.packetsForwarded + sent.packetsDroppedUnconnected + sent.packetsDroppedByQueue
                            + sent.packetsWaiting
                    )
                    // Accepted is what came at first and what was repaired.
                    let repair = received.repair
                    #expect(Int(received.packetsAccepted) == repair.expected - repair.residual)
                    #expect(
                        repair.residual == repair.lostBeforeRepair - repair.recoveredByRetransmission + repair.late
                    )
                }
                let down = call.passed(.down(party.other)).compactMap(\.datagram.packet)
                let video = outbound.outboundVideo
                let names = ForwardedCall.identifiers(of: party)
                #expect(Int64(down.filter { $0.header.ssrc == names.videoSSRC }.count) == video.packetsForwarded)
                let rtx = Int64(down.filter { $0.header.ssrc == names.videoRTXSSRC }.count)
                #expect(rtx == video.retransmittedPacketsSent + video.paddingPacketsSent)
                #expect(inbound.inboundVideo.packetsRepaired > 0 && video.retransmittedPacketsSent > 0)
                #expect(video.packetsRequested >= video.retransmittedPacketsSent + video.packetsUnanswered)
            }
        }
    }

    @Test("Loss on every link is repaired leg by leg, and pictures go on")
    func repaired() {
        var call = lossyCall(seed: 4)
        call[.patientDown].rates = []
        call.run(until: 20)
        for party in Party.allCases {
            let repair = call.end(party).endpoint.receiver.statistics.videoRepair
            #expect(repair.lostBeforeRepair > 20)
            #expect(repair.residual * 50 < repair.lostBeforeRepair + 50, "\(repair)")
            #expect(call.decodedCounts[Int(party.rawValue)] > 560, "\(call.decodedCounts)")
        }
    }

    @Test("A queue that is full drops video and counts it")
    func fullQueue() {
        var call = ForwardedCall(unit: {
            $0.queueCapacity = DataSize(bytes: 4_000)
            $0.limit = .none
        })
        call[.patientDown].rates = [(0, 150e3)]
        call.run(until: 10)
        let video = call.statistics(of: .patient).outboundVideo
        #expect(video.packetsDroppedByQueue > 0)
        let accepted = call.statistics(of: .clinician).inboundVideo.packetsAccepted
        let dropped = video.packetsDroppedByQueue + video.packetsDroppedUnconnected
        #expect(accepted == video.packetsForwarded + dropped + video.packetsWaiting)
        #expect(call.statistics(of: .patient).outboundAudio.packetsDroppedByQueue == 0)
    }

    @Test("A leg stands after three round trips of its own, whatever the other one does")
    func setUp() {
        var call = ForwardedCall()
        for hop in [ForwardedCall.Hop.patientUp, .patientDown] { call[hop].delay = .milliseconds(90) }
        call.run(until: 2)
        // A check and its answer, then four flights, the first of them with nothing to wait for.
        #expect(call.connectedAt[0] == .start + .milliseconds(120))
        #expect(call.connectedAt[1] == .start + .milliseconds(540))
    }

    @Test("Who is alone sends in vain; who comes later sees a key frame at once, asked for by the unit")
    func lateJoiner() {
        var call = ForwardedCall()
        call.joins[Int(Party.patient.rawValue)] = .start + .seconds(4)
        call.run(until: 3.9)
        #expect(call.statistics(of: .patient).outboundVideo.packetsDroppedUnconnected > 100)
        #expect(call.passed(.patientDown).isEmpty)
        call.run(until: 8)
        #expect(call.statistics(of: .clinician).inboundVideo.keyFrameRequestsSent == 1)
        #expect(call.keyFrameCounts[Int(Party.patient.rawValue)] == 1)
        #expect(call.decodedCounts[Int(Party.patient.rawValue)] > 100)
    }

    @Test("A leg that is dead never stands, and the unit says so after thirty seconds")
    func deadLeg() {
        var call = ForwardedCall()
        call[.patientDown].isCut = true
        call.run(until: 35)
        let standing = Party.allCases.filter { call.middle.unit.isConnected(to: $0) }
        #expect(standing == [.clinician])
        #expect(call.failures == [.patient])
        #expect(call.decodedCounts == [0, 0])
    }

    @Test("Many requests for a key frame pass as one until it comes")
    func keyFrames() {
        var call = ForwardedCall()
        call.run(until: 5)
        let before = call.statistics(of: .clinician).inboundVideo.keyFrameRequestsSent
        var effects: [ForwardingEffect] = []
        let ssrc = ForwardedCall.identifiers(of: .clinician).videoSSRC
        let request = PictureLossIndication(senderSSRC: 1, mediaSSRC: ssrc)
        let start = Timestamp.start + .seconds(5)
        for step in Int64(0)..<5 {
            let time = start + .milliseconds(step)
            let datagram = Datagram.rtcp([.pictureLossIndication(request)])
            call.middle.unit.receive(datagram, from: .patient, at: time, into: &effects)
        }
        let passed = effects.flatMap { effect -> [RTCPPacket] in
            guard case .transmit(.rtcp(let packets), .clinician) = effect else { return [] }
            return packets
        }
        let asked = passed.filter { if case .pictureLossIndication = $0 { true } else { false } }
        #expect(asked.count == 1)
        #expect(call.statistics(of: .clinician).inboundVideo.keyFrameRequestsSent == before + 1)
        #expect(call.statistics(of: .patient).outboundVideo.keyFrameRequestsReceived >= 5)
    }

    @Test("Sound and pictures keep the times that their sender reports gave them")
    func senderReports() {
        var call = ForwardedCall()
        call.run(until: 20)
        var count = 0
        for packet in call.passed(.patientDown).flatMap(\.datagram.reports) {
            guard case .senderReport(let report) = packet else { continue }
            count += 1
            let names = ForwardedCall.identifiers(of: .clinician)
            let rate: Double = report.ssrc == names.audioSSRC ? 48_000 : 90_000
            // The test's sources stamp with the time of capture in whole milliseconds, so the report must say the same.
            let captured = Double(report.rtpTimestamp) / rate
            #expect(abs(captured - NTPTime.timestamp(of: report.ntpTime).seconds) < 0.002)
        }
        #expect(count > 15)
        let roundTrip = call.statistics(of: .patient).roundTripTime
        #expect(abs((roundTrip ?? .zero).milliseconds - 40) < 1, "\(String(describing: roundTrip))")
    }

    @Test("The same call gives the same datagrams")
    func determinism() {
        var (one, two) = (lossyCall(seed: 9), lossyCall(seed: 9))
        one.run(until: 8)
        two.run(until: 8)
        #expect(one.trace.count == two.trace.count)
        for (left, right) in zip(one.trace, two.trace) {
            #expect(left.time == right.time && left.hop == right.hop && left.datagram == right.datagram)
        }
        #expect(one.statistics(of: .patient) == two.statistics(of: .patient))
    }
}
