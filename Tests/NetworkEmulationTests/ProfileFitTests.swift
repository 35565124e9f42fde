import Statistics
import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Profiles fitted to measurements")
struct ProfileFitTests {
    private func stream(_ cause: Cause = .delay) -> RandomStream { RandomStream(seed: 21, owner: 1, cause: cause) }

    @Test("Round trips give back the deviation and memory of the delays that made them")
    func delays() throws {
        var random = stream()
        var measurement = PathMeasurement(way: .roundTrip)
        measurement.spacing = .milliseconds(20)
        let (count, correlation) = (40_000, Elementary.exp(-0.2))
        var deviate = random.normal()
        for index in 0..<count {
            measurement.delays.append(.init(time: nil, delay: TimeDelta(seconds: 0.05 + 0.004 * deviate)))
            deviate = correlation * deviate + (1 - correlation * correlation).squareRoot() * random.normal()
            _ = index
        }
        let fit = try #require(ProfileFit([measurement]).delay)
        let n = Double(count)
        // The variance of a mean and of a deviation of a first-order autoregressive series.
        let square = correlation * correlation
        let deviationError = 0.004 * ((1 + square) / (1 - square) / (2 * n)).squareRoot()
        let jitter = try #require(fit.jitter)
        #expect(abs(jitter.value * 2.0.squareRoot() - 0.004) < oneInAMillion * deviationError)
        #expect((jitter.lower ?? 1) < jitter.value && jitter.value < (jitter.upper ?? 0))
        // Bartlett: the variance of a lag-1 correlation is (1 - r^2) / n.
        let estimate = try #require(fit.correlation)
        #expect(abs(estimate - correlation) < oneInAMillion * ((1 - square) / n).squareRoot() + 3 / n)
        let memory = try #require(fit.memory)
        #expect(abs(memory - -0.02 / Elementary.log(estimate)) < 1e-9)
        // Neighbours that correlate by r are worth (1 - r) / (1 + r) of a sample.
        let effective = n * (1 - correlation) / (1 + correlation)
        #expect(try #require(fit.normalDistance) < 2.65 / effective.squareRoot())
    }

    @Test("Losses of a Gilbert chain give back its chances, its burst ratio and the fades of a profile")
    func losses() throws {
        let (p, r) = (0.01, 0.25)
        var random = stream(.loss)
        var isBad = false
        var measurement = PathMeasurement(way: .oneWay)
        measurement.spacing = .milliseconds(10)
        for _ in 0..<200_000 {
            isBad = isBad ? random.unitInterval() >= r : random.unitInterval() < p
            measurement.losses.append(isBad)
        }
        let fit = try #require(ProfileFit([measurement]).loss)
        let gilbert = try #require(fit.gilbert)
        #expect(abs(gilbert.leaveGood.value - p) < oneInAMillion * gilbert.leaveGood.standardError)
        #expect(abs(gilbert.leaveBad.value - r) < oneInAMillion * gilbert.leaveBad.standardError)
        #expect(try #require(fit.clustering) < -100)
        #expect(fit.rate.value == fit.measuredRate)
        let variance = varianceOfLosses(
            count: 200_000,
            variance: p / (p + r) * (r / (p + r)),
            covariance: p / (p + r) * (r / (p + r)),
            decay: 1 - p - r
        )
        #expect(abs(fit.measuredRate - p / (p + r)) * 200_000 < oneInAMillion * variance.squareRoot())
        // At the spacing of profiles the run is the chain's own.
        let run = try #require(fit.meanRunAtProfileSpacing)
        #expect(abs(run - 1 / gilbert.leaveBad.value) < 1e-9)
        // A profile made of both has these very losses.
        let fade = GilbertElliott.meanBad(
            forLossRate: Probability(clamping: fit.rate.value),
            meanRun: run,
            spacing: .milliseconds(10)
        )
        #expect(fade != nil)
    }

    @Test("Runs seen 20 ms apart are told for 10 ms apart, and pings a second apart tell none")
    func spacing() throws {
        var measurement = PathMeasurement(way: .oneWay)
        // 100 runs of three among 10,000: r = 1/3, rate 3 %.
        measurement.losses = (0..<10_000).map { $0 % 100 >= 50 && $0 % 100 < 53 }
        measurement.spacing = .milliseconds(20)
        let decay = ((2.0 / 3 - 0.03) / 0.97).squareRoot()
        let fit = try #require(ProfileFit([measurement]).loss)
        let run = try #require(fit.meanRunAtProfileSpacing)
        #expect(abs(run - 1 / (1 - 0.03 - 0.97 * decay)) < 1e-9)
        measurement.spacing = .seconds(1)
        let slow = ProfileFit([measurement])
        #expect(slow.loss?.meanRunAtProfileSpacing == nil)
        #expect(slow.unknowns.contains { $0.hasPrefix("mean_loss_run: packets 1000 ms apart") })
        measurement.spacing = nil
        #expect(ProfileFit([measurement]).unknowns.contains { $0.contains("--interval") })
    }

    @Test("Losses there and back are split among both directions")
    func bothWays() throws {
        var measurement = PathMeasurement(way: .roundTrip)
        measurement.losses = (0..<10_000).map { $0 % 100 < 19 && $0 % 2 == 0 || $0 % 100 == 1 }
        let fit = try #require(ProfileFit([measurement]).loss)
        let rate = Double(measurement.losses.count { $0 }) / 10_000
        #expect(abs((1 - fit.rate.value) * (1 - fit.rate.value) - (1 - rate)) < 1e-12)
    }

    @Test("Rates give percentiles of what passed, and the share of samples in which nothing did")
    func rates() throws {
        var measurement = PathMeasurement(way: .roundTrip)
        measurement.downRates = (0..<101).map { .kilobitsPerSecond(1_000 + 10 * $0) } + [.zero, .zero]
        let down = try #require(ProfileFit([measurement]).down)
        #expect([down.p5.value, down.p50.value, down.p95.value] == [1_050_000, 1_500_000, 1_950_000])
        #expect(down.sampleCount == 103)
        #expect(abs(down.zeroShare.value - 2.0 / 103) < 1e-12)
        #expect((down.p50.lower ?? .infinity) < 1_500_000 && (down.p50.upper ?? 0) > 1_500_000)
        #expect(ProfileFit([measurement]).up == nil)
    }

    @Test("Minutes tell how the line differs over time where there are three")
    func minutes() throws {
        func fit(minutes: Int) throws -> DelayFit {
            var measurement = PathMeasurement(way: .roundTrip)
            for minute in 0..<minutes {
                for second in 0..<60 {
                    let delay = TimeDelta.milliseconds(Int64(20 + 10 * minute + (second % 2 == 0 ? 1 : -1)))
                    measurement.delays.append(.init(time: Double(60 * minute + second), delay: delay))
                }
            }
            return try #require(ProfileFit([measurement]).delay)
        }
        // The last minute may not be over.
        let short = try fit(minutes: 3)
        #expect(short.minuteCount == 2 && short.roundTripP95 == nil && short.jitterP95 == nil)
        let long = try fit(minutes: 6)
        #expect(long.minuteCount == 5)
        #expect(abs(try #require(long.roundTripP95) - 0.058) < 1e-9)
        let deviation = (60.0 / 59).squareRoot() * 0.001
        #expect(abs(try #require(long.jitter?.value) * 2.0.squareRoot() - deviation) < 1e-9)
    }

    @Test("An RTP stream tells loss, jitter and what it carried, and not how long the way is")
    func media() throws {
        var random = stream()
        var packets: [MediaArrivals.Packet] = []
        for number in 0..<3_000 as Range<Int64> where number % 50 != 7 {
            let late = TimeDelta(seconds: 0.05 + 0.002 * random.normal())
            packets.append(
                MediaArrivals.Packet(
                    arrival: .start + .milliseconds(20 * number) + late,
                    sequenceNumber: 65_000 + number,
                    timestamp: 960 * number,
                    size: DataSize(bytes: 100)
                )
            )
        }
        let arrivals = MediaArrivals(packets)
        #expect(arrivals.clockRate == 48_000)
        let measurement = try #require(arrivals.measurement)
        let fit = ProfileFit([measurement])
        #expect(fit.loss?.lossCount == 60 && fit.loss?.packetCount == 3_000)
        #expect(fit.delay?.roundTrip == nil)
        #expect(fit.unknowns.contains { $0.hasPrefix("rtt: a capture in one direction") })
        let jitter = try #require(fit.delay?.jitter?.value)
        // Independent normal delays, the straight line taken off them: two degrees of freedom of 2,940.
        #expect(abs(jitter - 0.002) < oneInAMillion * 0.002 / (2 * 2_938.0).squareRoot() + 0.002 / 2_938)
        let carried = try #require(fit.carriedRate).kilobitsPerSecond
        #expect(abs(carried - 39.2) < 0.1)
        // Known answer of RFC 3550's rule: one packet 16 ms late moves it by 1 ms, and back by 15/16 of the way.
        let late = [0, 20, 56, 60].enumerated().map { number, time in
            MediaArrivals.Packet(
                arrival: .milliseconds(Int64(time)),
                sequenceNumber: Int64(number),
                timestamp: Int64(960 * number),
                size: DataSize(bytes: 100)
            )
        }
        let expected = TimeDelta(nanoseconds: 1_937_500)
        #expect(MediaArrivals(late).measurement?.interarrivalJitter == expected)
    }

    @Test("Numbers that are no one stream's are refused")
    func noStream() {
        let packets = [0, 1_000_000].map {
            MediaArrivals.Packet(
                arrival: .milliseconds($0),
                sequenceNumber: $0,
                timestamp: 0,
                size: DataSize(bytes: 1)
            )
        }
        #expect(MediaArrivals(packets).measurement == nil)
        #expect(MediaArrivals([]).measurement == nil)
    }

    @Test("Time stamps that jump about tell no jitter, and packets all at once no rate")
    func wildStamps() throws {
        func packets(_ stamps: [Int64], apart: TimeDelta) -> MediaArrivals {
            MediaArrivals(
                stamps.enumerated().map { number, stamp in
                    MediaArrivals.Packet(
                        arrival: .start + apart * Int64(number),
                        sequenceNumber: Int64(number),
                        timestamp: stamp,
                        size: DataSize(bytes: 65_535)
                    )
                }
            )
        }
        // 48 kHz from the first to the last packet, and centuries between.
        let wild = packets([0, 1 << 60, 1_920], apart: .milliseconds(20))
        #expect(wild.clockRate == 48_000)
        let measurement = try #require(wild.measurement)
        #expect(measurement.delays.isEmpty && measurement.interarrivalJitter == nil)
        #expect(measurement.remarks == ["the time stamps follow no clock that is usual: jitter is unknown"])
        let burst = try #require(packets([0, 1, 2], apart: TimeDelta(nanoseconds: 1)).measurement)
        #expect(burst.carriedRate == nil && burst.spacing == nil)
    }

    @Test("Measurements that no profile can stand for are refused by the rule that they break")
    func unfit() {
        func fault(_ measurements: [PathMeasurement]) -> UnfitMeasurements? {
            do throws(UnfitMeasurements) {
                try ProfileFit.check(measurements)
                return nil
            } catch {
                return error
            }
        }
        let nothing = PathMeasurement(way: .roundTrip)
        var (still, moving, lost, kept) = (nothing, nothing, nothing, nothing)
        still.upRates = [.zero, .zero]
        moving.upRates = [.kilobitsPerSecond(100)]
        lost.losses = [Bool](repeating: true, count: 100)
        kept.losses = [Bool](repeating: false, count: 2)
        #expect(fault([moving, nothing])?.places == [1])
        #expect(fault([kept, still])?.places == [1])
        #expect(fault([still])?.message.hasPrefix("every rate up (2 of them) is zero") == true)
        #expect(fault([moving, lost])?.places == [1])
        #expect(fault([lost])?.message.hasPrefix("100 of 100 packets were lost") == true)
        #expect(fault([still, moving, lost, kept]) == nil)
        #expect(fault([]) == nil)
    }

    @Test("What no file holds is unknown")
    func unknown() {
        let fit = ProfileFit([])
        #expect(fit.delay == nil && fit.loss == nil && fit.down == nil && fit.up == nil)
        #expect(fit.unknowns.map { $0.prefix { $0 != ":" } }.contains("rtt and jitter"))
        #expect(fit.unknowns.contains { $0.hasPrefix("loss:") })
        #expect(fit.unknowns.contains { $0.hasPrefix("queue:") })
    }
}
