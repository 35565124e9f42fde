import Foundation
import Statistics
import TestSupport
import Testing
import Units
import VirtualTime

@testable import CrossTraffic

/// RFC 8593's statistical source (verification 26 of the reference).
@Suite("Synthetic video")
struct SyntheticVideoTests {
    private struct Vectors: Decodable {
        struct Laplace: Decodable {
            let b: Double
            let u: Double
            let x: Double
        }
        struct Frame: Decodable {
            let bytes: Int64
            let interval_ms: Double
        }
        struct Damping: Decodable {
            let accepted: [[Double]]
            let requests: [[Double]]
        }
        let laplace_inverse: [Laplace]
        let steady_seed1_first20: [Frame]
        let transient_1Mbps: [Double]
        let transient_300kbps: [Double]
        let time_damping: Damping
    }

    private static func vectors() throws -> Vectors {
        let url = try #require(
            Bundle.module.url(forResource: "rfc8593_rfc8868", withExtension: "json", subdirectory: "Vectors")
        )
        return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: url))
    }

    private static func source(rate: Int64 = 1_000, _ configuration: SyntheticVideoConfiguration? = nil)
        -> SyntheticVideo
    {
        SyntheticVideo(
            configuration: configuration ?? SyntheticVideoConfiguration(startRate: .kilobitsPerSecond(rate)),
            random: RandomStream(seed: 5, owner: 1, cause: .syntheticVideo),
            at: .start
        )
    }

    @Test("Laplace deviates are the inverse of their distribution")
    func laplace() throws {
        for vector in try Self.vectors().laplace_inverse {
            let value = SyntheticVideo.laplace(scale: vector.b, quantile: vector.u)
            #expect((value - vector.x).magnitude < 1e-9, "\(vector.u)")
        }
    }

    @Test("The first twenty frames of the reference generator are those of the vectors, size drawn first")
    func steady() throws {
        var random = SplitMix64(seed: 1)
        let source = Self.source()
        for frame in try Self.vectors().steady_seed1_first20 {
            let size = source.steadySize(deviation: SyntheticVideo.laplace(scale: 0.15, using: &random))
            let interval = source.interval(deviation: SyntheticVideo.laplace(scale: 0.15, using: &random))
            #expect(size.bytes == frame.bytes)
            #expect((interval.milliseconds - frame.interval_ms).magnitude < 1e-6)
        }
    }

    @Test("A transient is one large frame and seven that make up for it, within the floor")
    func transient() throws {
        let vectors = try Self.vectors()
        for (rate, expected) in [(Int64(1_000), vectors.transient_1Mbps), (300, vectors.transient_300kbps)] {
            var source = Self.source(rate: rate)
            let frames = (0..<8).map { _ in source.nextFrame() }
            #expect(frames.map { Double($0.size.bytes) } == expected.map { $0.rounded() })
            #expect(frames.map(\.beginsTransient) == [true] + Array(repeating: false, count: 7))
        }
    }

    @Test("Where asked, a transient's mean is the target at any rate", arguments: [Int64(150), 300, 1_000, 1_500])
    func transientMean(rate: Int64) {
        var source = Self.source(
            SyntheticVideoConfiguration(startRate: .kilobitsPerSecond(rate), keepsMeanInTransients: true)
        )
        let total = (0..<8).reduce(0) { sum, _ in sum + source.nextFrame().size.bytes }
        let expected = 8 * Double(rate) * 1_000 / 8 / 30
        // Each of eight frames is rounded to a byte.
        #expect((Double(total) - expected).magnitude <= 4)
    }

    @Test("Requests within 200 ms of the last accepted one are not taken")
    func damping() throws {
        let vectors = try Self.vectors().time_damping
        var source = Self.source()
        let accepted = vectors.requests.filter {
            source.setTargetRate(
                DataRate(bitsPerSecond: Int64($0[1])),
                at: Timestamp(nanoseconds: Int64(($0[0] * 1e9).rounded()))
            )
        }
        #expect(accepted == vectors.accepted)
    }

    @Test("Sizes and intervals have the moments of the Laplace distribution, clipped")
    func moments() {
        var source = Self.source()
        for _ in 0..<8 { _ = source.nextFrame() }
        let count = 200_000
        var (sizes, intervals): ([Double], [Double]) = ([], [])
        for _ in 0..<count {
            let before = source.nextFrameAt
            sizes.append(Double(source.nextFrame().size.bytes))
            intervals.append((source.nextFrameAt - before).milliseconds)
        }
        // The variance of a Laplace variable's square is 20 b^4, so that of its sample variance 20 b^4 / n.
        for (values, mean) in [(sizes, 25e3 / 6), (intervals, 100.0 / 3)] {
            let scale = 0.15 * mean
            let average = values.reduce(0, +) / Double(count)
            #expect(
                (average - mean * 1.000_095_447_54).magnitude < 4.9 * (2 * scale * scale / Double(count)).squareRoot()
                    + 0.01
            )
            let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(count - 1)
            let tolerance = 4.9 * (20 * scale * scale * scale * scale / Double(count)).squareRoot()
            // Clipping at zero and rounding to a byte change the variance by less than a thousandth.
            #expect((variance - 2 * scale * scale).magnitude < tolerance + 2e-3 * scale * scale)
        }
    }

    @Test("Sizes follow the Laplace law (Kolmogorov and Smirnov, alpha 1e-6)")
    func law() {
        var source = Self.source()
        for _ in 0..<8 { _ = source.nextFrame() }
        let count = 20_000
        let mean = 25e3 / 6
        let deviations = (0..<count).map { _ in (Double(source.nextFrame().size.bytes) / mean - 1) / 0.15 }.sorted()
        var distance = 0.0
        for (index, value) in deviations.enumerated() {
            let exact = value < 0 ? 0.5 * exp(value) : 1 - 0.5 * exp(-value)
            distance = max(distance, (exact - Double(index) / Double(count)).magnitude)
            distance = max(distance, (exact - Double(index + 1) / Double(count)).magnitude)
        }
        // sqrt(ln(2 / alpha) / 2) / sqrt(n), and half a byte of rounding as a share of the density at the middle.
        let critical = (log(2 / 1e-6) / 2).squareRoot() / Double(count).squareRoot()
        #expect(distance < critical + 0.5 * 0.5 / (0.15 * mean))
    }
}
