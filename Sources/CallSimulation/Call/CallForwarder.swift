import MediaCodecs
import MediaTransport
import RTPWire
import Units
import VirtualTime

/// The selective forwarding unit of one call, what it wants done, and its timer.
struct CallForwarder: ~Copyable {
    private var unit: ForwardingUnit
    private var effects: [ForwardingEffect] = []
    /// When it was last said to want waking.
    private var timer: Timestamp?

    init(plan: CallPlan) {
        unit = ForwardingUnit(configuration: ForwardingConfiguration(plan: plan), at: plan.startsAt)
    }

    /// Of the clinician's leg, then of the patient's.
    var statistics: [ForwardingLegStatistics] { Party.allCases.map { unit.statistics(of: $0) } }

    mutating func receive(_ datagram: Datagram, from party: Party, at now: Timestamp) {
        unit.receive(datagram, from: party, at: now, into: &effects)
    }

    /// Does what is due, unless the timer that went off is stale.
    mutating func advance(to now: Timestamp) {
        guard timer == now else { return }
        timer = nil
        unit.advance(to: now, into: &effects)
    }

    /// Hands over what it wants done, in exchange for an empty list to go on with.
    mutating func takeEffects(into taken: inout [ForwardingEffect]) { swap(&effects, &taken) }

    /// When to wake it, where no earlier time was told already.
    mutating func newTimer(at now: Timestamp) -> Timestamp? {
        guard let timeout = unit.nextTimeout else { return nil }
        let due = max(timeout, now)
        if let timer, timer <= due { return nil }
        timer = due
        return due
    }
}

extension ForwardingConfiguration {
    /// Both legs: the parties are clients, the unit is the server.
    init(plan: CallPlan) {
        let streams = CallStreams(plan: plan)
        let legs = Party.allCases.map { Leg(plan: plan, party: $0, streams: streams) }
        self.init(clinician: legs[0], patient: legs[1], isAudioNACKEnabled: plan.audio.nack)
        guard let video = plan.video else { return }
        congestionFeedback = video.feedback
        keyFrameRequest = video.keyFrameRequest
        let size = video.encoder
        maximumBitrate =
            video.bitrateMax ?? SenderConfiguration.maximumVideoBitrate(width: size.width, height: size.height)
    }
}

extension ForwardingConfiguration.Leg {
    fileprivate init(plan: CallPlan, party: Party, streams: CallStreams) {
        let leg: VirtualTime.Leg = party == .clinician ? .clinicianUp : .patientUp
        var reports = plan.random(.forwardingReports, leg: leg)
        var feedback = plan.random(.forwardingFeedback, leg: leg)
        var numbers = plan.random(.forwardingNumbers, leg: leg)
        self.init(
            identifiers: streams[party].identifiers,
            role: .dtlsServer,
            carriesVideo: plan.video != nil,
            canonicalName: party.name,
            localSSRC: UInt32(truncatingIfNeeded: numbers.next()),
            // The upper half is left free, as the parties' first numbers leave it.
            initialRTXSequenceNumber: UInt16(truncatingIfNeeded: numbers.next()) & 0x7FFF,
            reportIntervalFactors: (0..<64).map { _ in 0.5 + reports.unitInterval() },
            feedbackPhase: feedback.unitInterval()
        )
    }
}
