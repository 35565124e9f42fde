import CrossTraffic
import MediaTransport
import NetworkEmulation
import RTPWire
import Units
import VirtualTime

/// Everything of one call, as one value: who is in it, what is on its way, and what happens next.
struct CallCore: ~Copyable {
    let plan: CallPlan
    var ends: CallEnds
    let paths: [NetworkPath]
    /// `nil` where the parties send to each other.
    var forwarder: CallForwarder?
    var forwarded: [ForwardingEffect] = []
    var links: AccessLinks
    let shared: SharedNetwork.Membership?
    var passages: [Passage] = []
    /// By party; `nil` for those who reach the other without one.
    var tunnels: [RelayTunnel?]
    var tunnelEffects: [TCPTunnelEffect] = []
    private var queue = EventQueue<CallEvent>()
    var flying = InFlight.Table()
    var digest = CallDigest()
    var packetCount: UInt64 = 0
    var effects: [EndpointEffect] = []
    private var pending: [EndpointEffect] = []
    private var timers: [Timestamp?] = [nil, nil]
    var now: Timestamp
    private let end: Timestamp
    private var series: SeriesRecorder?
    private let seriesClock: SeriesClock
    var tallies = [PathTally(), PathTally()]
    private var log: CodecLog?
    var recorder: CallRecorder?
    private(set) var momentRecorder: MomentRecorder?

    init(
        _ plan: CallPlan,
        series: SeriesRecorder?,
        seriesClock: SeriesClock,
        log: CodecLog?,
        recorder: CallRecorder?,
        momentRecorder: MomentRecorder?,
        sharing shelf: PictureShelf?,
        shared: SharedNetwork.Membership?
    ) throws {
        let keepsPictures = momentRecorder != nil || recorder?.keepsPictures ?? false
        let ends = try CallEnds(plan: plan, keepsPictures: keepsPictures, sharing: shelf)
        self.plan = plan
        self.momentRecorder = momentRecorder
        self.ends = ends
        (self.series, self.seriesClock, self.log, self.recorder, self.shared) = (
            series, seriesClock, log, recorder, shared
        )
        (now, end) = (plan.startsAt, plan.end)
        paths = NetworkPath.ways(of: plan)
        forwarder = plan.forwarding == nil ? nil : CallForwarder(plan: plan)
        links = AccessLinks(
            plan.clinician.network,
            plan.patient.network,
            seed: plan.seed,
            owner: UInt32(truncatingIfNeeded: plan.number)
        )
        tunnels = Party.allCases.map { RelayTunnel(plan: plan, party: $0) }
    }

    mutating func begin() {
        // Before the pair of addresses that works is found, nothing else of the call happens; without one, nothing ever.
        if let wait = plan.setUpWait {
            for party in Party.allCases { schedule(.join(party), at: plan.startsAt + wait) }
        }
        schedule(.second(1), at: plan.startsAt + .seconds(1))
    }

    /// When the next event happens; `nil` once the call is over.
    var nextTime: Timestamp? {
        mutating get { queue.nextTime }
    }

    /// Lets the next event happen; where it is the end of a second of the call, that one, which is not passed yet.
    mutating func step() throws -> Int? {
        guard let (time, event) = queue.popNext(before: end) else { return nil }
        now = time
        if case .second(let second) = event { return second }
        try handle(event)
        return nil
    }

    /// Lets everything happen up to the end of a second of the call; `nil` once nothing is left.
    mutating func runToSecond() throws -> Int? {
        while nextTime != nil { if let second = try step() { return second } }
        return nil
    }

    mutating func passSecond(_ second: Int) {
        sample()
        schedule(.second(second + 1), at: plan.startsAt + .seconds(Int64(second) + 1))
    }

    mutating func finish() -> CallResult {
        now = end
        sample()
        recorder?.finish()
        return CallResult(
            record: CallScore.record(of: plan, ends, legs: forwarder?.statistics, digest: digest.value),
            series: series?.lines ?? [],
            paths: tallies,
            codecLog: log
        )
    }

    /// What falls after hang-up does not happen any more.
    mutating func schedule(_ event: CallEvent, at time: Timestamp) {
        guard time < end else { return }
        queue.schedule(event, at: time)
    }

    private mutating func sample() {
        guard seriesClock == .joining else { return }
        guard series != nil else { return }
        ends.clinician.record(into: &series, at: now)
        ends.patient.record(into: &series, at: now)
    }
}

// MARK: - Events

extension CallCore {
    private mutating func handle(_ event: CallEvent) throws {
        switch event {
        case .join(let party): join(party)
        case .enter(let party):
            openTunnel(of: party)
            ends[party].endpoint.start(at: now, into: &effects)
            try settle(party)
        case .admit(let party): admit(party)
        case .captureAudio(let party): try captureAudio(party)
        case .captureVideo(let party): try captureVideo(party)
        case .hop(let slot, let hop): forward(slot, over: hop)
        case .arrival(let slot): try arrive(flying.remove(slot))
        case .link(let leg):
            links.advance(leg, to: now, into: &passages)
            settlePassages(of: leg)
        case .segmentHop(let party, let slot, let hop): forwardSegment(slot, of: party, over: hop)
        case .segmentArrival(let party, let slot): arriveSegment(slot, of: party)
        case .tunnel(let party):
            tunnels[Int(party.rawValue)]?.advance(to: now, into: &tunnelEffects)
            settleTunnel(of: party)
        case .timer(let party): try fire(party)
        case .forwardingTimer: fireForwarder()
        case .playAudio(let party):
            try ends.playAudio(to: party, at: now, recorder: &recorder)
            if momentRecorder != nil { ends[party].tellPlayed(&momentRecorder, at: now) }
            schedule(.playAudio(party), at: now + Speaker.pullInterval)
            try settle(party)
        case .showVideo(let party, let picture):
            let shown = ends.show(picture, to: party, at: now, recorder: &recorder)
            if let shown { momentRecorder?.shown(shown, to: party) }
        case .sample(let party):
            ends[party].record(into: &series, at: now)
            schedule(.sample(party), at: now + .seconds(1))
        case .second(let second): passSecond(second)
        }
    }

    private mutating func arrive(_ packet: InFlight.Packet) throws {
        guard forwarder == nil || packet.isForwarded else { return forward(packet) }
        let receiver = packet.sender.other
        recorder?.arrived(packet, at: now)
        ends[receiver].countReceived(packet, at: now)
        ends[packet.sender].countDelivered(packet)
        ends[receiver].endpoint.receive(packet.datagram, at: now, into: &effects)
        try settle(receiver)
    }

    private mutating func captureAudio(_ party: Party) throws {
        let next = try ends[party].captureAudio(at: now, into: &effects)
        ends.noteSpoken(by: party)
        if momentRecorder != nil { ends[party].tellSpoken(&momentRecorder) }
        if log != nil { ends[party].log(audioInto: &log) }
        schedule(.captureAudio(party), at: next)
        try settle(party)
    }

    private mutating func captureVideo(_ party: Party) throws {
        let captured = try ends[party].captureVideo(at: now, into: &effects)
        recorder?.captured(captured.frame, by: party, at: now)
        if momentRecorder != nil { ends[party].tellCaptured(&momentRecorder, at: now) }
        if log != nil { ends[party].log(videoInto: &log) }
        if let next = captured.next { schedule(.captureVideo(party), at: next) }
        try settle(party)
    }

    private mutating func fire(_ party: Party) throws {
        // A timer that was set before something earlier came up is stale.
        guard timers[Int(party.rawValue)] == now else { return }
        timers[Int(party.rawValue)] = nil
        ends[party].endpoint.advance(to: now, into: &effects)
        try settle(party)
    }

    /// Does what the endpoint wants done, until it wants nothing, and sets its timer.
    private mutating func settle(_ party: Party) throws {
        while !effects.isEmpty {
            // Two buffers in turn, the second taken from its end: nothing is copied or allocated.
            swap(&effects, &pending)
            pending.reverse()
            while let effect = pending.popLast() { try perform(effect, of: party) }
        }
        guard let timeout = ends[party].endpoint.nextTimeout else { return }
        let due = max(timeout, now)
        if let set = timers[Int(party.rawValue)], set <= due { return }
        timers[Int(party.rawValue)] = due
        schedule(.timer(party), at: due)
    }

    private mutating func perform(_ effect: EndpointEffect, of party: Party) throws {
        switch effect {
        case .transmit(let datagram): transmit(datagram, from: party)
        case .connected: try connect(party)
        case .connectionFailed: break
        case .encoderTarget(let target):
            try ends[party].apply(target, at: now)
            recorder?.retargeted(party, target, at: now)
        case .keyFrameRequested:
            ends[party].requestKeyFrame()
            recorder?.keyFrameRequested(of: party, at: now)
        case .videoFlushed(let packetCount): recorder?.flushed(packetCount, by: party, at: now)
        case .decode(let frame):
            let picture = try ends.decode(frame, by: party, at: now, into: &effects)
            recorder?.decoded(frame, by: party, succeeded: picture != nil, at: now)
            if let picture { schedule(.showVideo(party, picture: picture), at: max(frame.renderTime, now)) }
        }
    }

    private mutating func connect(_ party: Party) throws {
        try ends[party].connect(at: now)
        recorder?.connected(party, at: now)
        let next = ends[party].nextCaptures
        schedule(.captureAudio(party), at: next.audio)
        if let picture = next.video { schedule(.captureVideo(party), at: picture) }
        schedule(.playAudio(party), at: now + Speaker.pullInterval)
        if case .connection(let delay) = seriesClock { schedule(.sample(party), at: now + delay) }
    }

    private mutating func transmit(_ datagram: Datagram, from sender: Party) {
        packetCount += 1
        let packet = InFlight.Packet(datagram: datagram, number: packetCount, sender: sender)
        ends[sender].countSent(packet, at: now)
        tallies[Int(sender.rawValue)].countSent(datagram)
        recorder?.sent(packet, at: now)
        forward(flying.insert(packet), over: 0)
    }
}
