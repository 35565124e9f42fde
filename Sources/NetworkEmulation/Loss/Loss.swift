public import Units

/// Which packets a link loses apart from those that its queue drops.
public enum Loss: Hashable, Sendable {
    /// Each packet by itself, with this probability.
    case bernoulli(Probability)
    /// In bursts.
    case gilbertElliott(GilbertElliott)
    /// In bursts that let packets through now and then, and alone between them.
    case fourState(FourState)
    /// As recorded, from when the link takes up the trace.
    case trace(LossTrace)

    /// Bursts of total loss, or `nil` where no chain has this rate and burst; a rate of zero loses nothing.
    public static func gilbert(rate: Probability, meanBurst: GilbertElliott.MeanBurst) -> Loss? {
        if rate == .never { return .bernoulli(.never) }
        return GilbertElliott(rate: rate, meanBurst: meanBurst).map(Loss.gilbertElliott)
    }

    /// The share of packets lost in the long run; of a trace that ends, the share that it records.
    public var stationaryRate: Double {
        switch self {
        case .bernoulli(let probability): probability.value
        case .gilbertElliott(let model): model.stationaryLossRate
        case .fourState(let model): model.stationaryLossRate
        case .trace(let trace): trace.recordedRate
        }
    }
}
