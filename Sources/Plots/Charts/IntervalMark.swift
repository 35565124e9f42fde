/// A number with its interval against a limit, small enough for a table.
public struct IntervalMark: Sendable {
    private let value: Double
    private let lower: Double?
    private let upper: Double?
    private let limit: Double
    /// Whether numbers above the limit are good.
    private let isHighGood: Bool

    private static let size = (width: 150.0, height: 22.0)

    public init(value: Double, lower: Double?, upper: Double?, limit: Double, isHighGood: Bool) {
        (self.value, self.lower, self.upper) = (value, lower, upper)
        (self.limit, self.isHighGood) = (limit, isHighGood)
    }

    public var svg: Markup {
        let numbers = [value, limit] + [lower, upper].compactMap { $0 }
        let (smallest, largest) = (numbers.min() ?? value, numbers.max() ?? value)
        let reach = largest > smallest ? (largest - smallest) * 0.12 : max(abs(largest) * 0.1, 0.1)
        let scale = LinearScale((smallest - reach)...(largest + reach), from: 0, to: Self.size.width)
        let middle = Self.size.height / 2
        let place = scale.place(limit)
        let good = isHighGood ? (from: place, to: Self.size.width) : (from: 0, to: place)
        return Markup(
            "svg",
            [
                ("class", "interval"),
                ("viewBox", "0 0 \(Coordinate.text(Self.size.width)) \(Coordinate.text(Self.size.height))"),
                ("aria-hidden", "true"),
            ],
            [
                Markup(
                    "rect",
                    [
                        ("class", "good-side"), ("x", Coordinate.text(good.from)), ("y", "3"),
                        ("width", Coordinate.text(max(good.to - good.from, 0))),
                        ("height", Coordinate.text(Self.size.height - 6)),
                    ]
                ),
                lower == nil && upper == nil
                    ? .nothing
                    : Self.line(
                        "whisker",
                        scale.place(lower ?? scale.domain.lowerBound),
                        scale.place(upper ?? scale.domain.upperBound),
                        middle
                    ),
                Markup(
                    "line",
                    [
                        ("class", "limit"), ("x1", Coordinate.text(place)), ("x2", Coordinate.text(place)), ("y1", "1"),
                        ("y2", Coordinate.text(Self.size.height - 1)),
                    ]
                ),
                Markup(
                    "circle",
                    [
                        ("class", "dot"), ("cx", Coordinate.text(scale.place(value))), ("cy", Coordinate.text(middle)),
                        ("r", "4"),
                    ]
                ),
            ]
        )
    }

    private static func line(_ kind: String, _ from: Double, _ to: Double, _ y: Double) -> Markup {
        Markup(
            "line",
            [
                ("class", kind), ("x1", Coordinate.text(from)), ("x2", Coordinate.text(to)), ("y1", Coordinate.text(y)),
                ("y2", Coordinate.text(y)),
            ]
        )
    }
}
