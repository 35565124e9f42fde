/// The load from which a curve turns bad: flat before, steep after.
///
/// Both axes are brought to 0...1, and the knee is the load that lies furthest below the straight line between the ends,
/// as in Kneedle (Satopaa, Albrecht, Irwin and Raghavan, ICDCS workshops 2011; without its smoothing and sensitivity).
public enum Knee {
    /// One load, and what a metric came to there.
    public struct Point: Hashable, Sendable {
        public let load: Int
        public let value: Double

        public init(load: Int, value: Double) { (self.load, self.value) = (load, value) }
    }

    /// A curve bends where it lies at least so far below the line; ours.
    public static let depthMin = 0.25

    /// With fewer points there is no telling a bend from a slope; ours.
    public static let pointCountMin = 4

    /// The knee of points by rising load; `nil` with too few, and where the curve never gets worse or does not bend.
    ///
    /// - Parameter rises: whether a higher value is worse.
    public static func load(of points: [Point], rises: Bool) -> Int? {
        guard points.count >= pointCountMin, let first = points.first, let last = points.last, first.load < last.load
        else {
            return nil
        }
        func harm(_ point: Point) -> Double { rises ? point.value - first.value : first.value - point.value }
        guard let worst = points.map(harm).max(), worst > 0 else { return nil }
        let width = Double(last.load - first.load)
        let depths = points.map { Double($0.load - first.load) / width - harm($0) / worst }
        guard let deepest = depths.max(), deepest >= depthMin else { return nil }
        return depths.lastIndex(of: deepest).map { points[$0].load }
    }
}
