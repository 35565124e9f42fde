import Statistics
import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Lines drawn from access profiles")
struct AccessLineTests {
    private static let count = 4_000
    /// Two-sided, so that a fair test fails once in a million.
    private static let confidence = 1 - 1e-6

    private static func stream(_ owner: UInt32 = 1) -> RandomStream {
        RandomStream(seed: 11, owner: owner, cause: .accessLine, leg: .patientUp)
    }

    private static func lines(of profile: AccessProfile) -> [AccessLine] {
        (0..<count).map { number in
            var random = stream(UInt32(number + 1))
            return profile.drawLine(using: &random)
        }
    }

    private func expect(
        _ values: [Double],
        at fraction: Double,
        toBe expected: Double,
        _ what: Comment
    ) {
        let interval = OrderStatistics.interval(
            sorted: values.sorted(),
            fraction: fraction,
            confidence: Self.confidence
        )
        // Rates are whole bits per second, times whole nanoseconds.
        #expect((interval.lower ?? .infinity) <= expected + 1, what)
        #expect((interval.upper ?? -.infinity) >= expected - 1, what)
    }

    @Test("The percentiles of drawn lines are the profile's", arguments: AccessProfile.all)
    func percentiles(_ profile: AccessProfile) {
        let lines = Self.lines(of: profile)
        for (rates, values) in [
            (profile.down, lines.map { Double($0.downRate.bitsPerSecond) }),
            (profile.up, lines.map { Double($0.upRate.bitsPerSecond) }),
        ] {
            expect(values, at: 0.05, toBe: Double(rates.p5.bitsPerSecond), "\(profile.id) p5")
            expect(values, at: 0.5, toBe: Double(rates.p50.bitsPerSecond), "\(profile.id) p50")
            expect(values, at: 0.95, toBe: Double(rates.p95.bitsPerSecond), "\(profile.id) p95")
        }
        for (spread, values) in [
            (profile.baseRoundTripTime, lines.map { Double($0.baseRoundTripTime.nanoseconds) }),
            (profile.jitter, lines.map { Double($0.jitter.nanoseconds) }),
        ] {
            expect(values, at: 0.5, toBe: Double(spread.p50.nanoseconds), "\(profile.id) p50")
            expect(values, at: 0.95, toBe: Double(spread.p95.nanoseconds), "\(profile.id) p95")
        }
        // In parts per billion, so that the margin of one is far below any percentile.
        let losses = lines.map { $0.loss.value * 1e9 }
        expect(losses, at: 0.5, toBe: profile.loss.p50.value * 1e9, "\(profile.id) loss p50")
        expect(losses, at: 0.95, toBe: profile.loss.p95.value * 1e9, "\(profile.id) loss p95")
    }

    @Test("A line's links carry its own numbers", arguments: AccessProfile.all)
    func links(_ profile: AccessProfile) {
        for line in Self.lines(of: profile).prefix(200) {
            #expect(line.up.rate == line.upRate)
            #expect(line.down.rate == line.downRate)
            #expect(line.up.delay == line.baseRoundTripTime / 2)
            #expect(line.up.queue == .time(profile.upQueue.limit))
            #expect(line.down.queue == .time(profile.downQueue.limit))
            #expect(abs((line.up.loss?.stationaryRate ?? 0) - line.loss.value) < 1e-12)
            #expect(line.up.jitter == Jitter(standardDeviation: line.jitter, memory: AccessProfile.jitterMemory))
        }
    }

    @Test("The median line is the profile's links", arguments: AccessProfile.all)
    func median(_ profile: AccessProfile) {
        let line = profile.medianLine
        #expect(line.up == profile.links().up)
        #expect(line.down == profile.links().down)
        #expect(line.upRate == profile.up.p50)
        #expect(line.baseRoundTripTime == profile.baseRoundTripTime.p50)
        #expect(line.jitter == profile.jitter.p50)
        #expect(line.loss == profile.loss.p50)
    }

    @Test("A better score never makes a number smaller", arguments: AccessProfile.all)
    func monotone(_ profile: AccessProfile) {
        let scores = (-800...800).map { Double($0) / 100 }
        for rates in [profile.down, profile.up] {
            let values = scores.map { rates.value(at: $0) }
            #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
            #expect((values.last ?? .zero).bitsPerSecond - rates.p95.bitsPerSecond <= 1)
            #expect((values.first ?? .zero) > .zero)
        }
        for spread in [profile.baseRoundTripTime, profile.jitter] {
            let values = scores.map { spread.value(at: $0) }
            #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
        }
        let losses = scores.map { profile.loss.value(at: $0) }
        #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("Beyond what the profile knows, a number goes on as far as the 1st or 99th percentile and stays")
    func tails() throws {
        let profile = try #require(AccessProfile["4g"])
        #expect(profile.down.value(at: -2.4) == profile.down.value(at: -9))
        #expect(profile.down.value(at: -2.2) > profile.down.value(at: -2.4))
        #expect(profile.jitter.value(at: 2.4) == profile.jitter.value(at: 9))
        #expect(profile.jitter.value(at: 2.4) > profile.jitter.value(at: 2.2))
        // Lognormal: as far below the median as above it, by ratio.
        let ratio = profile.jitter.value(at: 1).seconds / profile.jitter.p50.seconds
        #expect(abs(ratio * profile.jitter.value(at: -1).seconds / profile.jitter.p50.seconds - 1) < 1e-6)
    }

    @Test("The scores of a line are normal and correlated as the loadings say")
    func correlation() {
        let scores = (0..<20_000).map { number in
            var random = Self.stream(UInt32(number + 1))
            return LineScores(using: &random)
        }
        expectCorrelation(0.81, scores.map(\.down), scores.map(\.up))
        expectCorrelation(-0.54, scores.map(\.down), scores.map(\.jitter))
        expectCorrelation(-0.54, scores.map(\.up), scores.map(\.loss))
        expectCorrelation(-0.36, scores.map(\.up), scores.map(\.roundTripTime))
        expectCorrelation(0.36, scores.map(\.jitter), scores.map(\.loss))
        expectCorrelation(0.24, scores.map(\.roundTripTime), scores.map(\.loss))
        let n = Double(scores.count)
        for values in [scores.map(\.down), scores.map(\.roundTripTime), scores.map(\.loss)] {
            let mean = values.reduce(0, +) / n
            let square = values.reduce(0) { $0 + $1 * $1 } / n
            #expect(abs(mean) * n.squareRoot() < oneInAMillion)
            #expect(abs(square - 1) * (n / 2).squareRoot() < oneInAMillion)
        }
    }

    /// Fisher's transform of a sample correlation of normal pairs has the variance 1 / (n - 3).
    private func expectCorrelation(_ expected: Double, _ left: [Double], _ right: [Double]) {
        let n = Double(left.count)
        let (meanLeft, meanRight) = (left.reduce(0, +) / n, right.reduce(0, +) / n)
        var (both, squareLeft, squareRight) = (0.0, 0.0, 0.0)
        for (a, b) in zip(left, right) {
            both += (a - meanLeft) * (b - meanRight)
            squareLeft += (a - meanLeft) * (a - meanLeft)
            squareRight += (b - meanRight) * (b - meanRight)
        }
        let r = both / (squareLeft * squareRight).squareRoot()
        func fisher(_ r: Double) -> Double { Elementary.log((1 + r) / (1 - r)) / 2 }
        #expect(abs(fisher(r) - fisher(expected)) * (n - 3).squareRoot() < oneInAMillion)
    }

    @Test("Every profile takes the same number of draws for a line", arguments: AccessProfile.all)
    func fixedDraws(_ profile: AccessProfile) {
        var random = Self.stream()
        _ = profile.drawLine(using: &random)
        var reference = Self.stream()
        reference.skip(LineScores.drawCount)
        let (next, expected) = (random.next(), reference.next())
        #expect(next == expected)
    }

    @Test("The same stream draws the same line, another one another")
    func determinism() throws {
        let profile = try #require(AccessProfile["4g"])
        var (first, again, other) = (Self.stream(3), Self.stream(3), Self.stream(4))
        let line = profile.drawLine(using: &first)
        #expect(line == profile.drawLine(using: &again))
        #expect(line != profile.drawLine(using: &other))
    }
}
