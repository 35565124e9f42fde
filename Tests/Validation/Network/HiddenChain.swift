/// A Markov chain whose state says how likely each packet is lost, with exact moments of what a record counts.
///
/// Matrices of joint probabilities: for outcomes x1 ... xk, P = pi M(x1) ... M(xk) 1 with M(1) = diag(e) T.
struct HiddenChain {
    private let transitions: [[Double]]
    private let lossByState: [Double]
    private let stationary: [Double]

    /// The chance of a move from state to state, and of a loss in each.
    init(_ transitions: [[Double]], loss: [Double]) {
        self.transitions = transitions
        lossByState = loss
        // The lazy chain has the same stationary law, and no period; its squares get there quickly.
        var power = transitions.indices.map { row in
            transitions.indices.map { 0.5 * transitions[row][$0] + (row == $0 ? 0.5 : 0) }
        }
        for _ in 0..<60 { power = Self.product(power, power) }
        stationary = power[0]
    }

    /// Gilbert and Elliott's.
    init(leaveGood: Double, leaveBad: Double, bad: Double = 1, good: Double = 0) {
        self.init([[1 - leaveGood, leaveGood], [leaveBad, 1 - leaveBad]], loss: [good, bad])
    }

    /// A packet that must survive both of two independent chains.
    init(_ first: HiddenChain, then second: HiddenChain) {
        let states = first.lossByState.indices.flatMap { one in second.lossByState.indices.map { (one, $0) } }
        self.init(
            states.map { from in
                states.map { first.transitions[from.0][$0.0] * second.transitions[from.1][$0.1] }
            },
            loss: states.map { 1 - (1 - first.lossByState[$0.0]) * (1 - second.lossByState[$0.1]) }
        )
    }

    var lossRate: Double { zip(stationary, lossByState).reduce(0) { $0 + $1.0 * $1.1 } }
    var lossAfterLoss: Double { probability([true, true]) / lossRate }
    var meanRun: Double { 1 / (1 - lossAfterLoss) }
    var burstRatio: Double { meanRun * (1 - lossRate) }

    /// The standard errors of these when a record of many packets estimates them (delta method).
    func lossRateError(_ count: Int) -> Double { error(count, ofRate: 1, ofLossAfterLoss: 0) }
    func lossAfterLossError(_ count: Int) -> Double { error(count, ofRate: 0, ofLossAfterLoss: 1) }
    func meanRunError(_ count: Int) -> Double { error(count, ofRate: 0, ofLossAfterLoss: meanRun * meanRun) }
    func burstRatioError(_ count: Int) -> Double {
        error(count, ofRate: -meanRun, ofLossAfterLoss: (1 - lossRate) * meanRun * meanRun)
    }

    /// The variance of the number of losses among so many packets.
    func varianceOfLosses(_ count: Int) -> Double {
        let rate = lossRate
        var sum = Double(count) * rate * (1 - rate)
        var row = Self.scaled(stationary, lossByState)
        for lag in 1..<count {
            row = step(row)
            let covariance = zip(row, lossByState).reduce(0) { $0 + $1.0 * $1.1 } - rate * rate
            sum += 2 * Double(count - lag) * covariance
            if covariance.magnitude < 1e-15 { break }
        }
        return sum
    }

    /// Of a linear combination of the estimated rate and of the estimated chance of a loss after a loss.
    private func error(_ count: Int, ofRate a: Double, ofLossAfterLoss b: Double) -> Double {
        let (rate, after) = (lossRate, lossAfterLoss)
        func score(_ x: Bool, _ y: Bool) -> Double {
            a * ((x ? 1 : 0) - rate) + b * (x ? ((y ? 1 : 0) - after) / rate : 0)
        }
        let outcomes = [false, true]
        var variance = 0.0
        for x in outcomes { for y in outcomes { variance += score(x, y) * score(x, y) * probability([x, y]) } }
        for x in outcomes {
            for y in outcomes {
                for z in outcomes { variance += 2 * score(x, y) * score(y, z) * probability([x, y, z]) }
            }
        }
        // Two steps or more apart: pi F T^(k - 2) F 1.
        func operate(_ row: [Double]) -> [Double] {
            var sum = [Double](repeating: 0, count: row.count)
            for x in outcomes {
                let once = step(weighted(row, x))
                for y in outcomes {
                    let twice = step(weighted(once, y))
                    for index in sum.indices { sum[index] += score(x, y) * twice[index] }
                }
            }
            return sum
        }
        var row = operate(stationary)
        for _ in 0..<100_000 {
            let covariance = operate(row).reduce(0, +)
            variance += 2 * covariance
            row = step(row)
            if row.allSatisfy({ $0.magnitude < 1e-15 }) { break }
        }
        return (variance / Double(count)).squareRoot()
    }

    private func probability(_ outcomes: [Bool]) -> Double {
        outcomes.reduce(stationary) { step(weighted($0, $1)) }.reduce(0, +)
    }

    private func weighted(_ row: [Double], _ isLost: Bool) -> [Double] {
        row.indices.map { row[$0] * (isLost ? lossByState[$0] : 1 - lossByState[$0]) }
    }

    private func step(_ row: [Double]) -> [Double] {
        row.indices.map { column in row.indices.reduce(0) { $0 + row[$1] * transitions[$1][column] } }
    }

    private static func scaled(_ row: [Double], _ factors: [Double]) -> [Double] { zip(row, factors).map(*) }

    private static func product(_ left: [[Double]], _ right: [[Double]]) -> [[Double]] {
        left.map { row in
            let product = right.indices.map { column in right.indices.reduce(0) { $0 + row[$1] * right[$1][column] } }
            let sum = product.reduce(0, +)
            return product.map { $0 / sum }
        }
    }
}
