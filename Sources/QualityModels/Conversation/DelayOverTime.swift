public import Units

/// How long sound takes from one party's mouth to the other's ear, as it changes over a call.
public struct DelayOverTime: Hashable, Sendable {
    /// From when a delay holds, by time of capture since the conversation began.
    public struct Step: Hashable, Sendable {
        public let from: TimeDelta
        /// `nil` where nothing that is spoken reaches the other party.
        public let delay: TimeDelta?

        public init(from: TimeDelta, delay: TimeDelta?) {
            self.from = from
            self.delay = delay
        }
    }

    private let steps: [Step]
    /// The longest of its delays; zero where there is none.
    let longest: TimeDelta

    /// The same delay throughout; what is negative counts as none.
    public init(constant delay: TimeDelta) { self.init(steps: [Step(from: .zero, delay: delay)]) }

    /// Delays from given times on, in any order; before the first one nothing reaches the other party.
    public init(steps: [Step]) {
        self.steps = steps.map { Step(from: $0.from, delay: $0.delay.map { max($0, .zero) }) }
            .sorted { $0.from < $1.from }
        longest = self.steps.reduce(.zero) { max($0, $1.delay ?? .zero) }
    }

    /// The delay of what is spoken at a time; `nil` where it never arrives.
    public func delay(at time: TimeDelta) -> TimeDelta? {
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].from <= time { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? steps[low - 1].delay : nil
    }
}
