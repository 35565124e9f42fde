import CallSimulation
import MediaCodecs
import RawMedia
import Reports
import Results
import Units

/// Worst calls held again, to keep what was heard and seen in their worst seconds.
struct MomentReplay: Sendable {
    /// Where the calls' plans come from, with media to encode.
    let planner: CallPlanner
    /// Whether the run encoded media itself, so that a call has to come out as it was recorded.
    let isExact: Bool
    /// The most simulated seconds that all replays of a run may take together.
    let secondsMax: Double

    let stop: StopSignal

    /// What is enough for five calls of two minutes, and done in a minute or two.
    static let secondsOfRun = 600.0
    /// For those who ask for a report and wait.
    static let secondsOfReport = 7_200.0
    private static let pairCount = 6
    private static let widthMax = 320
    private static let pictureByteCountMax = 3_500
    private static let soundBitrate = DataRate.kilobitsPerSecond(14)

    /// What came of one call.
    struct Outcome: Sendable {
        var moment: CallMoment?
        var timeline: CallTimeline?
        /// Why there is no moment.
        var gap: String?
    }

    /// The simulated seconds that holding a call again takes, with those that share its links.
    func seconds(of record: CallRecord) -> Double {
        RecordedCall.seconds(ofCall: record.call, length: record.length, planner)
    }

    /// Holds a call again; `advance` is told of each simulated second.
    func outcome(of record: CallRecord, timeline: CallTimeline?, advance: () -> Void) throws -> Outcome {
        guard let worst = WorstMoment(of: record, timeline: timeline) else {
            return Outcome(gap: "call \(record.call) has nothing to show: neither sound nor pictures were measured")
        }
        let plan = planner.plan(of: record.call)
        let request = MomentRequest(
            receiver: worst.receiver,
            from: .seconds(Int64(worst.from)),
            length: .seconds(Int64(worst.length)),
            pairCount: Self.pairCount
        )
        guard let (result, recorded) = try hold(plan, request, advance: advance) else {
            return Outcome(gap: "a signal stopped the replays")
        }
        guard !isExact || result.record == record else {
            return Outcome(
                gap: "call \(record.call) came out otherwise than it was recorded: other codecs or another build"
            )
        }
        return Outcome(moment: try moment(worst, of: record, plan, recorded), timeline: CallTimeline(result.series))
    }

    private func hold(
        _ plan: CallPlan,
        _ request: MomentRequest,
        advance: () -> Void
    ) throws -> (CallResult, RecordedMoment)? {
        let call = try RecordedCall(of: plan, planner: planner, moment: request)
        let result = try call.run {
            advance()
            return !stop.isRaised
        }
        guard let result, let moment = call.moment else { return nil }
        return (result, moment)
    }

    private func moment(
        _ worst: WorstMoment,
        of record: CallRecord,
        _ plan: CallPlan,
        _ recorded: RecordedMoment
    ) throws -> CallMoment {
        CallMoment(
            call: record.call,
            digest: record.digestHexadecimal,
            receiver: worst.receiver,
            from: Double(worst.from),
            length: Double(worst.length),
            isHeldAgain: !isExact,
            pairs: try recorded.pairs.map { pair in
                CallMoment.Pair(
                    time: pair.time.seconds.roundedToSixDigits,
                    sent: try Self.still(pair.sent),
                    seen: try pair.seen.map(Self.still)
                )
            },
            heard: try OggOpus.encode(recorded.heard, bitrate: Self.soundBitrate),
            spoken: try OggOpus.encode(recorded.spoken, bitrate: Self.soundBitrate),
            impairments: plan.impairments
        )
    }

    private static func still(_ picture: I420Frame) throws -> [UInt8] {
        let width = min(picture.width, widthMax)
        let height = max(picture.height * width / picture.width, 1)
        return try StillPicture.webP(picture.scaled(width: width, height: height), byteCountMax: pictureByteCountMax)
    }
}
