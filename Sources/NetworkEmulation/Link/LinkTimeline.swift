import Units

/// A link's whole configuration from each change to the next.
struct LinkTimeline: Sendable {
    struct Segment: Sendable {
        let start: Timestamp
        let configuration: LinkConfiguration
    }

    /// In order of time, at least one; the first holds from the beginning.
    let segments: [Segment]

    init(configuration: LinkConfiguration, schedule: LinkSchedule) {
        var segments = [Segment(start: Timestamp(nanoseconds: .min), configuration: configuration)]
        var current = configuration
        for change in schedule.changes {
            current = change.applied(to: current)
            if segments[segments.count - 1].start == change.at { segments.removeLast() }
            segments.append(Segment(start: change.at, configuration: current))
        }
        precondition(segments.allSatisfy { $0.configuration.delay >= .zero }, "a delay cannot be negative")
        self.segments = segments
    }

    /// The segment in force at `time`, looked for from an earlier one on.
    func segment(at time: Timestamp, from index: Int) -> Int {
        var index = index
        while index + 1 < segments.count, segments[index + 1].start <= time { index += 1 }
        return index
    }

    var rateSteps: [Serialiser.RateStep] {
        segments.map {
            Serialiser.RateStep(start: $0.start.nanoseconds, rate: $0.configuration.rate?.bitsPerSecond)
        }
    }

    var hasPacketLimit: Bool {
        segments.contains { if case .packets = $0.configuration.queue { true } else { false } }
    }
}
