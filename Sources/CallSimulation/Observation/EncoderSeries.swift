import MediaTransport
import Results
import Units

extension EncoderControl {
    /// What it adds to the `outbound-rtp.video` of `series.ndjson`.
    func append(to object: inout JSONObject, at now: Timestamp) {
        object.append("totalEncodedBytesTarget", .integer(totalEncodedBytesTarget))
        object.append("qualityLimitationReason", .string(limitation.reason.rawValue))
        func duration(_ reason: QualityLimitationReason) -> JSONValue {
            .score(limitation.duration(of: reason, at: now).seconds)
        }
        object.append(
            "qualityLimitationDurations",
            .object([
                "none": duration(.none), "cpu": .integer(0), "bandwidth": duration(.bandwidth), "other": .integer(0),
            ])
        )
        object.append("qualityLimitationResolutionChanges", .integer(limitation.resolutionChanges))
    }
}

/// How many frames an end encoded and decoded in the second before.
struct FrameRateCount {
    private var time: Timestamp
    private var encoded: Int64 = 0
    private var decoded: Int64 = 0

    init(at now: Timestamp) { time = now }

    /// Frames a second since the last call, or since the start.
    mutating func advance(encoded: Int64, decoded: Int64, at now: Timestamp) -> (encoded: Double, decoded: Double) {
        let seconds = max((now - time).seconds, 1e-9)
        defer { (self.time, self.encoded, self.decoded) = (now, encoded, decoded) }
        return (Double(encoded - self.encoded) / seconds, Double(decoded - self.decoded) / seconds)
    }
}
