import Statistics
import Testing
import Units

@testable import NetworkEmulation

@Suite("Delay and jitter")
struct JitterTests {
    private static let sigma = TimeDelta.milliseconds(5)
    private static let delay = TimeDelta.seconds(1)

    /// Normal scores of the delays of an evenly spaced train, far from the cut at zero.
    private func scores(count: Int, spacing: TimeDelta, memory: TimeDelta) -> [Double] {
        let jitter = Jitter(standardDeviation: Self.sigma, memory: memory)
        var link = Link(LinkConfiguration(delay: Self.delay, jitter: jitter, allowsReordering: true))
        return link.sendTrain(count: count, spacing: spacing).enumerated().compactMap { index, fate in
            guard let release = fate.deliveredAt else { return nil }
            let excess = release - (.start + spacing * Int64(index)) - Self.delay
            return Double(excess.nanoseconds) / Double(Self.sigma.nanoseconds)
        }
    }

    /// Bartlett's formula for a Gaussian process of known mean: N var(c_k) = sum over j of g_j^2 + g_(j+k) g_(j-k).
    @Test("The delay's autocovariance is exp(-dt / memory)", arguments: [0, 10, 100, 500] as [Int64])
    func autocovariance(memory: Int64) {
        let count = 100_000
        let values = scores(count: count, spacing: .milliseconds(20), memory: .milliseconds(memory))
        #expect(values.count == count)
        let correlation = memory == 0 ? 0 : Elementary.exp(-20 / Double(memory))
        let powers = (0..<2_000).map { $0 == 0 ? 1 : correlation == 0 ? 0 : Elementary.pow(correlation, Double($0)) }
        for lag in 0...5 {
            let sum = zip(values, values.dropFirst(lag)).reduce(0.0) { $0 + $1.0 * $1.1 }
            let observed = sum / Double(count - lag)
            var spread = 0.0
            for shift in -900...900 {
                spread += powers[abs(shift)] * powers[abs(shift)] + powers[abs(shift + lag)] * powers[abs(shift - lag)]
            }
            let deviation = (spread / Double(count - lag)).squareRoot()
            #expect(abs(observed - powers[lag]) <= oneInAMillion * deviation, "lag \(lag)")
        }
    }

    /// Kolmogorov and Smirnov: sqrt(n) D exceeds 2.69 once in a million.
    @Test("The delay is normally distributed")
    func distribution() {
        let values = scores(count: 20_000, spacing: .milliseconds(20), memory: .zero).sorted()
        var distance = 0.0
        for (index, value) in values.enumerated() {
            let cumulative = Elementary.normalCDF(value)
            distance = max(distance, abs(cumulative - Double(index) / 20_000))
            distance = max(distance, abs(cumulative - Double(index + 1) / 20_000))
        }
        #expect(distance * 20_000.0.squareRoot() < 2.69)
    }

    /// Kolmogorov and Smirnov, as above.
    @Test("Uniform jitter is uniform, independent of what came before, and takes one draw a packet")
    func uniform() {
        let jitter = Jitter(uniformWithin: .milliseconds(30))
        let configuration = LinkConfiguration(delay: .milliseconds(100), jitter: jitter, allowsReordering: true)
        var link = Link(configuration)
        let excesses = link.sendTrain(count: 20_000, spacing: .milliseconds(20)).enumerated().compactMap {
            index,
            fate in
            fate.deliveredAt.map { Double(($0 - (.start + .milliseconds(100 + 20 * Int64(index)))).nanoseconds) / 30e6 }
        }
        #expect(excesses.allSatisfy { (-1.0...1.0).contains($0) })
        let products = zip(excesses, excesses.dropFirst()).map { $0 * $1 }
        // Independent products have the variance (1/3)^2.
        let mean = products.reduce(0, +) / Double(products.count)
        #expect(abs(mean) < oneInAMillion / 3 / Double(products.count).squareRoot())
        var distance = 0.0
        for (index, value) in excesses.sorted().enumerated() {
            let cumulative = (value + 1) / 2
            distance = max(distance, abs(cumulative - Double(index) / 20_000))
            distance = max(distance, abs(cumulative - Double(index + 1) / 20_000))
        }
        #expect(distance * 20_000.0.squareRoot() < 2.69)

        // Jitter that comes later reads the same number whatever the jitter before.
        func later(_ first: Jitter) -> Timestamp? {
            let change = LinkChange(at: .milliseconds(50), jitter: Jitter(standardDeviation: .milliseconds(5)))
            var link = Link(
                LinkConfiguration(delay: .seconds(1), jitter: first, allowsReordering: true),
                LinkSchedule(changes: [change])
            )
            return link.sendTrain(count: 10, spacing: .milliseconds(10)).last?.deliveredAt
        }
        #expect(later(jitter) == later(Jitter(standardDeviation: .zero)))
    }

    @Test("Packets keep their order unless the link may reorder, and none gains time")
    func order() {
        let jitter = Jitter(standardDeviation: .milliseconds(20))
        for allowsReordering in [false, true] {
            var link = Link(
                LinkConfiguration(delay: .milliseconds(10), jitter: jitter, allowsReordering: allowsReordering)
            )
            let fates = link.sendTrain(count: 5_000, spacing: .milliseconds(1))
            let releases = fates.compactMap(\.deliveredAt)
            #expect(releases.count == fates.count)
            let overtakes = zip(releases, releases.dropFirst()).contains { $0 > $1 }
            #expect(overtakes == allowsReordering)
            for (index, release) in releases.enumerated() {
                #expect(release >= .milliseconds(Int64(index)))
            }
        }
    }

    @Test("Without jitter the delay is exact, and a change of it holds from its instant")
    func plainDelay() {
        let schedule = LinkSchedule(changes: [LinkChange(at: .milliseconds(50), delay: .milliseconds(5))])
        var link = Link(LinkConfiguration(delay: .milliseconds(18)), schedule)
        #expect(link.send(.full, at: .milliseconds(1)).deliveredAt == .milliseconds(19))
        #expect(link.send(.full, at: .milliseconds(49)).deliveredAt == .milliseconds(67))
        // A route that became shorter still keeps the order.
        #expect(link.send(.full, at: .milliseconds(50)).deliveredAt == .milliseconds(67))
        #expect(link.send(.full, at: .milliseconds(63)).deliveredAt == .milliseconds(68))
    }
}
