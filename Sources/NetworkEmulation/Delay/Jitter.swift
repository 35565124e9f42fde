public import Units

/// How the delay of a link varies about its mean.
public struct Jitter: Hashable, Sendable {
    public enum Deviation: Hashable, Sendable {
        /// Normally distributed, and correlated over time: a first-order autoregressive process on the normal values
        /// themselves; netem's correlation works on uniform numbers and is lost in its modulo.
        ///
        /// The standard deviation is that before the delay is cut off at zero. Two packets `dt` apart have correlation
        /// exp(-dt / memory); with zero they are independent.
        case normal(standardDeviation: TimeDelta, memory: TimeDelta)
        /// Each packet by itself, evenly distributed within as much of the mean on either side, as test beds often do.
        case uniform(halfWidth: TimeDelta)
        /// Any other law, as a function of that same normal process, whose correlation is exp(-dt / memory); `unit` is
        /// what a deviation of one stands for, mostly the standard deviation.
        case distributed(DelayDistribution, unit: TimeDelta, memory: TimeDelta)
    }

    public let deviation: Deviation
    /// Whether a packet comes out no sooner after the one before than that one takes to send at the link's rate.
    ///
    /// The no-reordering packet delay variation of RFC 8868, 4.5.2, j(n) = max(j_raw(n), j(n-1) + serial(n-1)).
    /// It keeps the order even on a link that may reorder; without a rate it is nothing but order.
    public var keepsSpacing = false

    /// How long the delay remembers; zero where it does not.
    public var memory: TimeDelta {
        switch deviation {
        case .normal(_, let memory), .distributed(_, _, let memory): memory
        case .uniform: .zero
        }
    }

    public init(standardDeviation: TimeDelta, memory: TimeDelta = .zero) {
        precondition(standardDeviation >= .zero && memory >= .zero, "neither jitter nor its memory can be negative")
        deviation = .normal(standardDeviation: standardDeviation, memory: memory)
    }

    public init(uniformWithin halfWidth: TimeDelta, memory: TimeDelta = .zero) {
        precondition(halfWidth >= .zero && memory >= .zero, "neither jitter nor its memory can be negative")
        deviation =
            memory > .zero
            ? .distributed(.uniform, unit: halfWidth, memory: memory) : .uniform(halfWidth: halfWidth)
    }

    /// Jitter of another law; `unit` is its standard deviation, but for `uniform` and `clippedNormal`.
    public init(_ distribution: DelayDistribution, unit: TimeDelta, memory: TimeDelta = .zero) {
        precondition(unit >= .zero && memory >= .zero, "neither jitter nor its memory can be negative")
        deviation = .distributed(distribution, unit: unit, memory: memory)
    }

    /// RFC 8868, 4.5: a clipped normal delay on top of the link's, without reordering.
    public static func rfc8868(
        _ form: DelayDistribution.RFC8868Form,
        standardDeviation: TimeDelta = .milliseconds(5),
        memory: TimeDelta = .zero
    ) -> Jitter {
        var jitter = Jitter(.clippedNormal(form), unit: standardDeviation, memory: memory)
        jitter.keepsSpacing = true
        return jitter
    }
}
