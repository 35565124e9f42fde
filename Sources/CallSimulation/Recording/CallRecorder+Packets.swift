import MediaTransport
import NetworkEmulation
import RTPWire
import Results
import Units
import VirtualTime

extension CallRecorder {
    /// A datagram leaves its sender.
    mutating func sent(_ packet: InFlight.Packet, at now: Timestamp) {
        let sender = packet.sender
        packets.sent(packet.number, at: now)
        self[sender].capture(packet.datagram, from: sender, at: now)
        var details: JSONObject = ["packet": .integer(packet.number)]
        switch packet.datagram {
        case .rtp(let rtp): describe(rtp, number: packet.number, from: sender, &details)
        case .rtcp(let compound):
            details.append("stream", .string("rtcp"))
            details.append("reports", .array(compound.map { .string($0.acronym) }))
        case .control(let message): details.append("stream", .string(message.kind.acronym))
        }
        details.append("bytes", .integer(packet.size.bytes))
        log.add(.packetSent, at: sender, now, details)
        if case .rtcp(let compound) = packet.datagram {
            for report in compound { noteRequest(report, in: packet.number, from: sender, at: now) }
        }
    }

    /// A link decides on a datagram.
    mutating func passed(_ packet: InFlight.Packet, over leg: Leg, _ fate: Fate, at now: Timestamp) {
        packets.passed(packet.number, over: leg, fate, at: now)
        if case .delivered = fate { return }
        log.add(
            .packetDropped,
            at: packet.sender,
            now,
            ["packet": .integer(packet.number), "link": .string(leg.name), "fate": .string(fate.name)]
        )
    }

    /// A datagram reaches the other party, who has not read it yet.
    mutating func arrived(_ packet: InFlight.Packet, at now: Timestamp) {
        let (sender, receiver) = (packet.sender, packet.sender.other)
        packets.arrived(packet.number, at: now)
        self[receiver].capture(packet.datagram, from: sender, at: now)
        let transmission = packets[packet.number]
        log.add(
            .packetArrived,
            at: receiver,
            now,
            [
                "packet": .integer(packet.number), "delay_ms": .milliseconds(now - transmission.sentAt),
                "queue_ms": .array(transmission.queueing.map { .milliseconds($0) }),
            ]
        )
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

    private mutating func noteRequest(_ report: RTCPPacket, in number: UInt64, from party: Party, at now: Timestamp) {
        switch report {
        case .genericNACK(let nack):
            let isAudio = self[party.other].isAudio(nack.mediaSSRC)
            for wanted in nack.sequenceNumbers {
                if isAudio {
                    self[party.other].audioPackets.requested(wanted, at: now)
                } else {
                    self[party.other].videoPackets.requested(wanted, at: now)
                }
            }
            let wanted = JSONValue.array(nack.sequenceNumbers.map { .integer($0) })
            var details: JSONObject = ["packet": .integer(number), "seqs": wanted]
            if isAudio { details.append("stream", .string("audio")) }
            log.add(.nackSent, at: party, now, details)
        case .pictureLossIndication: log.add(.pliSent, at: party, now, ["packet": .integer(number)])
        case .fullIntraRequest: log.add(.firSent, at: party, now, ["packet": .integer(number)])
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
