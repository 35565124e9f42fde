import Statistics
import Testing
import Units

@testable import NetworkEmulation

@Suite("RFC 8868's jitter (network.md section 7, no. 12)")
struct RFC8868JitterTests {
    private func timestamp(_ milliseconds: Double) -> Timestamp { .start + TimeDelta(seconds: milliseconds / 1e3) }

    /// The vector has nine significant digits and the link whole nanoseconds: a digit of each is 1e-6 ms.
    @Test("Packets are spaced as in the vector")
    func vector() throws {
        let vector = try DelayVectors.rfc8868().nr_bpdv_vector
        #expect(vector.serial_ms == 9.6)
        for (source, post) in [(vector.source_1ms, vector.post_1ms), (vector.source_20ms, vector.post_20ms)] {
            var order = ReleaseOrder(allowsReordering: true)
            for (index, expected) in post.enumerated() {
                let time = order.release(
                    .full,
                    at: timestamp(source[index] + vector.z_ms[index]),
                    rate: .kilobitsPerSecond(1_000),
                    keepsSpacing: true
                )
                #expect(abs((time - .start).milliseconds - expected) < 2e-6)
            }
        }
    }

    @Test("Through a link no packet comes sooner than the one before takes to send, and a free link has inversions")
    func order() {
        let rate = DataRate.kilobitsPerSecond(1_000)
        for form in DelayDistribution.RFC8868Form.allCases {
            let jitter = Jitter.rfc8868(form, standardDeviation: .milliseconds(20))
            var link = Link(LinkConfiguration(rate: rate, delay: .milliseconds(70), jitter: jitter))
            let spaced = link.sendTrain(count: 5_000, spacing: .milliseconds(12)).compactMap(\.deliveredAt)
            #expect(spaced.count == 5_000)
            #expect(zip(spaced, spaced.dropFirst()).allSatisfy { $1 - $0 >= .microseconds(9_600) })
            var free = LinkConfiguration(rate: rate, delay: .milliseconds(70), allowsReordering: true)
            free.jitter = Jitter(.clippedNormal(form), unit: .milliseconds(20))
            link = Link(free)
            let loose = link.sendTrain(count: 5_000, spacing: .milliseconds(12)).compactMap(\.deliveredAt)
            #expect(zip(loose, loose.dropFirst()).contains { $0 > $1 })
        }
    }

    @Test("The moments and quantiles of both forms are those of the vector")
    func moments() throws {
        let vector = try DelayVectors.rfc8868().rfc8868_jitter
        let literal = DelayDistribution.clippedNormal(.literal)
        let signed = DelayDistribution.clippedNormal(.signed)
        func mean(_ law: DelayDistribution) -> Double { normalMean { 5 * law.deviate(at: $0) } }
        func deviation(_ law: DelayDistribution) -> Double {
            let middle = mean(law)
            return normalMean {
                let distance = 5 * law.deviate(at: $0) - middle
                return distance * distance
            }.squareRoot()
        }
        // The midpoint rule leaves 1e-7 at the kinks.
        #expect(abs(mean(literal) - vector.literal_abs_form.mean_ms) < 1e-6)
        #expect(abs(deviation(literal) - vector.literal_abs_form.sd_ms) < 1e-6)
        #expect(abs(mean(signed) - vector.signed_form_without_abs.mean_ms) < 1e-6)
        #expect(abs(deviation(signed) - vector.signed_form_without_abs.sd_ms) < 1e-6)
        #expect(5 * (signed.deviate(at: 9) - signed.deviate(at: -9)) == vector.signed_form_without_abs.peak_to_peak_ms)
        let form = vector.literal_abs_form
        for (share, expected) in [(0.5, form.q50), (0.95, form.q95), (0.99, form.q99)] {
            // |z| is at most x with the probability 2 F(x) - 1.
            #expect(abs(5 * literal.deviate(at: Elementary.normalQuantile((1 + share) / 2)) - expected) < 1e-8)
        }
    }

    @Test("A sample of the literal form has its mean, its quantiles and its atom at 15 ms")
    func sample() throws {
        let vector = try DelayVectors.rfc8868().rfc8868_jitter.literal_abs_form
        let count = 100_000
        let values = Jitter(.clippedNormal(.literal), unit: .milliseconds(5))
            .excesses(count: count, spacing: .milliseconds(20))
        let n = Double(count)
        #expect(values.allSatisfy { (0.0...15.0).contains($0) })
        #expect(abs(values.reduce(0, +) / n - vector.mean_ms) < oneInAMillion * vector.sd_ms / n.squareRoot())
        let shares = [
            (vector.atom_at_15ms, values.count { $0 == 15 }), (0.5, values.count { $0 <= vector.q50 }),
            (0.95, values.count { $0 <= vector.q95 }), (0.99, values.count { $0 <= vector.q99 }),
        ]
        for (share, found) in shares {
            #expect(abs(Double(found) - n * share) < oneInAMillion * (n * share * (1 - share)).squareRoot())
        }
    }
}
