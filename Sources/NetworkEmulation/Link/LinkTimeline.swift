import Units

/// A link's whole configuration from each change to the next.
struct LinkTimeline: Sendable {
    struct Segment: Sendable {
        let start: Timestamp
        let configuration: LinkConfiguration
    }

    /// In order of time, at least one; the first holds from the beginning.
    private(set) var segments: [Segment]
    /// When each of them begins, apart, so that looking for one copies none.
    private var starts: [Timestamp]

    init(configuration: LinkConfiguration, schedule: LinkSchedule) {
        var segments = [Segment(start: Timestamp(nanoseconds: .min), configuration: configuration)]
        var current = configuration
        for change in schedule.changes {
            current = change.applied(to: current)
            if segments[segments.count - 1].start == change.at { segments.removeLast() }
            segments.append(Segment(start: change.at, configuration: current))
        }
        precondition(segments.allSatisfy { $0.configuration.delay >= .zero }, "a delay cannot be negative")
        precondition(
            configuration.hasRate || segments.allSatisfy { $0.configuration.capacity == configuration.capacity },
            "opportunities and radios send from the beginning to the end"
        )
        self.segments = segments
        starts = segments.map(\.start)
    }

    /// Gives the room of the only segment back, where there is one and all that packets need of it is known elsewhere.
    mutating func forgetOnlySegment() {
        guard segments.count == 1 else { return }
        segments = []
        starts = []
    }

    /// The segment in force at `time`, looked for from an earlier one on.
    func segment(at time: Timestamp, from index: Int) -> Int {
        var index = index
        while index + 1 < starts.count, starts[index + 1] <= time { index += 1 }
        return index
    }

    /// The rate over all time; where opportunities or a radio send, it is none and means nothing.
    var rates: RateTimeline {
        RateTimeline(
            pieces: segments.map {
                RateTimeline.Piece(start: $0.start.nanoseconds, source: $0.configuration.rateSource)
            }
        )
    }

    var hasPacketLimit: Bool {
        segments.contains { if case .packets = $0.configuration.queue { true } else { false } }
    }
}

extension LinkConfiguration {
    fileprivate var rateSource: RateTimeline.Source {
        if case .rates(let trace) = capacity {
            .trace(trace)
        } else {
            .fixed(capacity == nil ? rate?.bitsPerSecond : nil)
        }
    }

    /// Whether a rate sends, known at each time, and neither opportunities nor a radio.
    public var hasRate: Bool {
        switch capacity {
        case nil, .rates: true
        case .opportunities, .cellular, .contention: false
        }
    }
}
