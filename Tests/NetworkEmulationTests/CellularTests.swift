import Statistics
import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Capacity of mobile networks")
struct CellularTests {
    private static let users = 6_000

    private func process(_ capacity: CellularCapacity, _ user: Int) -> CellularProcess {
        CellularProcess(capacity, seed: 5, owner: UInt32(user), leg: .patientDown)
    }

    /// The exact mean and variance of a slot's rate, and of its zero share: regimes and fading are independent, and a
    /// lognormal of sigma has the moments exp(k^2 sigma^2 / 2).
    private func moments(_ capacity: CellularCapacity) -> (mean: Double, variance: Double, zero: Double) {
        let square = capacity.sigma * capacity.sigma
        let first = capacity.regimes.reduce(0) { $0 + $1.share * Double($1.median.bitsPerSecond) }
        let second = capacity.regimes.reduce(0) {
            $0 + $1.share * Double($1.median.bitsPerSecond) * Double($1.median.bitsPerSecond)
        }
        let mean = first * Elementary.exp(square / 2)
        let zero = capacity.regimes.reduce(0) { $0 + ($1.median == .zero ? $1.share : 0) }
        return (mean, second * Elementary.exp(2 * square) - mean * mean, zero)
    }

    @Test(
        "The rate has the stated mean and share of outages, at the start and later",
        arguments: CellularClass.allCases
    )
    func rate(kind: CellularClass) {
        let capacity = kind.capacity
        let expected = moments(capacity)
        #expect(abs(Double(capacity.meanRate.bitsPerSecond) - expected.mean) <= 1)
        for time in [Timestamp.milliseconds(30), .milliseconds(61_730)] {
            let rates = (0..<Self.users).map { user in
                var process = process(capacity, user)
                return process.rate(at: time)
            }
            let mean = rates.reduce(0, +) / Double(Self.users)
            #expect(abs(mean - expected.mean) <= oneInAMillion * (expected.variance / Double(Self.users)).squareRoot())
            let zero = Double(rates.count { $0 == 0 }) / Double(Self.users)
            let error = (expected.zero * (1 - expected.zero) / Double(Self.users)).squareRoot()
            #expect(abs(zero - expected.zero) <= oneInAMillion * error)
        }
    }

    /// Network reference, 3.5 and section 5: the quantiles that the classes were fitted to.
    @Test(
        "The quantiles of the rate are those of the published downlinks",
        arguments: [
            (CellularClass.static4G, [(0.05, 0.72), (0.5, 14.4), (0.95, 39.5)]),
            (.driving4G, [(0.25, 2.4), (0.5, 6.7), (0.75, 11.3), (0.95, 32.6)]),
            (.static5G, [(0.25, 11.2), (0.5, 29.4), (0.75, 98), (0.95, 229)]),
            (.driving5G, [(0.25, 5.7), (0.5, 15.7), (0.75, 39), (0.95, 218)]),
        ] as [(CellularClass, [(Double, Double)])]
    )
    func quantiles(kind: CellularClass, published: [(Double, Double)]) {
        let capacity = kind.capacity
        for (share, megabits) in published {
            // Exactly, by the mixture of lognormals: the fit is within 5 % of each published quantile.
            func distribution(_ rate: Double) -> Double {
                capacity.regimes.reduce(0) {
                    let median = Double($1.median.bitsPerSecond)
                    let below = median == 0 ? 1 : Elementary.normalCDF(Elementary.log(rate / median) / capacity.sigma)
                    return $0 + $1.share * below
                }
            }
            #expect(distribution(megabits * 1e6 * 0.95) < share && distribution(megabits * 1e6 * 1.05) > share)
        }
    }

    @Test("Opportunities carry the rate's bytes: their number in a slot is Poisson")
    func opportunities() throws {
        let steady = CellularCapacity.Regime(share: 1, meanSojourn: .seconds(1), median: .kilobitsPerSecond(6_000))
        let capacity = try #require(CellularCapacity(regimes: [steady], sigma: 0, memory: .seconds(1)))
        var process = process(capacity, 1)
        let seconds = 400.0
        var bytes: Int64 = 0
        var time: Int64 = 0
        var empty = Set(0..<Int64(seconds * 1_000))
        while true {
            let next = process.next(after: time)
            if next.time >= Int64(seconds * 1e9) { break }
            #expect(next.time > time && next.time % 1_000_000 == 0 && next.size % 1_504 == 0)
            time = next.time
            bytes += next.size
            empty.remove(next.time / 1_000_000)
        }
        let expected = 6e6 / 8 / 1_504 * seconds
        #expect(abs(Double(bytes) / 1_504 - expected) <= oneInAMillion * expected.squareRoot())
        let none = Elementary.exp(-6e6 / 8 / 1_504 / 1_000)
        let error = (none * (1 - none) / (seconds * 1_000)).squareRoot()
        #expect(abs(Double(empty.count) / (seconds * 1_000) - none) <= oneInAMillion * error)
    }

    @Test("Fast cells too have Poisson numbers of opportunities, to their variance")
    func fastCells() throws {
        let steady = CellularCapacity.Regime(share: 1, meanSojourn: .seconds(1), median: .kilobitsPerSecond(1_203_200))
        let capacity = try #require(CellularCapacity(regimes: [steady], sigma: 0, memory: .seconds(1)))
        var process = process(capacity, 1)
        let counts = (0..<50_000).map { Double(process.next(after: $0 * 1_000_000).size) / 1_504 }
        let mean = counts.reduce(0, +) / 50_000
        let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 50_000
        // A hundred a millisecond; the variance of a Poisson sample's variance is (mu + 2 mu^2) / N.
        #expect(abs(mean - 100) <= oneInAMillion * (100 / 50_000.0).squareRoot())
        // Rounding to whole numbers adds a twelfth.
        #expect(abs(variance - 100 - 1.0 / 12) <= oneInAMillion * (20_100 / 50_000.0).squareRoot())
    }

    @Test("Fading dt apart has the correlation exp(-dt / memory)")
    func correlation() throws {
        let steady = CellularCapacity.Regime(share: 1, meanSojourn: .seconds(1), median: .kilobitsPerSecond(6_000))
        let capacity = try #require(CellularCapacity(regimes: [steady], sigma: 1, memory: .seconds(1)))
        for lag in [1, 5, 20] {
            let products = (0..<Self.users).map { user in
                var process = process(capacity, user)
                let first = Elementary.log(process.rate(at: .milliseconds(1_000)) / 6e6)
                return first * Elementary.log(process.rate(at: .milliseconds(1_000 + Int64(lag) * 100)) / 6e6)
            }
            let expected = Elementary.exp(-Double(lag) / 10)
            // The product of two standard normals with correlation r has the variance 1 + r^2.
            let error = ((1 + expected * expected) / Double(Self.users)).squareRoot()
            #expect(abs(products.reduce(0, +) / Double(Self.users) - expected) <= oneInAMillion * error)
        }
    }

    @Test("The capacity at a time does not depend on who asked before")
    func independence() {
        let capacity = CellularClass.driving4G.capacity
        var eager = process(capacity, 7)
        var late = process(capacity, 7)
        var time: Int64 = 0
        var last = Opportunity(time: 0, size: 0)
        while time < 30_000_000_000 {
            last = eager.next(after: time)
            time = last.time
        }
        let found = late.next(after: last.time - 1_000_000)
        #expect(found.time == last.time && found.size == last.size)
    }

    @Test("A link on a mobile network keeps order and balance, and its queue its limit")
    func link() {
        for kind in CellularClass.allCases {
            var link = Link(LinkConfiguration(queue: .time(.seconds(1)), capacity: .cellular(kind.capacity)))
            let fates = link.sendTrain(count: 60_000, spacing: .microseconds(900))
            let times = fates.compactMap(\.deliveredAt)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
            #expect(times.allSatisfy { ($0 - .start).nanoseconds % 1_000_000 == 0 })
            #expect(link.counters.delivered.packets + link.counters.queueDropped.packets == 60_000)
            #expect(link.counters.delivered.packets > 1_000)
        }
    }

    @Test("A class scaled to a mean has it, and what cannot be is no capacity")
    func limits() throws {
        let scaled = try #require(CellularClass.static5G.capacity.scaled(toMean: .kilobitsPerSecond(5_000)))
        #expect(abs(scaled.meanRate.bitsPerSecond - 5_000_000) <= 10)
        let half = CellularCapacity.Regime(share: 0.5, meanSojourn: .seconds(1), median: .kilobitsPerSecond(1))
        let none = CellularCapacity.Regime(share: 1, meanSojourn: .seconds(1), median: .zero)
        #expect(CellularCapacity(regimes: [half], sigma: 0, memory: .seconds(1)) == nil)
        #expect(CellularCapacity(regimes: [none], sigma: 0, memory: .seconds(1)) == nil)
        #expect(CellularCapacity(regimes: [half, half], sigma: 9, memory: .seconds(1)) == nil)
        #expect(CellularCapacity(regimes: [half, half], sigma: 1, memory: .seconds(1)) != nil)
    }
}
