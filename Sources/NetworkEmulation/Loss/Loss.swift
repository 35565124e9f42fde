public import Units

/// Which packets a link loses apart from those that its queue drops.
public enum Loss: Hashable, Sendable {
    /// Each packet by itself, with this probability.
    case bernoulli(Probability)
    /// In bursts.
    case gilbertElliott(GilbertElliott)

    /// Bursts of total loss, or `nil` where no chain has this rate and burst; a rate of zero loses nothing.
    public static func gilbert(rate: Probability, meanBurst: GilbertElliott.MeanBurst) -> Loss? {
        if rate == .never { return .bernoulli(.never) }
        return GilbertElliott(rate: rate, meanBurst: meanBurst).map(Loss.gilbertElliott)
    }

    /// The share of packets lost in the long run.
    public var stationaryRate: Double {
        switch self {
        case .bernoulli(let probability): probability.value
        case .gilbertElliott(let model): model.stationaryLossRate
        }
    }
}
