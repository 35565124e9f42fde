/// A drawing of lines over an axis: a distribution, a time line, a curve.
public struct Chart: Sendable {
    public struct Axis: Sendable {
        public let label: String
        public let range: ClosedRange<Double>
        /// About how many ticks there are; 0 draws none.
        public let ticks: Int

        public init(_ label: String, _ range: ClosedRange<Double>, ticks: Int = 5) {
            (self.label, self.range, self.ticks) = (label, range, ticks)
        }
    }

    public struct Point: Hashable, Sendable {
        public let x: Double
        public let y: Double

        public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
    }

    public struct Series: Sendable {
        public let name: String
        /// Which of the page's line styles draws it, from 0.
        public let style: Int
        /// Pieces of the line; between them nothing is known.
        public let pieces: [[Point]]

        public init(_ name: String, style: Int, pieces: [[Point]]) {
            (self.name, self.style, self.pieces) = (name, style, pieces)
        }
    }

    /// A stretch of the horizontal axis that something marks.
    public struct Band: Sendable {
        public let name: String
        /// How the page paints it.
        public let kind: String
        public let range: ClosedRange<Double>

        public init(_ name: String, kind: String, _ range: ClosedRange<Double>) {
            (self.name, self.kind, self.range) = (name, kind, range)
        }
    }

    /// Bands that several charts of one size and axis have in common: drawn once, and used by each.
    public struct BandLayer: Sendable {
        /// What the page knows them by; the page's own, and there once.
        public let id: String
        public let bands: [Band]

        public init(id: String, bands: [Band]) { (self.id, self.bands) = (id, bands) }
    }

    /// A limit, drawn across.
    public struct Limit: Sendable {
        public enum Direction: Sendable { case vertical, horizontal }
        public let label: String
        public let value: Double
        public let direction: Direction

        public init(_ label: String, _ value: Double, _ direction: Direction) {
            (self.label, self.value, self.direction) = (label, value, direction)
        }
    }

    /// What it shows, in a sentence, for those who do not see it.
    public let description: String
    public let size: (width: Double, height: Double)
    public let x: Axis
    public let y: Axis
    public let series: [Series]
    public let layer: BandLayer?
    public let limits: [Limit]

    public init(
        _ description: String,
        size: (width: Double, height: Double),
        x: Axis,
        y: Axis,
        series: [Series],
        layer: BandLayer? = nil,
        limits: [Limit] = []
    ) {
        self.description = description
        self.size = size
        self.x = x
        self.y = y
        self.series = series
        self.layer = layer
        self.limits = limits
    }
}
