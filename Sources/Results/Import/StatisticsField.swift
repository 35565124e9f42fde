/// A number of a dump that scores rest on, and what it can be.
struct StatisticsField {
    enum Kind {
        /// A whole number that never falls.
        case count
        /// A whole number that may fall, and below zero by as much as came twice (W3C webrtc-stats: `packetsLost`).
        case signedCount
        /// Seconds of the call, which never fall and never outrun it.
        case duration
        /// A sum over the events of the counter named, of at most a minute each, which never falls.
        case sum(over: String)
        /// A sum that never falls and is bounded by no other.
        case plainSum
        /// The width or height of pictures; 0 before the first.
        case size
        /// The seconds of one round trip.
        case roundTrip
    }

    let name: String
    let kind: Kind

    /// Every field that is read for a score, by the object's type and kind.
    ///
    /// `estimatedPlayoutTimestamp` and `targetBitrate` are not here: they are left out where they cannot be.
    static let all: [Self] = sound + pictures + ["audio", "video"].flatMap(ofEither) + pair

    private static let sound: [Self] = [
        fields("inbound-rtp.audio", ["packetsReceived", "bytesReceived", "totalSamplesReceived", "concealedSamples"]),
        fields("inbound-rtp.audio", ["silentConcealedSamples", "jitterBufferEmittedCount"]),
        fields("inbound-rtp.audio", ["insertedSamplesForDeceleration", "removedSamplesForAcceleration"]),
        fields("inbound-rtp.audio", ["jitterBufferDelay"], .sum(over: "jitterBufferEmittedCount")),
    ].flatMap { $0 }

    private static let pictures: [Self] = [
        fields("inbound-rtp.video", ["packetsReceived", "bytesReceived", "retransmittedBytesReceived", "qpSum"]),
        fields("inbound-rtp.video", ["framesDecoded", "framesRendered", "freezeCount", "pauseCount"]),
        fields(
            "inbound-rtp.video",
            ["totalFreezesDuration", "totalPausesDuration", "totalInterFrameDelay"],
            .duration
        ),
        fields("inbound-rtp.video", ["totalSquaredInterFrameDelay"], .plainSum),
        fields("inbound-rtp.video", ["frameWidth", "frameHeight"], .size),
    ].flatMap { $0 }

    private static let pair: [Self] = [
        fields("candidate-pair", ["responsesReceived"]),
        fields("candidate-pair", ["totalRoundTripTime"], .sum(over: "responsesReceived")),
        fields("candidate-pair", ["currentRoundTripTime"], .roundTrip),
    ].flatMap { $0 }

    private static func ofEither(_ kind: String) -> [Self] {
        let (sent, reported) = ("outbound-rtp.\(kind)", "remote-inbound-rtp.\(kind)")
        let parts: [[Self]] = [
            fields("inbound-rtp.\(kind)", ["packetsLost"], .signedCount),
            fields(sent, ["packetsSent", "bytesSent", "retransmittedPacketsSent", "retransmittedBytesSent"]),
            fields(reported, ["packetsLost"], .signedCount),
            fields(reported, ["roundTripTimeMeasurements"]),
            fields(reported, ["totalRoundTripTime"], .sum(over: "roundTripTimeMeasurements")),
            fields(reported, ["roundTripTime"], .roundTrip),
        ]
        return parts.flatMap { $0 }
    }

    private static func fields(_ object: String, _ names: [String], _ kind: Kind = .count) -> [Self] {
        names.map { name in
            guard case .sum(let counter) = kind else { return Self(name: "\(object).\(name)", kind: kind) }
            return Self(name: "\(object).\(name)", kind: .sum(over: "\(object).\(counter)"))
        }
    }
}
