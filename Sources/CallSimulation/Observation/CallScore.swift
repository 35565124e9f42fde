import MediaCodecs
import MediaTransport
import QualityModels
import Results
import Units

/// Turns what both ends of a call observed into its record.
struct CallScore {
    private let plan: CallPlan
    private let clinician: CallEnd
    private let patient: CallEnd
    private let forwarder: CallForwarder?

    init(plan: CallPlan, clinician: CallEnd, patient: CallEnd, forwarder: CallForwarder? = nil) {
        self.plan = plan
        self.clinician = clinician
        self.patient = patient
        self.forwarder = forwarder
    }

    func record(digest: UInt64) -> CallRecord {
        let connectedAt = self.connectedAt
        let toPatient = patient.observations.scores(connectedAt: connectedAt)
        let toClinician = clinician.observations.scores(connectedAt: connectedAt)
        let outcome = outcome(toPatient, toClinician)
        var metrics = MetricValues()
        metrics["consultation.usable"] =
            ConsultationUsability.isUsable(toPatient.usability, toClinician.usability) ? 1 : 0
        metrics["consultation.completed_video"] = outcome.outcome == .completedVideo ? 1 : 0
        metrics["consultation.fallback_phone"] = outcome.outcome == .fallbackPhone ? 1 : 0
        metrics["consultation.failed"] = outcome.outcome == .failed ? 1 : 0
        metrics["call.setup_time"] = connectedAt.map { ($0 - plan.startsAt).seconds }
        metrics["call.round_trip_time"] = roundTripTime
        return CallRecord(
            call: plan.number,
            clinician: plan.clinician.name,
            patient: plan.patient.name,
            network: plan.patient.network.name,
            site: plan.site,
            partition: plan.partition,
            route: plan.route,
            tags: plan.tags,
            startsAt: plan.startsAt,
            length: plan.length,
            outcome: outcome.outcome,
            reason: outcome.reason,
            digest: digest,
            metrics: metrics,
            directions: [
                direction(from: clinician, to: patient, toPatient, other: toClinician),
                direction(from: patient, to: clinician, toClinician, other: toPatient),
            ]
        )
    }

    /// When both ends were connected; `nil` if they never were.
    private var connectedAt: Timestamp? {
        guard let one = clinician.connectedAt, let other = patient.connectedAt else { return nil }
        return max(one, other)
    }

    private func direction(
        from sender: CallEnd,
        to receiver: CallEnd,
        _ scores: DirectionScores,
        other: DirectionScores
    ) -> DirectionRecord {
        var metrics = scores.metrics(other: other, length: plan.length)
        let sound = receiver.endpoint.receiver.statistics.audio
        metrics["audio.time_stretch"] = sound.stretching?.meanRateDeviation
        let pictures = receiver.endpoint.receiver.statistics.video
        if pictures.framesDecoded > 0 {
            metrics["video.quantiser"] = Double(pictures.qpSum) / Double(pictures.framesDecoded)
        }
        if scores.video != nil, let start = sender.connectedAt, plan.end > start {
            let sent = sender.endpoint.sender.statistics.video
            let bits = Double((sent.bytesSent - sent.retransmittedBytesSent) * 8)
            metrics["video.bitrate"] = bits / (plan.end - start).seconds
        }
        if sender.mediaPacketsSent > 0 {
            metrics["call.packet_loss"] = Double(sender.mediaPacketsLost) / Double(sender.mediaPacketsSent)
            metrics["call.residual_loss"] = residualLoss(from: sender, to: receiver)
        }
        metrics["video.parametric_score"] = parametricScore(scores, metrics)
        metrics["call.multimedia_quality"] = PlannedQuality(plan: plan, scores: scores, metrics: metrics).value
        var windows = MetricWindows()
        windows["audio.mos"] = scores.audio.mosSamples
        return DirectionRecord(
            call: plan.number,
            from: sender.party,
            network: plan.patient.network.name,
            metrics: metrics,
            windows: windows,
            usability: UsabilityAccount(scores.usability)
        )
    }

    /// The fitted form of G.1070 at the pictures' mean size; `nil` outside of what was fitted.
    private func parametricScore(_ scores: DirectionScores, _ metrics: MetricValues) -> Double? {
        guard let video = plan.video, let continuity = scores.video, let lines = scores.meanLines,
            let bitrate = metrics["video.bitrate"], let loss = metrics["call.residual_loss"]
        else { return nil }
        let seconds = max((plan.length - continuity.dueFrom).seconds, 1)
        let share = lines / Double(min(video.encoder.width, video.encoder.height))
        return VideoCoefficientSet.fitted(
            codec: video.encoder.codec == .vp8 ? "VP8" : "VP9",
            pixels: Int(Double(video.encoder.width * video.encoder.height) * share * share)
        )?.estimate(
            bitrate: DataRate(bitsPerSecond: Int64(bitrate)),
            frameRate: min(Double(continuity.shownFrames) / seconds, 30),
            ppl: 100 * min(loss, 1)
        )?.quality.value
    }

    /// What is still missing of what was sent, after retransmission and in-band copies.
    private func residualLoss(from sender: CallEnd, to receiver: CallEnd) -> Double {
        let statistics = receiver.endpoint.receiver.statistics
        let repairs = [statistics.audioRepair, statistics.videoRepair]
        let byFEC = repairs.reduce(0) { $0 + $1.recoveredByFEC }
        let byRetransmission = repairs.reduce(0) { $0 + $1.recoveredByRetransmission }
        guard let undelivered = sender.missing?.count, let forwarder else {
            return Double(max(0, sender.mediaPacketsLost - byFEC - byRetransmission)) / Double(sender.mediaPacketsSent)
        }
        let unit = forwarder.statistics(of: receiver.party)
        let outbound = [unit.outboundAudio, unit.outboundVideo]
        let dropped = outbound.reduce(0) { $0 + Int($1.packetsDroppedByQueue) }
        // What was sent before the receiver was there is missing only where it never came.
        let early = outbound.reduce(0) { $0 + Int($1.packetsDroppedUnconnected) }
        let isThere = receiver.connectedAt != nil
        let missing = max(0, undelivered + dropped + (isThere ? 0 : early) - byFEC)
        return Double(missing) / Double(max(1, sender.mediaPacketsSent - (isThere ? early : 0)))
    }

    /// The mean of all measurements of both ends, in milliseconds; over a forwarding unit the sum of both legs'.
    private var roundTripTime: Double? {
        guard forwarder != nil else { return meanRoundTripTime(of: [clinician, patient]) }
        guard let one = meanRoundTripTime(of: [clinician]), let other = meanRoundTripTime(of: [patient]) else {
            return nil
        }
        return one + other
    }

    private func meanRoundTripTime(of ends: [CallEnd]) -> Double? {
        var sum = 0.0
        var count: Int64 = 0
        for end in ends {
            let statistics = end.endpoint.sender.statistics
            for stream in [statistics.remoteInboundAudio, statistics.remoteInboundVideo] {
                sum += stream.totalRoundTripTime.milliseconds
                count += stream.roundTripTimeMeasurements
            }
        }
        return count > 0 ? sum / Double(count) : nil
    }

    private func outcome(
        _ toPatient: DirectionScores,
        _ toClinician: DirectionScores
    ) -> (outcome: ConsultationOutcome, reason: String?) {
        guard connectedAt != nil else {
            guard plan.setUpWait != nil else { return (.failed, "no route passes the firewalls of both") }
            return (.failed, "the connection was never established")
        }
        let sides = [(toPatient, Party.patient), (toClinician, Party.clinician)].map { scores, receiver in
            OutcomeRule.Side(
                receiver: receiver,
                hasHeard: scores.hasHeard,
                hasSeen: plan.video == nil ? nil : scores.hasSeen,
                usability: scores.usability
            )
        }
        return plan.usability.outcomes.outcome(sides)
    }
}
