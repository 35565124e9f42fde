import CrossTraffic
import NetworkEmulation
import RTPWire
import Units
import VirtualTime

/// A call's datagrams on their way. A ticket is the datagram's slot and the hop it is at.
extension CallCore {
    /// A party's relay takes its time to let it in; one that refuses leaves it outside for good.
    mutating func join(_ party: Party) {
        let next: CallEvent = plan.forwarding == nil ? .enter(party) : .admit(party)
        guard let relay = plan[party].relay, let station = relay.station, let shared else {
            return schedule(next, at: now)
        }
        if let time = shared.setUp(atStation: station, costs: relay.costs, at: now) { schedule(next, at: time) }
    }

    /// The same of the server that forwards.
    mutating func admit(_ party: Party) {
        guard let station = plan.forwarding?.station, let shared else { return schedule(.enter(party), at: now) }
        if let time = shared.setUp(atStation: station, costs: nil, at: now) { schedule(.enter(party), at: time) }
    }

    mutating func forward(_ slot: Int, over hop: Int) {
        let packet = flying[slot]
        let stage = paths[packet.path].hops[hop]
        let offered = LinkPacket(
            size: packet.size + stage.overhead,
            isMedia: packet.content != .control,
            flow: UInt32(truncatingIfNeeded: plan.number) << 1 | UInt32(packet.sender.rawValue),
            ticket: slot << 8 | hop
        )
        switch stage.place {
        case .own(let leg):
            links.offer(offered, to: leg, at: now, into: &passages)
            settlePassages(of: leg)
        case .shared(let link, let isUp):
            shared?.offer(offered, of: isUp ? packet.sender : packet.sender.other, to: link, isUp: isUp, at: now)
        case .relay(let station, let costs, let delay):
            guard let station else {
                return pass(Passage(ticket: offered.ticket, fate: .delivered(at: now + delay, queueing: .zero)))
            }
            shared?.offer(offered, toStation: station, costs: costs, delay: delay, at: now)
        case .tunnel(let party, let isOutwards):
            tunnels[Int(party.rawValue)]?.send(
                packet.size,
                ticket: offered.ticket,
                isOutwards: isOutwards,
                at: now,
                into: &tunnelEffects
            )
            settleTunnel(of: party)
        }
    }

    mutating func settlePassages(of leg: Leg) {
        // Copies first: an original that is lost frees the slot that its copy is made from.
        if passages.contains(where: \.isCopy) { for passage in passages where passage.isCopy { pass(passage) } }
        for place in passages.indices where !passages[place].isCopy { pass(passages[place]) }
        passages.removeAll(keepingCapacity: true)
        if let timeout = links.newTimer(of: leg) { schedule(.link(leg), at: timeout) }
    }

    /// Takes what a shared link decided, at the time of the partition.
    mutating func take(_ passage: Passage, at time: Timestamp) {
        now = time
        pass(passage)
    }

    private mutating func pass(_ passage: Passage) {
        guard passage.ticket >= 0 else { return passSegment(passage) }
        let (slot, hop) = (passage.ticket >> 8, passage.ticket & 0xFF)
        let packet = flying[slot]
        let sender = Int(packet.sender.rawValue)
        let leg = paths[packet.path].hops[hop].leg
        if passage.isCopy {
            guard case .delivered(let time, _) = passage.fate else { return }
            return proceed(flying.insertCopy(of: slot), from: hop, of: packet.path, at: time)
        }
        if !packet.isForwarded { tallies[sender].countFate(passage.fate, of: packet.content) }
        recorder?.passed(packet, over: leg, passage.fate, at: now)
        digest.add(
            time: now,
            kind: packet.content.rawValue,
            leg: leg,
            packet: packet.number,
            length: Int(packet.size.bytes),
            fate: passage.fate.digestNumber
        )
        guard case .delivered(let time, _) = passage.fate else {
            ends[packet.sender].countLost(flying.remove(slot))
            return
        }
        proceed(slot, from: hop, of: packet.path, at: time)
    }

    private mutating func proceed(_ slot: Int, from hop: Int, of path: Int, at time: Timestamp) {
        let isLast = hop + 1 == paths[path].hops.count
        schedule(isLast ? .arrival(slot: slot) : .hop(slot: slot, hop: hop + 1), at: time)
    }
}

// MARK: - Tunnels

/// The segments of tunnels; their tickets are negative, and hold the party besides slot and hop.
extension CallCore {
    /// The number of a segment in the digest; part of the results format, beside those of datagrams.
    private static let segmentKind: UInt8 = 4

    mutating func openTunnel(of party: Party) {
        tunnels[Int(party.rawValue)]?.open(at: now, into: &tunnelEffects)
        settleTunnel(of: party)
    }

    mutating func settleTunnel(of party: Party) {
        let index = Int(party.rawValue)
        var settled = 0
        while settled < tunnelEffects.count {
            switch tunnelEffects[settled] {
            case .transmit(let segment):
                packetCount += 1
                guard let sent = tunnels[index]?.sent(segment, number: packetCount) else { break }
                if let inserted = tunnels[index]?.segments.insert(sent) { forwardSegment(inserted, of: party, over: 0) }
            case .delivered(let ticket, _):
                pass(Passage(ticket: ticket, fate: .delivered(at: now, queueing: .zero)))
            case .dropped(let ticket, _): pass(Passage(ticket: ticket, fate: .queueDropped))
            case .established: break
            }
            settled += 1
        }
        tunnelEffects.removeAll(keepingCapacity: true)
        if let timeout = tunnels[index]?.newTimer(at: now) { schedule(.tunnel(party), at: timeout) }
    }

    mutating func forwardSegment(_ slot: Int, of party: Party, over hop: Int) {
        guard let tunnel = tunnels[Int(party.rawValue)] else { return }
        let segment = tunnel.segments[slot]
        let offered = LinkPacket(
            size: segment.segment.size,
            isMedia: segment.isMedia,
            flow: UInt32(truncatingIfNeeded: plan.number) << 1 | (segment.isOutwards ? 0 : 1),
            ticket: -1 - (slot << 9 | Int(party.rawValue) << 8 | hop)
        )
        switch tunnel.hops(of: segment)[hop].place {
        case .own(let leg):
            links.offer(offered, to: leg, at: now, into: &passages)
            settlePassages(of: leg)
        case .shared(let link, let isUp): shared?.offer(offered, of: party, to: link, isUp: isUp, at: now)
        case .tunnel, .relay: preconditionFailure("a tunnel runs over links alone")
        }
    }

    mutating func arriveSegment(_ slot: Int, of party: Party) {
        let index = Int(party.rawValue)
        guard let segment = tunnels[index]?.segments.remove(slot) else { return }
        tunnels[index]?.arrive(segment, at: now, into: &tunnelEffects)
        settleTunnel(of: party)
    }

    private mutating func passSegment(_ passage: Passage) {
        let ticket = -1 - passage.ticket
        let (slot, hop) = (ticket >> 9, ticket & 0xFF)
        let party: Party = (ticket >> 8) & 1 == Int(Party.clinician.rawValue) ? .clinician : .patient
        let index = Int(party.rawValue)
        guard let tunnel = tunnels[index] else { return }
        let segment = tunnel.segments[slot]
        let hops = tunnel.hops(of: segment)
        if !passage.isCopy {
            digest.add(
                time: now,
                kind: Self.segmentKind,
                leg: hops[hop].leg,
                packet: segment.number,
                length: Int(segment.segment.size.bytes),
                fate: passage.fate.digestNumber
            )
        }
        guard case .delivered(let time, _) = passage.fate else {
            if !passage.isCopy { _ = tunnels[index]?.segments.remove(slot) }
            return
        }
        guard let place = passage.isCopy ? tunnels[index]?.segments.insert(segment) : slot else { return }
        let isLast = hop + 1 == hops.count
        schedule(
            isLast
                ? .segmentArrival(party, slot: place) : .segmentHop(party, slot: place, hop: hop + 1),
            at: time
        )
    }
}
