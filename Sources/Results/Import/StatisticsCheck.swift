import Units

/// Refuses numbers that no browser can mean, before anything is computed from them.
enum StatisticsCheck {
    /// Counters that may only rise, by the object's type and kind; all others must not be negative.
    private static let counters: [String: [String]] = [
        "inbound-rtp.audio": [
            "packetsReceived", "bytesReceived", "totalSamplesReceived", "concealedSamples", "silentConcealedSamples",
            "jitterBufferDelay", "jitterBufferEmittedCount",
        ],
        "inbound-rtp.video": [
            "packetsReceived", "bytesReceived", "framesDecoded", "framesRendered", "freezeCount",
            "totalFreezesDuration",
            "totalInterFrameDelay", "totalSquaredInterFrameDelay", "totalPausesDuration", "retransmittedBytesReceived",
        ],
        "outbound-rtp.audio": ["packetsSent", "bytesSent"],
        "outbound-rtp.video": ["packetsSent", "bytesSent", "retransmittedBytesSent", "retransmittedPacketsSent"],
        "remote-inbound-rtp.audio": ["totalRoundTripTime", "roundTripTimeMeasurements"],
        "remote-inbound-rtp.video": ["totalRoundTripTime", "roundTripTimeMeasurements"],
        "candidate-pair": ["totalRoundTripTime", "responsesReceived"],
    ]
    private static let roundTripTimes = [
        "remote-inbound-rtp.audio.roundTripTime", "remote-inbound-rtp.video.roundTripTime",
        "candidate-pair.currentRoundTripTime",
    ]
    /// No counter of a call comes near 2^53, up to which whole numbers are exact.
    private static let largest = 9e15
    /// Seconds; a longer round trip, or a sound held longer, is no conversation but a slip of units.
    private static let longestDelay = 60.0
    private static let restart = "score each part by itself: a stream that began again counts from zero"

    static func check(_ table: StatisticsTable) throws(StatisticsFault) {
        for (object, fields) in counters.sorted(by: { $0.key < $1.key }) {
            for field in fields { try checkCounter("\(object).\(field)", table) }
        }
        for name in roundTripTimes {
            for (index, value) in (table[name] ?? []).enumerated() {
                guard let value, !(0...longestDelay).contains(value) else { continue }
                throw StatisticsFault(
                    place(name, index),
                    "\(value) s is no round-trip time",
                    hint: "give times in seconds, as webrtc-stats has them"
                )
            }
        }
        try checkShares(table)
    }

    private static func checkCounter(_ name: String, _ table: StatisticsTable) throws(StatisticsFault) {
        var last = 0.0
        for (index, value) in (table[name] ?? []).enumerated() {
            guard let value else { continue }
            guard (0...largest).contains(value) else {
                throw StatisticsFault(
                    place(name, index),
                    "\(value) is no count",
                    hint: "record the dump again: this one is damaged"
                )
            }
            // Sums of seconds may lose their last bit on the way through a dump.
            guard value >= last * (1 - 1e-12) else {
                throw StatisticsFault(place(name, index), "the counter fell from \(last) to \(value)", hint: restart)
            }
            last = value
        }
    }

    /// What is counted twice must agree.
    private static func checkShares(_ table: StatisticsTable) throws(StatisticsFault) {
        let audio = "inbound-rtp.audio."
        for (part, whole) in [
            ("concealedSamples", "totalSamplesReceived"), ("silentConcealedSamples", "concealedSamples"),
        ] {
            for index in table.times.indices {
                guard let less = table[audio + part]?[index], let more = table[audio + whole]?[index], less > more
                else {
                    continue
                }
                throw StatisticsFault(
                    place(audio + part, index),
                    "\(less) is more than \(whole), \(more)",
                    hint: "record the dump again: this one is damaged"
                )
            }
        }
        for index in table.times.indices.dropFirst() {
            guard let held = table.growth(audio + "jitterBufferDelay", from: index - 1, to: index),
                let emitted = table.growth(audio + "jitterBufferEmittedCount", from: index - 1, to: index),
                held > longestDelay * max(emitted, 1)
            else { continue }
            throw StatisticsFault(
                place(audio + "jitterBufferDelay", index),
                "\(held) s over \(emitted) samples is more than a minute each",
                hint: "give times in seconds, as webrtc-stats has them"
            )
        }
        let video = "inbound-rtp.video."
        let span = (table.times.last ?? .zero).seconds
        for field in ["totalFreezesDuration", "totalInterFrameDelay"] {
            guard let column = table[video + field], let begin = column.firstIndex(where: { $0 != nil }),
                let grown = table.growth(video + field, from: begin, to: column.count - 1), grown > span + longestDelay
            else { continue }
            throw StatisticsFault(
                video + field,
                "it grew by \(grown) s in \(span) s",
                hint: "give times in seconds, as webrtc-stats has them"
            )
        }
    }

    private static func place(_ name: String, _ index: Int) -> String { "\(name), snapshot \(index + 1)" }
}
