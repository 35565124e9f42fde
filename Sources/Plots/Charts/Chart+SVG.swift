extension Chart {
    private static let margin = (left: 44.0, right: 10.0, top: 8.0, bottom: 34.0)
    private static let bareBottom = 10.0

    private var bottom: Double { x.ticks > 0 ? Self.margin.bottom : Self.bareBottom }

    private var across: LinearScale {
        LinearScale(x.range, from: Self.margin.left, to: size.width - Self.margin.right)
    }

    private var upwards: LinearScale { LinearScale(y.range, from: size.height - bottom, to: Self.margin.top) }

    /// The drawing; colours and line styles are the page's, by class.
    ///
    /// `data-plot` tells a script the ends of both axes and the places of these, so that it can read values off.
    public var svg: Markup {
        let (across, upwards) = (across, upwards)
        let ends = [
            x.range.lowerBound, x.range.upperBound, y.range.lowerBound, y.range.upperBound, across.places.from,
            across.places.to, upwards.places.from, upwards.places.to,
        ]
        var parts = layer.map { [Markup("use", [("href", "#" + $0.id)])] } ?? []
        parts += grid(across, upwards)
        parts += limits.map { limit($0, across, upwards) }
        parts += series.flatMap { lines(of: $0, across, upwards) }
        return Markup(
            "svg",
            [
                ("class", "chart"),
                ("viewBox", "0 0 \(Coordinate.text(size.width)) \(Coordinate.text(size.height))"),
                ("role", "img"), ("aria-label", description), ("tabindex", "0"),
                ("data-plot", ends.map(\.description).joined(separator: " ")), ("data-x", x.label), ("data-y", y.label),
            ] + (layer.map { [("data-bands", $0.id)] } ?? []),
            parts
        )
    }

    /// Lines, ticks and labels of both axes: as few elements as will do, for a page has many charts.
    private func grid(_ across: LinearScale, _ upwards: LinearScale) -> [Markup] {
        let (left, base) = (Coordinate.text(across.places.from), Coordinate.text(upwards.places.from))
        let width = Coordinate.text(across.places.to - across.places.from)
        let rows = Ticks(within: y.range, about: y.ticks)
        let grid = rows.values.map { "M\(left) \(Coordinate.text(upwards.place($0)))h\(width)" }.joined()
        let columns = x.ticks > 0 ? Ticks(within: x.range, about: x.ticks) : nil
        let axis =
            "M\(left) \(base)h\(width)"
            + (columns?.values ?? []).map { "M\(Coordinate.text(across.place($0))) \(base)v4" }.joined()
        var parts = [
            Markup("path", [("class", "grid"), ("d", grid)]), Markup("path", [("class", "axis"), ("d", axis)]),
            Self.labels(
                "tick-y",
                zip(rows.labels, rows.values).map { ($0, across.places.from - 6, upwards.place($1) + 3.5) }
            ),
        ]
        guard let columns else { return parts }
        let below = upwards.places.from + 15
        parts.append(
            Self.labels("tick-x", zip(columns.labels, columns.values).map { ($0, across.place($1), below) })
        )
        if !x.label.isEmpty {
            let middle = (across.places.from + across.places.to) / 2
            parts.append(Self.label(x.label, "axis-label", middle, size.height - 4, anchor: "middle"))
        }
        return parts
    }

    private static func labels(_ kind: String, _ labels: [(text: String, x: Double, y: Double)]) -> Markup {
        Markup(
            "g",
            [("class", kind)],
            labels.map { label in
                Markup(
                    "text",
                    [("x", Coordinate.text(label.x)), ("y", Coordinate.text(label.y))],
                    [.text(label.text)]
                )
            }
        )
    }

    /// The chart's bands, to stand once in the page; each kind is one path of boxes.
    public var bandDefinition: Markup {
        guard let layer, !layer.bands.isEmpty else { return .nothing }
        let (across, upwards) = (across, upwards)
        let (top, height) = (upwards.places.to, upwards.places.from - upwards.places.to)
        var paths: [(kind: String, name: String, boxes: String)] = []
        for band in layer.bands {
            let (from, to) = (across.place(band.range.lowerBound), across.place(band.range.upperBound))
            let width = Coordinate.text(max(to - from, 1))
            let box =
                "M\(Coordinate.text(from)) \(Coordinate.text(top))h\(width)v\(Coordinate.text(height))h-\(width)z"
            if let place = paths.firstIndex(where: { $0.kind == band.kind && $0.name == band.name }) {
                paths[place].boxes += box
            } else {
                paths.append((band.kind, band.name, box))
            }
        }
        let shapes = paths.map { path in
            Markup("path", [("class", "band " + path.kind), ("d", path.boxes), ("data-name", path.name)])
        }
        return Markup(
            "svg",
            [("class", "defs"), ("aria-hidden", "true")],
            [Markup("defs", [], [Markup("g", [("id", layer.id)], shapes)])]
        )
    }

    private func limit(_ limit: Limit, _ across: LinearScale, _ upwards: LinearScale) -> Markup {
        let isVertical = limit.direction == .vertical
        let scale = isVertical ? across : upwards
        guard scale.domain.contains(limit.value) else { return .nothing }
        let place = scale.place(limit.value)
        let (x1, x2) = isVertical ? (place, place) : (across.places.from, across.places.to)
        let (y1, y2) = isVertical ? (upwards.places.to, upwards.places.from) : (place, place)
        let isRight = isVertical && place > (across.places.from + across.places.to) / 2
        return .group([
            Markup(
                "line",
                [
                    ("class", "limit"), ("x1", Coordinate.text(x1)), ("x2", Coordinate.text(x2)),
                    ("y1", Coordinate.text(y1)), ("y2", Coordinate.text(y2)),
                ]
            ),
            Self.label(
                limit.label,
                "limit-label",
                isVertical ? place + (isRight ? -4 : 4) : across.places.to - 2,
                isVertical ? upwards.places.to + 9 : place - 4,
                anchor: isRight || !isVertical ? "end" : "start"
            ),
        ])
    }

    private func lines(of series: Series, _ across: LinearScale, _ upwards: LinearScale) -> [Markup] {
        series.pieces.filter { !$0.isEmpty }.map { piece in
            var points = ""
            for point in piece where point.x.isFinite && point.y.isFinite {
                if !points.isEmpty { points += " " }
                points += Coordinate.text(across.place(point.x)) + "," + Coordinate.text(upwards.place(point.y))
            }
            return Markup(
                "polyline",
                [("class", "line s\(series.style)"), ("points", points), ("data-name", series.name)]
            )
        }
    }

    static func label(_ text: String, _ kind: String, _ x: Double, _ y: Double, anchor: String) -> Markup {
        Markup(
            "text",
            [
                ("class", kind), ("x", Coordinate.text(x)), ("y", Coordinate.text(y)), ("text-anchor", anchor),
            ],
            [.text(text)]
        )
    }
}
