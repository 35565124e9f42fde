public import Units

/// How the delay of a link varies about its mean: normally distributed, and correlated over time.
///
/// A first-order autoregressive process on the normal values themselves; netem's correlation works on uniform
/// numbers and is lost in its modulo.
public struct Jitter: Hashable, Sendable {
    /// The standard deviation of the delay before it is cut off at zero.
    public let standardDeviation: TimeDelta
    /// How long the delay remembers.
    ///
    /// Two packets `dt` apart have correlation exp(-dt / memory); with zero they are independent.
    public let memory: TimeDelta

    public init(standardDeviation: TimeDelta, memory: TimeDelta = .zero) {
        precondition(standardDeviation >= .zero && memory >= .zero, "neither jitter nor its memory can be negative")
        self.standardDeviation = standardDeviation
        self.memory = memory
    }
}
