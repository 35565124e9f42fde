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
    }

    public let deviation: Deviation

    public init(standardDeviation: TimeDelta, memory: TimeDelta = .zero) {
        precondition(standardDeviation >= .zero && memory >= .zero, "neither jitter nor its memory can be negative")
        deviation = .normal(standardDeviation: standardDeviation, memory: memory)
    }

    public init(uniformWithin halfWidth: TimeDelta) {
        precondition(halfWidth >= .zero, "jitter cannot be negative")
        deviation = .uniform(halfWidth: halfWidth)
    }
}
