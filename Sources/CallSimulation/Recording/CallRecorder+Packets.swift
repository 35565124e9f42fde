import MediaTransport
import NetworkEmulation
import RTPWire
import Results
import Units
import VirtualTime

extension CallRecorder {
    /// A datagram leaves its sender, or the forwarding unit, which stands in for it.
    mutating func sent(_ packet: InFlight.Packet, at now: Timestamp) {
        let sender = packet.sender
        packets.sent(packet.number, at: now)
        if !packet.isForwarded { self[sender].capture(packet.datagram, isSent: true, at: now) }
        var details: JSONObject = ["packet": .integer(packet.number)]
        switch packet.datagram {
        case .rtp(let rtp):
            describe(rtp, number: packet.number, isForwarded: packet.isForwarded, from: sender, &details)
        case .rtcp(let compound):
            details.append("stream", .string("rtcp"))
            details.append("reports", .array(compound.map { .string($0.acronym) }))
        case .control(let message): details.append("stream", .string(message.kind.acronym))
        }
        details.append("bytes", .integer(packet.size.bytes))
        let place = EventPlace(sendingOf: packet.envelope)
        log.add(.packetSent, at: place, now, details)
        if case .rtcp(let compound) = packet.datagram {
            for report in compound { noteRequest(report, in: packet, at: place, now) }
        }
    }

    /// A link decides on a datagram.
    mutating func passed(_ packet: InFlight.Envelope, over leg: Leg, _ fate: Fate, at now: Timestamp) {
        packets.passed(packet.number, over: leg, fate, at: now)
        if case .delivered = fate { return }
        log.add(
            .packetDropped,
            at: EventPlace(sendingOf: packet),
            now,
            ["packet": .integer(packet.number), "link": .string(leg.name), "fate": .string(fate.name)]
        )
    }

    /// A datagram reaches the forwarding unit.
    mutating func reachedUnit(_ packet: InFlight.Packet, at now: Timestamp) { noteArrival(of: packet, at: .sfu, now) }

    private mutating func noteArrival(of packet: InFlight.Packet, at place: EventPlace, _ now: Timestamp) {
        packets.arrived(packet.number, at: place, now)
        guard let transmission = packets[packet.number] else { return }
        log.add(
            .packetArrived,
            at: place,
            now,
            [
                "packet": .integer(packet.number), "delay_ms": .milliseconds(now - transmission.sentAt),
                "queue_ms": .array(transmission.queueing.map { .milliseconds($0) }),
            ]
        )
    }

    /// A datagram reaches the other party, who has not read it yet.
    mutating func arrived(_ packet: InFlight.Packet, at now: Timestamp) {
        let (sender, receiver) = (packet.sender, packet.sender.other)
        self[receiver].capture(packet.datagram, isSent: false, at: now)
        noteArrival(of: packet, at: EventPlace(receiver), now)
        guard case .rtp(let rtp) = packet.datagram, let number = rtp.mediaSequenceNumber else { return }
        guard !self[sender].isAudio(rtp) else {
            _ = self[sender].audioPackets.arrived(number, at: now)
            return
        }
        guard let frame = self[sender].videoPackets.arrived(number, at: now) else { return }
        if self[sender].frames.arrived(packetOf: frame, at: now) { logAssembly(of: frame, from: sender, at: now) }
    }

    private mutating func describe(
        _ packet: RTPPacket,
        number: UInt64,
        isForwarded: Bool,
        from sender: Party,
        _ details: inout JSONObject
    ) {
        details.append("stream", .string(self[sender].stream(of: packet)))
        details.append("payload_type", .integer(packet.header.payloadType))
        details.append("seq", .integer(packet.header.sequenceNumber))
        details.append("rtp_time", .integer(packet.header.timestamp))
        details.append("transport_seq", ifKnown: packet.header.transportSequenceNumber.map { .integer($0) })
        details.append("abs_send_time", ifKnown: packet.header.absoluteSendTime.map { .integer($0) })
        if packet.header.marker { details.append("marker", .boolean(true)) }
        guard let sequenceNumber = packet.mediaSequenceNumber else {
            switch packet.descriptor {
            case .padding: details.append("padding", .boolean(true))
            case .ulpfec: details.append("parity", .boolean(true))
            case .opus, .opusRED, .vp8, .vp9: break
            }
            return
        }
        guard !isForwarded else {
            return describe(forwarded: packet, sequenceNumber, in: number, from: sender, &details)
        }
        if self[sender].isAudio(packet) {
            if case .opusRED(let redundancy) = packet.descriptor {
                details.append("copies", .integer(redundancy.blocks.count))
            }
            let ledger = self[sender].audioPackets
            if ledger[ledger.sequence(of: sequenceNumber)] != nil {
                details.append("repeats", .integer(sequenceNumber))
            }
            _ = self[sender].audioPackets.sent(sequenceNumber, in: number, frame: nil)
            return
        }
        let isKnown = self[sender].videoPackets[self[sender].videoPackets.sequence(of: sequenceNumber)] != nil
        guard packet.originalSequenceNumber == nil, !isKnown else {
            details.append("repeats", .integer(sequenceNumber))
            self[sender].videoPackets.repeated(sequenceNumber, in: number)
            return
        }
        let frame = self[sender].frames.index(ofTimestamp: packet.header.timestamp)
        let sequence = self[sender].videoPackets.sent(sequenceNumber, in: number, frame: frame)
        guard let frame else { return }
        self[sender].frames.sent(sequence, of: frame, isLast: packet.header.marker)
        details.append("frame", .integer(frame))
    }

    /// What the forwarding unit sends for a party, or sends again: one more sending of the party's packet.
    private mutating func describe(
        forwarded packet: RTPPacket,
        _ sequenceNumber: UInt16,
        in number: UInt64,
        from sender: Party,
        _ details: inout JSONObject
    ) {
        if packet.originalSequenceNumber != nil { details.append("repeats", .integer(sequenceNumber)) }
        if self[sender].isAudio(packet) {
            self[sender].audioPackets.repeated(sequenceNumber, in: number)
        } else {
            self[sender].videoPackets.repeated(sequenceNumber, in: number)
        }
    }

    /// What one side asks of the other's media; the forwarding unit asks each side for its own.
    private mutating func noteRequest(
        _ report: RTCPPacket,
        in packet: InFlight.Packet,
        at place: EventPlace,
        _ now: Timestamp
    ) {
        let number = packet.number
        switch report {
        case .genericNACK(let nack):
            let asked = packet.sender.other
            let isAudio = self[asked].isAudio(nack.mediaSSRC)
            for wanted in nack.sequenceNumbers {
                if isAudio {
                    self[asked].audioPackets.requested(wanted, at: now)
                } else {
                    self[asked].videoPackets.requested(wanted, at: now)
                }
            }
            let wanted = JSONValue.array(nack.sequenceNumbers.map { .integer($0) })
            var details: JSONObject = ["packet": .integer(number), "seqs": wanted]
            if isAudio { details.append("stream", .string("audio")) }
            log.add(.nackSent, at: place, now, details)
        case .pictureLossIndication: log.add(.pliSent, at: place, now, ["packet": .integer(number)])
        case .fullIntraRequest: log.add(.firSent, at: place, now, ["packet": .integer(number)])
        case .senderReport, .receiverReport, .sourceDescription, .transportFeedback, .remb, .goodbye: break
        }
    }
}

extension RTPPacket {
    /// The number under which the receiver wants this media packet: the original's, for a retransmission.
    fileprivate var mediaSequenceNumber: UInt16? {
        if let originalSequenceNumber { return originalSequenceNumber }
        return switch descriptor {
        case .opus, .opusRED, .vp8, .vp9: header.sequenceNumber
        case .ulpfec, .padding: nil
        }
    }
}

extension RTCPPacket {
    fileprivate var acronym: String {
        switch self {
        case .senderReport: "SR"
        case .receiverReport: "RR"
        case .sourceDescription: "SDES"
        case .genericNACK: "NACK"
        case .pictureLossIndication: "PLI"
        case .fullIntraRequest: "FIR"
        case .transportFeedback: "TWCC"
        case .remb: "REMB"
        case .goodbye: "BYE"
        }
    }
}

extension ControlMessage.Kind {
    fileprivate var acronym: String {
        switch self {
        case .stunBindingRequest, .stunBindingResponse: "stun"
        case .dtlsFlight1, .dtlsFlight2, .dtlsFlight3, .dtlsFlight4: "dtls"
        }
    }
}
