/// Looks for the largest load that is held: doubles until one breaks, then halves what lies between.
///
/// Sans-IO: ask for the next load, run it, and tell whether its thresholds held; the same seeds at every load (common
/// random numbers) make the answers differ by the load alone. It takes for granted that more load is never better, and
/// looks at none above one that broke.
public struct CapacitySearch: Sendable {
    /// One load, with what its runs came to.
    public struct Point: Hashable, Sendable {
        public let load: Int
        public let answer: ReplicationRule.Answer
        public let passCount: Int
        public let runCount: Int
    }

    /// What to do next.
    public enum Step: Hashable, Sendable {
        /// Run this load with this replication's seed; replications count from 0.
        case run(load: Int, replication: Int)
        case finished
    }

    private let range: ClosedRange<Int>
    private let precision: Double
    private let runCountMax: Int
    private var load: Int
    private var rule: ReplicationRule
    /// By rising load.
    public private(set) var points: [Point] = []
    public private(set) var step: Step

    /// - Parameters:
    ///   - range: loads to look at, from 1.
    ///   - precision: how near, as a share of the load, the two ends of the answer have to come; neighbours always do.
    public init(range: ClosedRange<Int>, precision: Double = 0.05, runCountMax: Int = 12) {
        precondition(range.lowerBound >= 1 && precision >= 0, "loads begin at one")
        (self.range, self.precision, self.runCountMax) = (range, precision, runCountMax)
        load = range.lowerBound
        rule = ReplicationRule(runCountMax: runCountMax)
        step = .run(load: range.lowerBound, replication: 0)
    }

    /// The largest load that was held; `nil` where not even the smallest was.
    public var held: Int? { points.last { $0.answer == .held && isBelowBreaks($0.load) }?.load }

    /// The smallest load that broke; `nil` where the largest did not.
    public var broken: Int? { points.first { $0.answer == .broken }?.load }

    private func isBelowBreaks(_ load: Int) -> Bool { broken.map { load < $0 } ?? true }

    /// Takes whether the run that was asked for passed.
    public mutating func take(passed: Bool) {
        rule.take(passed: passed)
        guard let answer = rule.answer else {
            step = .run(load: load, replication: rule.runCount)
            return
        }
        let point = Point(load: load, answer: answer, passCount: rule.passCount, runCount: rule.runCount)
        points.insert(point, at: points.firstIndex { $0.load > load } ?? points.endIndex)
        guard let next = nextLoad else {
            step = .finished
            return
        }
        load = next
        rule = ReplicationRule(runCountMax: runCountMax)
        step = .run(load: next, replication: 0)
    }

    private var nextLoad: Int? {
        // What is undecided counts as not held first, so that the lower end is sure, then as not broken.
        let unheld = points.first { $0.answer != .held }?.load
        let lower = points.last { point in point.answer == .held && unheld.map { point.load < $0 } ?? true }?.load
        guard let unheld else {
            guard let lower, lower < range.upperBound else { return nil }
            return min(lower * 2, range.upperBound)
        }
        if let lower, let middle = middle(lower, unheld) { return middle }
        if lower == nil, unheld > range.lowerBound { return middle(range.lowerBound, unheld) ?? range.lowerBound }
        return loadBeforeBreak
    }

    /// Between the largest load that is not broken and the smallest that is.
    private var loadBeforeBreak: Int? {
        let unbroken = points.last { point in
            point.answer != .broken && broken.map { point.load < $0 } ?? true
        }?.load
        guard let unbroken else { return nil }
        guard let broken else { return unbroken < range.upperBound ? min(unbroken * 2, range.upperBound) : nil }
        return middle(unbroken, broken)
    }

    /// A load between two that are further apart than the precision asks, and not looked at.
    private func middle(_ lower: Int, _ upper: Int) -> Int? {
        guard upper - lower > max(1, Int(Double(lower) * precision)) else { return nil }
        let middle = lower + (upper - lower) / 2
        return points.contains { $0.load == middle } ? nil : middle
    }
}
