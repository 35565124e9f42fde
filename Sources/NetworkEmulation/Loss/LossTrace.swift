public import Units

/// Losses as they were recorded: packet by packet, or as spans of time in which everything was lost.
public struct LossTrace: Hashable, Sendable {
    /// What follows when the record is over.
    public enum AtEnd: Hashable, Sendable {
        /// It begins again.
        case repeats
        /// Nothing is lost any more.
        case losesNothing
    }

    /// A span from its first instant to the one before its last.
    public struct Span: Hashable, Sendable {
        public let start: TimeDelta
        public let end: TimeDelta

        public init(start: TimeDelta, end: TimeDelta) {
            self.start = start
            self.end = end
        }
    }

    enum Content: Hashable, Sendable {
        case packets([Bool])
        /// In order of time, apart from one another, none empty.
        case spans([Span], length: TimeDelta)
    }

    let content: Content
    public let atEnd: AtEnd

    /// A fate for each packet in order, `true` for lost; `nil` without packets.
    public init?(packets: [Bool], atEnd: AtEnd) {
        guard !packets.isEmpty else { return nil }
        content = .packets(packets)
        self.atEnd = atEnd
    }

    /// Spans in order of time, counted from when the link takes up the trace, within a record of this length.
    ///
    /// `nil` where they overlap, are not in order, begin before the record or end after it, or where it has no length.
    public init?(spans: [Span], length: TimeDelta, atEnd: AtEnd) {
        guard length > .zero else { return nil }
        var last = TimeDelta.zero
        for span in spans {
            guard span.start >= last, span.end >= span.start, span.end <= length else { return nil }
            last = span.end
        }
        content = .spans(spans.filter { $0.end > $0.start }, length: length)
        self.atEnd = atEnd
    }

    /// The share of packets, or of time, that the record loses.
    public var recordedRate: Double {
        switch content {
        case .packets(let packets):
            return Double(packets.count { $0 }) / Double(packets.count)
        case .spans(let spans, let length):
            let lost = spans.reduce(0.0) { $0 + Double(($1.end - $1.start).nanoseconds) }
            return lost / Double(length.nanoseconds)
        }
    }
}

/// How far a link has come in a loss trace.
struct LossTraceWalk: Sendable {
    private var trace: LossTrace
    private var origin: Timestamp
    /// The next packet, or the first span that is not over.
    private var index = 0

    init(_ trace: LossTrace, from origin: Timestamp) {
        self.trace = trace
        self.origin = origin
    }

    /// Whether a packet that passes at `time`, not before the one passed last, is lost.
    mutating func losesPacket(at time: Timestamp) -> Bool {
        switch trace.content {
        case .packets(let packets):
            guard index < packets.count else { return false }
            let isLost = packets[index]
            index += 1
            if index == packets.count, trace.atEnd == .repeats { index = 0 }
            return isLost
        case .spans(let spans, let length):
            var elapsed = time - origin
            if elapsed >= length {
                guard trace.atEnd == .repeats else { return false }
                let rounds = elapsed.nanoseconds / length.nanoseconds
                origin += length * rounds
                elapsed -= length * rounds
                index = 0
            }
            while index < spans.count, spans[index].end <= elapsed { index += 1 }
            return index < spans.count && spans[index].start <= elapsed
        }
    }
}
