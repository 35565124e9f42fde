/// A bar of stretches, each in one of a few states; states differ in height as well as in colour.
public struct StateStrip: Sendable {
    public struct Stretch: Sendable {
        /// How the page paints it.
        public let kind: String
        /// Its height, 0 to 1.
        public let level: Double
        public let range: ClosedRange<Double>

        public init(kind: String, level: Double, _ range: ClosedRange<Double>) {
            (self.kind, self.level, self.range) = (kind, level, range)
        }
    }

    private let description: String
    private let range: ClosedRange<Double>
    private let stretches: [Stretch]
    private let marked: ClosedRange<Double>?
    private let size: (width: Double, height: Double)
    private let margin: (left: Double, right: Double)

    public init(
        _ description: String,
        _ range: ClosedRange<Double>,
        _ stretches: [Stretch],
        marked: ClosedRange<Double>? = nil,
        size: (width: Double, height: Double),
        margin: (left: Double, right: Double) = (44, 10)
    ) {
        self.description = description
        self.range = range
        self.stretches = stretches
        self.marked = marked
        self.size = size
        self.margin = margin
    }

    /// A frame around a stretch that is talked about elsewhere.
    private func mark(_ range: ClosedRange<Double>, _ scale: LinearScale) -> Markup {
        let (from, to) = (scale.place(range.lowerBound), scale.place(range.upperBound))
        return Markup(
            "rect",
            [
                ("class", "mark"), ("x", Coordinate.text(from)), ("y", "0.8"), ("width", Coordinate.text(to - from)),
                ("height", Coordinate.text(size.height - 1.6)),
            ]
        )
    }

    public var svg: Markup {
        let scale = LinearScale(range, from: margin.left, to: size.width - margin.right)
        let shapes = stretches.map { stretch in
            let (from, to) = (scale.place(stretch.range.lowerBound), scale.place(stretch.range.upperBound))
            let height = max(stretch.level * size.height, 1)
            return Markup(
                "rect",
                [
                    ("class", stretch.kind), ("x", Coordinate.text(from)), ("y", Coordinate.text(size.height - height)),
                    ("width", Coordinate.text(max(to - from, 0.5))), ("height", Coordinate.text(height)),
                ]
            )
        }
        return Markup(
            "svg",
            [
                ("class", "strip"),
                ("viewBox", "0 0 \(Coordinate.text(size.width)) \(Coordinate.text(size.height))"), ("role", "img"),
                ("aria-label", description),
            ],
            shapes + (marked.map { [mark($0, scale)] } ?? [])
        )
    }
}
