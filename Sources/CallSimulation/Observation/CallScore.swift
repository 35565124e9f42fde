import MediaCodecs
import MediaTransport
import QualityModels
import Results
import Units

/// Turns what both ends of a call observed into its record.
struct CallScore {
    private let plan: CallPlan
    /// What a forwarding unit saw of the clinician's leg and the patient's; `nil` where the parties send to each other.
    private let legs: [ForwardingLegStatistics]?
    /// When both ends were connected; `nil` if they never were.
    private let connectedAt: Timestamp?

    static func record(
        of plan: CallPlan,
        _ ends: borrowing CallEnds,
        legs: [ForwardingLegStatistics]?,
        digest: UInt64
    ) -> CallRecord {
        var connectedAt: Timestamp?
        if let one = ends.clinician.connectedAt, let other = ends.patient.connectedAt { connectedAt = max(one, other) }
        return CallScore(plan: plan, legs: legs, connectedAt: connectedAt).record(ends, digest: digest)
    }

    private func record(_ ends: borrowing CallEnds, digest: UInt64) -> CallRecord {
        let toPatient = ends.patient.observations.scores(connectedAt: connectedAt)
        let toClinician = ends.clinician.observations.scores(connectedAt: connectedAt)
        let outcome = outcome(toPatient, toClinician)
        var metrics = MetricValues()
        metrics["consultation.usable"] =
            ConsultationUsability.isUsable(toPatient.usability, toClinician.usability) ? 1 : 0
        metrics["consultation.completed_video"] = outcome.outcome == .completedVideo ? 1 : 0
        metrics["consultation.fallback_phone"] = outcome.outcome == .fallbackPhone ? 1 : 0
        metrics["consultation.failed"] = outcome.outcome == .failed ? 1 : 0
        metrics["call.setup_time"] = connectedAt.map { ($0 - plan.startsAt).seconds }
        metrics["call.round_trip_time"] = roundTripTime(of: ends)
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
                direction(from: ends.clinician, to: ends.patient, toPatient, other: toClinician),
                direction(from: ends.patient, to: ends.clinician, toClinician, other: toPatient),
            ]
        )
    }

    private func direction(
        from sender: borrowing CallEnd,
        to receiver: borrowing CallEnd,
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
    private func residualLoss(from sender: borrowing CallEnd, to receiver: borrowing CallEnd) -> Double {
        let statistics = receiver.endpoint.receiver.statistics
        let repairs = [statistics.audioRepair, statistics.videoRepair]
        let byFEC = repairs.reduce(0) { $0 + $1.recoveredByFEC }
        let byRetransmission = repairs.reduce(0) { $0 + $1.recoveredByRetransmission }
        guard let undelivered = sender.missing?.count, let legs else {
            return Double(max(0, sender.mediaPacketsLost - byFEC - byRetransmission)) / Double(sender.mediaPacketsSent)
        }
        let unit = legs[Int(receiver.party.rawValue)]
        let outbound = [unit.outboundAudio, unit.outboundVideo]
        let dropped = outbound.reduce(0) { $0 + Int($1.packetsDroppedByQueue) }
        // What was sent before the receiver was there is missing only where it never came.
        let early = outbound.reduce(0) { $0 + Int($1.packetsDroppedUnconnected) }
        let isThere = receiver.connectedAt != nil
        let missing = max(0, undelivered + dropped + (isThere ? 0 : early) - byFEC)
        return Double(missing) / Double(max(1, sender.mediaPacketsSent - (isThere ? early : 0)))
    }

    /// The mean of all measurements of both ends, in milliseconds; over a forwarding unit the sum of both legs'.
    private func roundTripTime(of ends: borrowing CallEnds) -> Double? {
        var (clinician, patient) = (RoundTrips(), RoundTrips())
        clinician.add(ends.clinician)
        guard legs != nil else {
            clinician.add(ends.patient)
            return clinician.mean
        }
        patient.add(ends.patient)
        guard let one = clinician.mean, let other = patient.mean else { return nil }
        return one + other
    }

    private struct RoundTrips {
        private var sum = 0.0
        private var count: Int64 = 0

        mutating func add(_ end: borrowing CallEnd) {
            let statistics = end.endpoint.sender.statistics
            for stream in [statistics.remoteInboundAudio, statistics.remoteInboundVideo] {
                sum += stream.totalRoundTripTime.milliseconds
                count += stream.roundTripTimeMeasurements
            }
        }

        var mean: Double? { count > 0 ? sum / Double(count) : nil }
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
