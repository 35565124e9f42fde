import Testing
import TestSupport
import Units

@testable import NetworkEmulation

@Suite("netem's losses")
struct NetemLossTests {
    /// The upper 32 bits of a number.
    private func word(_ random: inout SplitMix64) -> UInt32 { UInt32(random.next() >> 32) }

    /// Test 3 of the network reference's section 7.
    @Test("gemodel repeats the vectors' chain on 32-bit numbers, packet by packet")
    func gemodel() throws {
        for vector in try Vectors.gilbertElliott().simulation_check {
            let parameters = vector.params.map { Probability(clamping: $0) }
            let states = Netem.LossStates(
                leaveGood: parameters[0],
                leaveBad: parameters[1],
                lossWhenBad: parameters[2],
                lossWhenGood: parameters[3]
            )
            var chain = NetemLossChain(.gemodel(states), last: 0)
            var random = SplitMix64(seed: vector.seed)
            let record = (0..<vector.N).map { _ in chain.losesNextPacket(word(&random), word(&random)) }
            let tally = LossTally(record)
            #expect(tally.lossCount == vector.losses)
            #expect(tally.runs.count == vector.runs)
            #expect(Array(record.indices.filter { record[$0] }.prefix(20)) == vector.first_20_loss_indices)
            #expect(record.prefix(40).map { $0 ? "1" : "0" }.joined() == vector.first_40_bits)
        }
    }

    @Test("state decides by the state after its move, and 4 always goes back to 1")
    func state() throws {
        func probability(_ value: Double) -> Probability { Probability(clamping: value) }
        let model = try FourState(
            p13: probability(0.25),
            p31: probability(0.25),
            p32: probability(0.25),
            p23: probability(0.5),
            p14: probability(0.25)
        )
        var chain = NetemLossChain(.state(model), last: 0)
        let quarter = UInt32(netem: probability(0.25))
        let half = quarter &+ quarter
        let steps: [(draw: UInt32, isLost: Bool)] = [
            (half, false),  // 1 stays
            (half - 1, true),  // 1 to 3
            (half, true),  // 3 stays
            (quarter - 1, false),  // 3 to 2
            (half, false),  // 2 stays
            (half - 1, true),  // 2 to 3
            (quarter, false),  // 3 to 1
            (quarter - 1, true),  // 1 to 4
            (0, false),  // 4 to 1
            (quarter, true),  // 1 to 3
        ]
        for (index, step) in steps.enumerated() {
            #expect(chain.losesNextPacket(step.draw, 0) == step.isLost, "step \(index)")
        }
    }

    /// The vectors solved the stationary law's integral equation on a grid.
    ///
    /// It is coarse against a small threshold, and the error of those rows goes by its square: Fabius' values below decide there.
    @Test("The loss that netem's correlation really gives is the vectors'")
    func actualRates() throws {
        for vector in try Vectors.netem().loss_random_with_correlation {
            let chance = Netem.Chance(
                Probability(clamping: vector.requested_loss),
                correlation: Probability(clamping: vector.correlation)
            )
            let isFine = vector.requested_loss >= 0.05 || vector.correlation <= 0.25
            let tolerance = isFine ? 4e-5 : 0.08
            #expect(
                abs(chance.actualRate / vector.actual_loss_exact - 1) < tolerance,
                "\(vector.requested_loss) at \(vector.correlation): \(chance.actualRate)"
            )
        }
    }

    /// With a correlation of one half the law is Fabius' function, known exactly at powers of one half.
    @Test("At a correlation of one half the loss is Fabius' function")
    func fabius() {
        let known = [
            (0.25, 5.0 / 72), (0.125, 1.0 / 288), (0.0625, 143.0 / 2_073_600), (0.03125, 19.0 / 33_177_600),
            (0.015625, 1_153.0 / 561_842_749_440),
        ]
        let half = Probability(clamping: 0.5)
        for (threshold, value) in known {
            let chance = Netem.Chance(Probability(clamping: threshold), correlation: half)
            #expect(abs(chance.actualRate / value - 1) < 1e-10)
            let complement = Netem.Chance(Probability(clamping: 1 - threshold), correlation: half)
            #expect(abs(complement.actualRate - (1 - value)) < 1e-12)
        }
        #expect(Netem.Chance(half, correlation: half).actualRate == 0.5)
        #expect(Netem.Chance(half, correlation: .never).actualRate == 0.5)
        #expect(Netem.Chance(.always, correlation: half).actualRate == 1)
    }

    /// Every 20th packet is as good as independent: what is left of the state is 0.25^20 or 0.5^20 of it.
    @Test("netem's random losses happen as often as computed", arguments: [(0.2, 0.25), (0.2, 0.5), (0.1, 0.1)])
    func simulated(requested: Double, correlation: Double) throws {
        let chance = Netem.Chance(Probability(clamping: requested), correlation: Probability(clamping: correlation))
        var chain = NetemLossChain(.random(chance), last: 1 << 31)
        var random = SplitMix64(seed: 31)
        let count = 40_000
        var (losses, pairs) = (0, 0)
        for _ in 0..<count {
            for _ in 0..<19 { _ = chain.losesNextPacket(word(&random), 0) }
            guard chain.losesNextPacket(word(&random), 0) else { continue }
            losses += 1
            if chain.losesNextPacket(word(&random), 0) { pairs += 1 }
        }
        let rate = chance.actualRate
        let deviation = (rate * (1 - rate) * Double(count)).squareRoot()
        #expect(abs(Double(losses) - rate * Double(count)) <= oneInAMillion * deviation)
        let vector = try Vectors.netem().loss_random_with_correlation.first {
            $0.requested_loss == requested && $0.correlation == correlation
        }
        // The vector's own share is from some 2 million packets.
        let conditional = try #require(vector?.cond_loss_given_loss_mc)
        let noise = conditional * (1 - conditional) * (1 / Double(losses) + 1 / (2e6 * rate))
        #expect(abs(Double(pairs) / Double(losses) - conditional) <= oneInAMillion * noise.squareRoot())
    }

    @Test("Correlated numbers have the mean, the variance and the memory of the vectors")
    func moments() throws {
        for vector in try Vectors.netem().ewma_moments {
            let chance = UInt32(netem: Probability(clamping: vector.rho))
            var numbers = CorrelatedRandom(correlation: chance, last: 1 << 31)
            var random = SplitMix64(seed: 17)
            for _ in 0..<200 { _ = numbers.next(word(&random)) }
            let count = 100_000
            let values = (0..<count).map { _ in Double(numbers.next(word(&random))) / 0x1p32 }
            let n = Double(count)
            func covariance(_ lag: Int) -> Double {
                (lag..<count).reduce(0.0) { $0 + (values[$1] - 0.5) * (values[$1 - lag] - 0.5) } / Double(count - lag)
            }
            let (rho, variance) = (vector.rho, vector.var)
            let mean = values.reduce(0, +) / n
            #expect(abs(mean - vector.mean) <= oneInAMillion * (variance / n * (1 + rho) / (1 - rho)).squareRoot())
            // Bartlett: the variance of an autocovariance at lag 0 of a Gaussian first-order process; that of a sum of uniforms
            // has less kurtosis, and so less variance.
            let spread = 2 * variance * variance * (1 + rho * rho) / (1 - rho * rho) / n
            #expect(abs(covariance(0) - variance) <= oneInAMillion * spread.squareRoot())
            for (lag, expected) in [(1, vector.acf_lag1), (2, vector.acf_lag2)] {
                #expect(abs(covariance(lag) - expected * variance) <= oneInAMillion * spread.squareRoot())
            }
        }
    }

    /// Finding 3 of the network reference.
    ///
    /// The vectors are themselves from a simulation; the largest of their values that ought to be
    /// zero fits 10^6 draws, which is taken as their length.
    @Test("The delay's correlation is lost in the modulo, as in the vectors")
    func delayCorrelation() throws {
        let count = 60_000
        let sigmas: [Int32] = [1_000_000, 10_000_000, 100_000_000, 1_000_000_000, .max]
        for vector in try Vectors.netem().delay_correlation_after_modulo {
            let rho = try #require(vector["rho"])
            let cases: [(key: String, sigma: Int32, table: [Int16]?)] =
                [("normal", 10_000_000, NetemTable.normal.values), ("pareto", 10_000_000, NetemTable.pareto.values)]
                + sigmas.map { ("uniform_sigma_\($0)ns", $0, nil) }
            for (key, sigma, table) in cases {
                let expected = try #require(vector["\(key)_acf1"])
                // The 32-bit numbers themselves, seen whole.
                guard abs(expected) < 0.02 || sigma == .max else { continue }
                var numbers = CorrelatedRandom(correlation: UInt32(netem: Probability(clamping: rho)), last: 1 << 31)
                var random = SplitMix64(seed: 3)
                for _ in 0..<2_000 { _ = numbers.next(word(&random)) }
                let delays = (0..<count).map { _ in
                    Double(NetemDelay.tabledist(mu: 0, sigma: sigma, random: numbers.next(word(&random)), table: table))
                }
                let mean = delays.reduce(0, +) / Double(count)
                let variance = delays.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                let neighbours = zip(delays, delays.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
                // Bartlett: (1 - rho^2) / n for an autoregressive process, 1 / n without memory.
                let noise = ((1 - expected * expected) * (1 / Double(count) + 1e-6)).squareRoot()
                #expect(abs(neighbours / variance - expected) <= oneInAMillion * noise, "\(key) at \(rho)")
            }
        }
    }
}
