import Statistics
public import Units

/// When patients come, relative to their slots: negative is early.
public enum PunctualityLaw: Hashable, Sendable {
    case onTime
    case normal(mean: TimeDelta, deviation: TimeDelta)
    /// Hosking's generalised logistic law: x(F) = location + scale / shape (1 - ((1 - F) / F)^shape).
    ///
    /// A positive shape has its long tail on the early side.
    case generalisedLogistic(location: TimeDelta, scale: TimeDelta, shape: Double)

    /// What three published numbers of Faiz and Kristoffersen (2018) fit, moved to a median of `median`.
    public static func faiz(median: TimeDelta) -> Self {
        .generalisedLogistic(location: median, scale: TimeDelta(seconds: 60 * 7.041), shape: 0.2293)
    }

    /// The offset below which the given share of all lies.
    public func offset(at probability: Double) -> TimeDelta {
        switch self {
        case .onTime: return .zero
        case .normal(let mean, let deviation):
            return TimeDelta(seconds: mean.seconds + deviation.seconds * Elementary.normalQuantile(probability))
        case .generalisedLogistic(let location, let scale, let shape):
            return TimeDelta(
                seconds: Self.logistic(probability, location: location.seconds, scale: scale.seconds, shape: shape)
            )
        }
    }

    /// The quantile of Hosking's law in the unit of its location.
    public static func logistic(_ probability: Double, location: Double, scale: Double, shape: Double) -> Double {
        let odds = (1 - probability) / probability
        guard shape != 0 else { return location - scale * Elementary.log(odds) }
        return location + scale / shape * (1 - Elementary.pow(odds, shape))
    }
}
