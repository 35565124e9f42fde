public import RTPWire
public import Units

/// A selective forwarding unit between the two parties of a call (RFC 7667, section 3.7): it decodes nothing.
///
/// Each party has a leg of its own to the unit, with its own connection, feedback, requests for lost packets,
/// retransmissions, reports and bandwidth estimate. Feed it datagrams and the time; it appends what it wants done.
public struct ForwardingUnit: ~Copyable, Sendable {
    private let configuration: ForwardingConfiguration
    /// By party.
    private var legs: [ForwardingLeg]
    private var datagrams: [Datagram] = []
    private var requests: [ReceiverEffect] = []
    private var messages: [ControlMessage] = []

    /// A unit that waits for its parties from now on.
    public init(configuration: ForwardingConfiguration, at now: Timestamp) {
        self.configuration = configuration
        legs = Party.allCases.map { ForwardingLeg(configuration, party: $0, at: now) }
    }

    /// When something is due again.
    public var nextTimeout: Timestamp? {
        mutating get {
            var time = Timestamp.distantFuture
            for index in legs.indices { time = min(time, legs[index].wakeTime) }
            return time == .distantFuture ? nil : time
        }
    }

    public func isConnected(to party: Party) -> Bool { legs[party.index].isConnected }

    public func statistics(of party: Party) -> ForwardingLegStatistics { legs[party.index].statistics }

    /// Takes a datagram that came from a party.
    public mutating func receive(
        _ datagram: consuming Datagram,
        from party: Party,
        at now: Timestamp,
        into effects: inout [ForwardingEffect]
    ) {
        if case .control(let message) = datagram {
            return changeConnection(of: party, at: now, into: &effects) { leg, messages in
                // The unit learns where the party is from its first check, and only then checks for itself.
                if !leg.hasStarted { leg.connection.start(at: now, into: &messages) }
                leg.hasStarted = true
                leg.connection.receive(message, at: now, into: &messages)
            }
        }
        guard isConnected(to: party) else {
            legs[party.index].counters.datagramsDiscarded += 1
            return
        }
        switch consume datagram {
        case .control: return
        case .rtp(let packet): receive(packet, from: party, at: now, into: &effects)
        case .rtcp(let packets):
            for packet in packets { receive(packet, from: party, at: now, into: &effects) }
            tellLimit(to: party.other, at: now)
            flush(to: party.other, at: now, into: &effects)
        }
    }

    /// Does what is due.
    public mutating func advance(to now: Timestamp, into effects: inout [ForwardingEffect]) {
        for party in Party.allCases {
            guard isConnected(to: party) else {
                changeConnection(of: party, at: now, into: &effects) { $0.connection.advance(to: now, into: &$1) }
                continue
            }
            let clocks = legs[party.other.index].receiver.clocks
            let name = configuration.leg(to: party.other).canonicalName
            legs[party.index].receiver.advance(to: now, into: &requests)
            legs[party.index].sender.advance(to: now, into: &datagrams)
            legs[party.index].sendDueReports(clocks: clocks, canonicalName: name, at: now, into: &datagrams)
            flush(to: party, at: now, into: &effects)
        }
        for party in Party.allCases where isConnected(to: party) {
            tellLimit(to: party, at: now)
            flush(to: party, at: now, into: &effects)
        }
    }

    private mutating func receive(
        _ packet: RTPPacket,
        from party: Party,
        at now: Timestamp,
        into effects: inout [ForwardingEffect]
    ) {
        let forwarded = legs[party.index].receiver.receive(packet, at: now, into: &requests)
        flush(to: party, at: now, into: &effects)
        guard let forwarded else { return }
        guard isConnected(to: party.other) else { return legs[party.other.index].sender.drop(forwarded.kind) }
        legs[party.other.index].sender.forward(forwarded.packet, forwarded.kind, at: now, into: &datagrams)
        flush(to: party.other, at: now, into: &effects)
    }

    private mutating func receive(
        _ packet: RTCPPacket,
        from party: Party,
        at now: Timestamp,
        into effects: inout [ForwardingEffect]
    ) {
        switch packet {
        case .senderReport(let report):
            legs[party.index].receiver.receive(report, at: now)
            receive(report.reportBlocks, from: party, at: now)
        case .receiverReport(let report): receive(report.reportBlocks, from: party, at: now)
        case .genericNACK(let nack): legs[party.index].sender.receive(nack, at: now, into: &datagrams)
        case .transportFeedback(let feedback): legs[party.index].sender.receive(feedback, at: now, into: &datagrams)
        case .remb(let remb): legs[party.index].sender.receive(remb, at: now, into: &datagrams)
        case .pictureLossIndication(let request):
            passKeyFrameRequest(for: request.mediaSSRC, from: party, at: now, into: &effects)
        case .fullIntraRequest(let request):
            passKeyFrameRequest(for: request.mediaSSRC, from: party, at: now, into: &effects)
        case .sourceDescription, .goodbye: break
        }
        flush(to: party, at: now, into: &effects)
    }

    private mutating func receive(_ blocks: [ReportBlock], from party: Party, at now: Timestamp) {
        legs[party.index].sender.receive(blocks, at: now)
        guard let roundTripTime = legs[party.index].sender.roundTrip.longest else { return }
        legs[party.index].receiver.setRoundTripTime(roundTripTime)
    }
}

extension ForwardingUnit {
    private mutating func passKeyFrameRequest(
        for ssrc: UInt32,
        from party: Party,
        at now: Timestamp,
        into effects: inout [ForwardingEffect]
    ) {
        guard ssrc == legs[party.index].sender.identifiers.videoSSRC else { return }
        legs[party.index].sender.videoCounters.keyFrameRequestsReceived += 1
        requestKeyFrame(from: party.other, at: now, into: &effects)
    }

    private mutating func requestKeyFrame(
        from party: Party,
        at now: Timestamp,
        into effects: inout [ForwardingEffect]
    ) {
        guard isConnected(to: party) else { return }
        legs[party.index].receiver.requestKeyFrame(at: now, into: &requests)
        flush(to: party, at: now, into: &effects)
    }

    /// Tells a party what the legs to those who receive it carry, where that is due.
    private mutating func tellLimit(to party: Party, at now: Timestamp) {
        guard configuration.limit == .lowestEstimate, isConnected(to: party), isConnected(to: party.other) else {
            return
        }
        var rate = legs[party.other.index].sender.rateForMedia
        if configuration.congestionFeedback == .receiverEstimate {
            guard let own = legs[party.index].ownEstimate else { return }
            rate = min(rate, own)
        }
        guard legs[party.index].limit.isDue(rate, at: now) else { return }
        legs[party.index].counters.limitsSent += 1
        let leg = configuration.leg(to: party)
        let ssrcs = [leg.identifiers.audioSSRC, leg.identifiers.videoSSRC].prefix(leg.carriesVideo ? 2 : 1)
        let remb = ReceiverEstimatedMaximumBitrate(senderSSRC: leg.localSSRC, bitrate: rate, ssrcs: Array(ssrcs))
        datagrams.append(.rtcp([.remb(remb)]))
    }

    private mutating func changeConnection(
        of party: Party,
        at now: Timestamp,
        into effects: inout [ForwardingEffect],
        by change: (inout ForwardingLeg, inout [ControlMessage]) -> Void
    ) {
        let before = legs[party.index].connection.state
        change(&legs[party.index], &messages)
        for message in messages { effects.append(.transmit(.control(message), to: party)) }
        messages.removeAll(keepingCapacity: true)
        let state = legs[party.index].connection.state
        guard state != before else { return }
        switch state {
        case .connected:
            legs[party.index].start(carriesVideo: legs.contains { $0.configuration.carriesVideo }, at: now)
            effects.append(.connected(party))
            // What the other party sent so far was lost on this one: it needs a picture to begin with.
            if legs[party.other.index].receiver.hasVideo { requestKeyFrame(from: party.other, at: now, into: &effects) }
        case .failed: effects.append(.connectionFailed(party))
        case .checking, .securing: break
        }
    }

    /// Puts what the leg to a party produced on its path.
    private mutating func flush(to party: Party, at now: Timestamp, into effects: inout [ForwardingEffect]) {
        for request in requests { perform(request, to: party, into: &effects) }
        requests.removeAll(keepingCapacity: true)
        for datagram in datagrams { effects.append(.transmit(datagram, to: party)) }
        datagrams.removeAll(keepingCapacity: true)
    }

    private mutating func perform(
        _ request: ReceiverEffect,
        to party: Party,
        into effects: inout [ForwardingEffect]
    ) {
        guard case .feedback(let packet) = request else { return }
        if case .transportFeedback = packet { legs[party.index].counters.transportFeedbackSent += 1 }
        if case .remb(let remb) = packet {
            legs[party.index].ownEstimate = remb.bitrate
            guard configuration.limit == .none else { return }
        }
        effects.append(.transmit(.rtcp([packet]), to: party))
    }
}

extension Party {
    fileprivate var index: Int { Int(rawValue) }
}
