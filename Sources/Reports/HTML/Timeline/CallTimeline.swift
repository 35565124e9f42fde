public import Results
public import Units

/// One call over time, each direction by itself.
public struct CallTimeline: Sendable {
    /// One direction: what one party received of the other.
    public struct Direction: Sendable {
        public let points: [Point]
        /// Stretches for which the picture stood still, in seconds since the call began, to about a second.
        public let freezes: [ClosedRange<Double>]
    }

    /// What was counted from one moment to the next; what was not counted is `nil`.
    public struct Point: Hashable, Sendable {
        /// Seconds since the call began, at the end.
        public let time: Double
        /// Bits a second of video: what the encoder was asked for, what left, what arrived.
        public var target: Double?
        public var sent: Double?
        public var received: Double?
        /// The share of packets that were lost on the way, sound and pictures together.
        public var lost: Double?
        /// Milliseconds.
        public var roundTrip: Double?
        /// Milliseconds that sound waited in the jitter buffer.
        public var bufferDelay: Double?
        /// The share of sound that concealment made up.
        public var concealed: Double?
        /// Pictures a second that were shown.
        public var frameRate: Double?
    }

    private let directions: [Direction]

    public subscript(receiver: Party) -> Direction { directions[Int(receiver.rawValue)] }

    /// Reads a call's lines of `series.ndjson` into at most so many points; `nil` without two lines of each end.
    public init?(_ lines: [SeriesLine], pointsMax: Int = 110) {
        let ends = Party.allCases.map { party in
            lines.filter { $0.at == party }.sorted { $0.time < $1.time }
        }
        guard ends.allSatisfy({ $0.count > 1 }) else { return nil }
        directions = Party.allCases.map { receiver in
            Self.direction(
                heard: ends[Int(receiver.rawValue)],
                sent: ends[Int(receiver.other.rawValue)],
                pointsMax: pointsMax
            )
        }
    }

    private static func direction(heard: [SeriesLine], sent: [SeriesLine], pointsMax: Int) -> Direction {
        let step = (heard.count + pointsMax - 1) / max(pointsMax, 1)
        let chosen = heard.indices.filter { $0 % step == 0 || $0 == heard.count - 1 }
        let senders = Dictionary(sent.map { ($0.time, $0) }) { first, _ in first }
        let points = zip(chosen, chosen.dropFirst()).map { from, to in
            SeriesSpan(from: heard[from], to: heard[to]).point(
                sender: senders[heard[from].time].flatMap { from in
                    senders[heard[to].time].map { SeriesSpan(from: from, to: $0) }
                }
            )
        }
        let freezes = zip(heard, heard.dropFirst()).compactMap { from, to -> ClosedRange<Double>? in
            let span = SeriesSpan(from: from, to: to)
            guard let length = span.increase("inbound-rtp.video", "totalFreezesDuration"), length > 0 else {
                return nil
            }
            return max(to.time.seconds - length, 0)...to.time.seconds
        }
        return Direction(points: points, freezes: freezes)
    }
}

/// The difference of two lines of one end.
private struct SeriesSpan {
    let from: SeriesLine
    let to: SeriesLine

    private var seconds: Double { to.time.seconds - from.time.seconds }

    func point(sender: SeriesSpan?) -> CallTimeline.Point {
        var point = CallTimeline.Point(time: to.time.seconds)
        point.received = rate("inbound-rtp.video", "bytesReceived").map { $0 * 8 }
        point.frameRate = rate("inbound-rtp.video", "framesRendered")
        point.lost = lost
        point.concealed = ratio("inbound-rtp.audio", "concealedSamples", "totalSamplesReceived")
        point.bufferDelay = ratio("inbound-rtp.audio", "jitterBufferDelay", "jitterBufferEmittedCount").map {
            $0 * 1_000
        }
        guard let sender else { return point }
        point.sent = sender.rate("outbound-rtp.video", "bytesSent").map { $0 * 8 }
        point.target = sender.to.number("outbound-rtp.video", "targetBitrate")
        point.roundTrip = sender.to.number("remote-inbound-rtp.audio", "roundTripTime").map { $0 * 1_000 }
        return point
    }

    private var lost: Double? {
        let kinds = ["inbound-rtp.audio", "inbound-rtp.video"]
        let losses = kinds.compactMap { increase($0, "packetsLost") }
        let arrivals = kinds.compactMap { increase($0, "packetsReceived") }
        guard !losses.isEmpty else { return nil }
        // A packet that is late counts as lost first and takes that back later.
        let lost = max(losses.reduce(0, +), 0)
        let expected = lost + max(arrivals.reduce(0, +), 0)
        return expected > 0 ? lost / expected : nil
    }

    func increase(_ type: String, _ member: String) -> Double? {
        guard let last = to.number(type, member) else { return nil }
        return last - (from.number(type, member) ?? 0)
    }

    private func rate(_ type: String, _ member: String) -> Double? {
        seconds > 0 ? increase(type, member).map { $0 / seconds } : nil
    }

    private func ratio(_ type: String, _ part: String, _ whole: String) -> Double? {
        guard let part = increase(type, part), let whole = increase(type, whole), whole > 0 else { return nil }
        return max(part / whole, 0)
    }
}

extension SeriesLine {
    fileprivate func number(_ type: String, _ member: String) -> Double? {
        guard case .object(let object) = statistics[type], case .number(let number) = object[member],
            number.isMeasurement
        else { return nil }
        return number.value
    }
}
