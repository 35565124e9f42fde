import Units

extension Link {
    /// Offers a packet to a link that behaves as netem does.
    mutating func offerToNetem(_ packet: LinkPacket, at now: Timestamp, into passages: inout [Passage]) {
        if isOut(at: now) {
            netem[0].passOver()
            return finish(packet, .outage, into: &passages)
        }
        let segment = timeline.segment(at: now, from: netemSegment)
        while netemSegment < segment {
            let old = timeline.segments[netemSegment].configuration.netem
            netemSegment += 1
            let entered = timeline.segments[netemSegment]
            if let new = entered.configuration.netem, new != old { netem[0].change(to: new, at: entered.start) }
        }
        var exits: [NetemLink.Exit] = []
        netem[0].offer(packet, at: now, into: &exits)
        finish(exits, into: &passages)
    }

    mutating func advanceNetem(to now: Timestamp, into passages: inout [Passage]) {
        var exits: [NetemLink.Exit] = []
        netem[0].advance(to: now, into: &exits)
        finish(exits, into: &passages)
    }

    private mutating func finish(_ exits: [NetemLink.Exit], into passages: inout [Passage]) {
        for exit in exits {
            if exit.isCopy { counters.copy(exit.packet.size) }
            var fate = exit.fate
            if case .delivered = fate, let service = exit.service, isOut(from: service.start, to: service.end) {
                fate = .outage
            }
            finish(exit.packet, fate, isCopy: exit.isCopy, into: &passages)
        }
    }
}
