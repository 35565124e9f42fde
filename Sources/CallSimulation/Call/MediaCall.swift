import CrossTraffic
import MediaTransport
import NetworkEmulation
import RTPWire
import Units
import VirtualTime

/// One call of the media tier: real encoders and decoders, emulated links, virtual time.
///
/// A call that shares no link runs from joining to hang-up by itself on whatever thread makes it; others are taken from
/// event to event by their `Partition`.
public final class MediaCall {
    let plan: CallPlan
    private let clinician: CallEnd
    private let patient: CallEnd
    let paths: [NetworkPath]
    /// `nil` where the parties send to each other.
    let forwarder: CallForwarder?
    var links: AccessLinks
    let shared: SharedNetwork.Membership?
    var passages: [Passage] = []
    /// By party; `nil` for those who reach the other without one.
    var tunnels: [RelayTunnel?]
    var tunnelEffects: [TCPTunnelEffect] = []
    private var queue = EventQueue<CallEvent>()
    var flying = Slots<InFlight.Packet>()
    var digest = CallDigest()
    var packetCount: UInt64 = 0
    private var effects: [EndpointEffect] = []
    private var pending: [EndpointEffect] = []
    private var timers: [Timestamp?] = [nil, nil]
    var now: Timestamp
    private var series: SeriesRecorder?
    private let seriesClock: SeriesClock
    var tallies = [PathTally(), PathTally()]
    private var log: CodecLog?
    var recorder: CallRecorder?
    private var momentRecorder: MomentRecorder?

    /// Makes the call; one that `records` keeps sound, packets and events, and pictures as it is told, and one that is
    /// watched for a `moment` keeps that.
    ///
    /// - Throws: `CodecError` when an encoder or decoder cannot be opened with the plan's settings.
    public convenience init(
        _ plan: CallPlan,
        keepsSeries: Bool,
        seriesClock: SeriesClock = .joining,
        keepsCodecLog: Bool = false,
        records pictures: RecordedPictures? = nil,
        moment: MomentRequest? = nil
    ) throws {
        try self.init(
            plan,
            keepsSeries: keepsSeries,
            seriesClock: seriesClock,
            keepsCodecLog: keepsCodecLog,
            records: pictures,
            moment: moment,
            shared: nil
        )
    }

    /// Makes the call as a member of a partition.
    init(
        _ plan: CallPlan,
        keepsSeries: Bool,
        seriesClock: SeriesClock = .joining,
        keepsCodecLog: Bool = false,
        records pictures: RecordedPictures? = nil,
        moment: MomentRequest? = nil,
        shared: SharedNetwork.Membership?
    ) throws {
        self.plan = plan
        self.seriesClock = seriesClock
        now = plan.startsAt
        let recorder = pictures.map { CallRecorder(plan: plan, pictures: $0) }
        let keepsPictures = moment != nil || recorder?.keepsPictures ?? false
        clinician = try CallEnd(plan: plan, party: .clinician, keepsPictures: keepsPictures)
        patient = try CallEnd(plan: plan, party: .patient, keepsPictures: keepsPictures)
        self.recorder = recorder
        momentRecorder = moment.map { MomentRecorder($0, plan: plan) }
        paths = NetworkPath.ways(of: plan)
        forwarder = plan.forwarding == nil ? nil : CallForwarder(plan: plan)
        links = AccessLinks(
            plan.clinician.network,
            plan.patient.network,
            seed: plan.seed,
            owner: UInt32(truncatingIfNeeded: plan.number)
        )
        self.shared = shared
        tunnels = Party.allCases.map { RelayTunnel(plan: plan, party: $0) }
        series = keepsSeries ? SeriesRecorder(plan: plan) : nil
        log = keepsCodecLog ? CodecLog() : nil
    }

    /// Runs a call that shares nothing to its end.
    ///
    /// `continues` is asked once a simulated second; where it says no, the call is given up and the result is `nil`.
    public func run(continues: (_ second: Int) -> Bool) throws -> CallResult? {
        precondition(shared == nil, "a call that shares links is run by its partition")
        begin()
        while nextTime != nil { guard try step(continues: continues) else { return nil } }
        return finish()
    }

    func begin() {
        // Before the pair of addresses that works is found, nothing else of the call happens; without one, nothing ever.
        if let wait = plan.setUpWait {
            for party in Party.allCases { schedule(.join(party), at: plan.startsAt + wait) }
        }
        schedule(.second(1), at: plan.startsAt + .seconds(1))
    }

    /// When the next event happens; `nil` once the call is over.
    var nextTime: Timestamp? { queue.nextTime }

    /// Lets the next event happen; `false` where the call is given up.
    func step(continues: (_ second: Int) -> Bool) throws -> Bool {
        guard let (time, event) = queue.popNext(before: plan.end) else { return true }
        now = time
        if case .second(let second) = event, !continues(second) { return false }
        try handle(event)
        return true
    }

    func finish() -> CallResult {
        now = plan.end
        sample()
        recorder?.finish()
        return CallResult(
            record: CallScore(plan: plan, clinician: clinician, patient: patient, forwarder: forwarder).record(
                digest: digest.value
            ),
            series: series?.lines ?? [],
            paths: tallies,
            codecLog: log
        )
    }

    /// What was recorded since this was last asked, to be appended to each file.
    public func takeRecorded() -> [RecordedChunk] { recorder?.take() ?? [] }

    /// What was kept of the moment that the call was watched for.
    public var recordedMoment: RecordedMoment? { momentRecorder?.moment }

    /// The starts of recorded files as they ought to be, now that the call is over; to be written over the old ones.
    public var finalHeaders: [RecordedChunk] { recorder?.finalHeaders ?? [] }

    /// Whose is what in the recorded captures.
    public var captureKeys: [CaptureKey] { recorder?.keys ?? [] }

    func end(of party: Party) -> CallEnd { party == .clinician ? clinician : patient }

    /// What falls after hang-up does not happen any more.
    func schedule(_ event: CallEvent, at time: Timestamp) {
        guard time < plan.end else { return }
        queue.schedule(event, at: time)
    }

    private func sample() {
        guard seriesClock == .joining else { return }
        series?.record([clinician, patient], at: now)
    }
}

// MARK: - Events

extension MediaCall {
    private func handle(_ event: CallEvent) throws {
        switch event {
        case .join(let party): join(party)
        case .enter(let party):
            openTunnel(of: party)
            end(of: party).endpoint.start(at: now, into: &effects)
            try settle(party)
        case .admit(let party): admit(party)
        case .captureAudio(let party): try captureAudio(party)
        case .captureVideo(let party): try captureVideo(party)
        case .hop(let slot, let hop): forward(slot, over: hop)
        case .arrival(let slot):
            let packet = flying.remove(slot)
            guard forwarder == nil || packet.isForwarded else { return forward(packet) }
            let receiver = packet.sender.other
            recorder?.arrived(packet, at: now)
            end(of: receiver).countReceived(packet, at: now)
            end(of: packet.sender).countDelivered(packet)
            end(of: receiver).endpoint.receive(packet.datagram, at: now, into: &effects)
            try settle(receiver)
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
            let end = end(of: party)
            try end.playAudio(heardFrom: self.end(of: party.other), at: now, recorder: &recorder)
            momentRecorder?.played(end.lastSound, to: party, at: now)
            schedule(.playAudio(party), at: now + Speaker.pullInterval)
            try settle(party)
        case .showVideo(let party, let picture):
            let shown = end(of: party).show(picture, from: end(of: party.other), at: now, recorder: &recorder)
            if let shown { momentRecorder?.shown(shown, to: party) }
        case .sample(let party):
            series?.record([end(of: party)], at: now)
            schedule(.sample(party), at: now + .seconds(1))
        case .second(let second):
            sample()
            schedule(.second(second + 1), at: plan.startsAt + .seconds(Int64(second) + 1))
        }
    }

    private func captureAudio(_ party: Party) throws {
        let end = end(of: party)
        if let frame = try end.microphone.capture() { end.endpoint.send(frame, at: now, into: &effects) }
        self.end(of: party.other).note(spokenBy: end)
        if let piece = end.microphone.lastPiece {
            momentRecorder?.spoken(end.microphone.lastSamples, by: party, from: piece.begin)
        }
        end.log(audioInto: &log)
        schedule(.captureAudio(party), at: end.microphone.nextCapture)
        try settle(party)
    }

    private func captureVideo(_ party: Party) throws {
        let end = end(of: party)
        guard let camera = end.camera else { return }
        let opening = end.microphone.mouthOpening
        let frame = try camera.capture(mouthOpening: opening)
        recorder?.captured(frame, by: party, at: now)
        momentRecorder?.captured(by: party, camera, at: now)
        if let frame { end.endpoint.send(frame, at: now, into: &effects) }
        end.log(videoInto: &log)
        schedule(.captureVideo(party), at: camera.nextCapture)
        try settle(party)
    }

    private func fire(_ party: Party) throws {
        // A timer that was set before something earlier came up is stale.
        guard timers[Int(party.rawValue)] == now else { return }
        timers[Int(party.rawValue)] = nil
        end(of: party).endpoint.advance(to: now, into: &effects)
        try settle(party)
    }

    /// Does what the endpoint wants done, until it wants nothing, and sets its timer.
    private func settle(_ party: Party) throws {
        let end = end(of: party)
        while !effects.isEmpty {
            // Two buffers in turn: a copy would make every round allocate.
            swap(&effects, &pending)
            for effect in pending { try perform(effect, of: end) }
            pending.removeAll(keepingCapacity: true)
        }
        guard let timeout = end.endpoint.nextTimeout else { return }
        let due = max(timeout, now)
        if let set = timers[Int(party.rawValue)], set <= due { return }
        timers[Int(party.rawValue)] = due
        schedule(.timer(party), at: due)
    }

    private func perform(_ effect: EndpointEffect, of end: CallEnd) throws {
        switch effect {
        case .transmit(let datagram): transmit(datagram, from: end.party)
        case .connected:
            try end.connect(at: now)
            recorder?.connected(end.party, at: now)
            schedule(.captureAudio(end.party), at: end.microphone.nextCapture)
            if let camera = end.camera { schedule(.captureVideo(end.party), at: camera.nextCapture) }
            schedule(.playAudio(end.party), at: now + Speaker.pullInterval)
            if case .connection(let delay) = seriesClock { schedule(.sample(end.party), at: now + delay) }
        case .connectionFailed: break
        case .encoderTarget(let target):
            try end.apply(target, at: now)
            recorder?.retargeted(end.party, target, at: now)
        case .keyFrameRequested:
            end.camera?.requestKeyFrame()
            recorder?.keyFrameRequested(of: end.party, at: now)
        case .videoFlushed(let packetCount): recorder?.flushed(packetCount, by: end.party, at: now)
        case .decode(let frame):
            let picture = try end.decode(frame, from: self.end(of: end.party.other), at: now, into: &effects)
            recorder?.decoded(frame, by: end.party, succeeded: picture != nil, at: now)
            if let picture { schedule(.showVideo(end.party, picture: picture), at: max(frame.renderTime, now)) }
        }
    }
}

// MARK: - Network

extension MediaCall {
    private func transmit(_ datagram: Datagram, from sender: Party) {
        packetCount += 1
        let packet = InFlight.Packet(datagram: datagram, number: packetCount, sender: sender)
        end(of: sender).countSent(packet, at: now)
        tallies[Int(sender.rawValue)].countSent(datagram)
        recorder?.sent(packet, at: now)
        forward(flying.insert(packet), over: 0)
    }
}
