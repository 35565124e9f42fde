/// How far beyond the recordings' own band the simulator may lie.
public enum Widening: Hashable, Sendable {
    /// By a share of the band's edge or by an absolute amount, whichever is more; either may be zero.
    case margin(share: Double, absolute: Double)
    /// To half-way to the next of the heights that a picture is scaled down to.
    case heightClass

    /// The band that decides.
    public func widen(low: Double, high: Double, fullHeight: Int) -> (low: Double, high: Double) {
        switch self {
        case .margin(let share, let absolute):
            return (low - max(share * abs(low), absolute), high + max(share * abs(high), absolute))
        case .heightClass:
            let classes = Self.heights(from: fullHeight)
            let below = classes.last { $0 < low - 0.5 }
            let above = classes.first { $0 > high + 0.5 }
            return (below.map { ($0 + low) / 2 } ?? 0, above.map { ($0 + high) / 2 } ?? high * 1.25)
        }
    }

    /// The heights by steps of 3/4 and 2/3 in turn, as libwebrtc's source adapter takes them, in ascending order.
    static func heights(from full: Int) -> [Double] {
        var heights = [Double(full)]
        while let last = heights.last, last > 60 {
            heights.append(last * (heights.count % 2 == 1 ? 0.75 : 2.0 / 3))
        }
        return heights.reversed()
    }
}
