import CallSimulation
import Results
import Units

/// What `replay.json` says: which call this is, and whose address and streams are whose in the captures.
struct ReplayKey {
    let run: RunManifest
    let record: CallRecord
    let plan: CallPlan
    let ends: [CaptureKey]

    var json: [UInt8] {
        var object: JSONObject = [
            "version": .integer(ResultsFormat.version), "tool_version": .string(run.toolVersion),
            "scenario": .string(run.scenario.name), "scenario_sha256": .string(run.scenario.sha256),
            "seed": .integer(run.seed), "call": .integer(record.call),
        ]
        object.append("digest", .string(record.digestHexadecimal))
        // The captures hold what SRTP would protect, as it is before protection.
        object.append("srtp", .boolean(false))
        object.append("ends", .array(ends.map { .object(member(of: $0)) }))
        return JSONValue.object(object).prettyBytes
    }

    private func member(of end: CaptureKey) -> JSONObject {
        var object: JSONObject = [
            "at": .string(end.party.name), "address": .string(end.host), "port": .integer(end.port),
            "audio_ssrc": .integer(end.audioSSRC),
        ]
        if plan.video != nil {
            object.append("video_ssrc", .integer(end.videoSSRC))
            object.append("video_rtx_ssrc", .integer(end.videoRTXSSRC))
        }
        object.append(
            "connected_s",
            ifKnown: end.connectedAt.map {
                .number(JSONNumber(secondsFromNanoseconds: ($0 - plan.startsAt).nanoseconds))
            }
        )
        return object
    }
}
