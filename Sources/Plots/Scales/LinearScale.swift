/// Numbers to places along a line, in proportion.
public struct LinearScale: Hashable, Sendable {
    public let domain: ClosedRange<Double>
    /// The places of the domain's ends; the first may be the larger.
    public let places: (from: Double, to: Double)

    public init(_ domain: ClosedRange<Double>, from: Double, to: Double) {
        self.domain = domain
        places = (from, to)
    }

    /// The place of a number; one outside of the domain lies at its nearer end.
    public func place(_ value: Double) -> Double {
        let width = domain.upperBound - domain.lowerBound
        guard width > 0 else { return places.from }
        let share = (min(max(value, domain.lowerBound), domain.upperBound) - domain.lowerBound) / width
        return places.from + share * (places.to - places.from)
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.domain == right.domain && left.places == right.places
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(domain) }
}

/// A place in a drawing, to a tenth of a unit.
enum Coordinate {
    static func text(_ place: Double) -> String {
        // A scale of numbers beyond all measure has no places.
        guard abs(place) < 1e12 else { return "0" }
        let tenths = Int((place * 10).rounded())
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return (tenths < 0 ? "-" : "") + String(whole) + (rest == 0 ? "" : "." + String(rest))
    }
}
