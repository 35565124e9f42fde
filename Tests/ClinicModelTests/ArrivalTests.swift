import ClinicModel
import Statistics
import Testing
import Units
import VirtualTime

@Suite("Arrivals without appointments")
struct ArrivalTests {
    struct File: Decodable { let clinic_day_MtGinf: Day }

    struct Day: Decodable {
        let hourly_arrivals: [Double], mean_h: Double, cv: Double
        let samples: [Sample]
        let peak: [Double]
    }
    struct Sample: Decodable { let t: Double, m: Double }

    private static func profile(_ day: Day) -> RateProfile {
        RateProfile(step: .seconds(3_600), counts: day.hourly_arrivals)
    }

    @Test("The mean number in progress over a clinic's day, by closed form against quadrature")
    func meanInProgress() throws {
        let day = try Vectors.decode("timevarying", as: File.self).clinic_day_MtGinf
        let law = DurationLaw(.logNormal, mean: TimeDelta(seconds: 3_600 * day.mean_h), variation: day.cv)
        for sample in day.samples + [Sample(t: day.peak[0], m: day.peak[1])] {
            let mean = Self.profile(day).meanInProgress(at: TimeDelta(seconds: 3_600 * sample.t), service: law)
            #expect(agree(try #require(mean), sample.m, within: 1e-8), "at \(sample.t) h")
        }
    }

    /// Counts of 400 days: the mean within 4.5 standard errors, the index of dispersion within 4.5 of its own,
    /// sqrt(2 / 399); one false alarm in 10,000 for all twenty.
    @Test("Hourly counts by inversion are Poisson")
    func counts() {
        let means = [40.0, 120, 160, 140, 60, 70, 150, 130, 80, 20]
        let profile = RateProfile(step: .seconds(3_600), counts: means)
        var counts = Array(repeating: Moments(), count: means.count)
        for day in UInt32(0)..<400 {
            var stream = RandomStream(seed: 5, owner: day, cause: .onDemandArrivals)
            let times = profile.arrivals { _ in stream.exponential(mean: 1) }
            #expect(times == times.sorted())
            for hour in means.indices {
                counts[hour].add(Double(times.count { Int($0.seconds / 3_600) == hour }))
            }
        }
        for (hour, mean) in means.enumerated() {
            let (average, variance) = (counts[hour].mean ?? 0, counts[hour].variance ?? 0)
            #expect(abs(average - mean) < 4.5 * (mean / 400).squareRoot())
            #expect(abs(variance / mean - 1) < 4.5 * (2.0 / 399).squareRoot())
        }
    }

    @Test("A profile of twice the rate moves the same arrivals, and steps without arrivals have none")
    func commonNumbers() {
        let gaps = [0.5, 1.5, 1, 4, 100]
        let once = RateProfile(step: .seconds(60), counts: [1, 0, 3, 4])
        #expect(once.arrivals { gaps[$0] } == [.seconds(30), .seconds(140), .seconds(160), .seconds(225)])
        let twice = RateProfile(step: .seconds(60), counts: [2, 0, 6, 8])
        #expect(twice.arrivals { gaps[$0] } == once.arrivals(factor: 2) { gaps[$0] })
    }

    struct Oracles: Decodable {
        let closed_form: [String: Double]
        let lognormal: Waits

        enum CodingKeys: String, CodingKey {
            case closed_form
            case lognormal = "M/G/10 lognormal mean1 cv0.5 lam8"
        }
    }
    struct Waits: Decodable { let Wq: Estimate }
    struct Estimate: Decodable { let mean: Double, hw95: Double }

    /// What 20 runs of 4,000 arrivals measure, the first 400 of each left out.
    private static func run(
        rate: Double,
        servers: Int,
        law: DurationLaw,
        patience: DurationLaw?,
        seed: UInt64
    ) -> (wait: Moments, left: Moments) {
        var (waits, left) = (Moments(), Moments())
        for replication in UInt32(0)..<20 {
            var gaps = RandomStream(seed: seed, owner: replication, cause: .onDemandArrivals)
            var services = RandomStream(seed: seed, owner: replication, cause: .consultationLength)
            var patiences = RandomStream(seed: seed, owner: replication, cause: .patience)
            var room = WaitingRoom(clinicians: servers, opens: .start)
            var time = Timestamp.start
            var (wait, leavers, count) = (0.0, 0.0, 0.0)
            for arrival in 0..<4_000 {
                time += TimeDelta(seconds: gaps.exponential(mean: 1 / rate))
                let length = law.time(at: services.unitInterval())
                let fate = room.receive(
                    time,
                    patience: patience.map { $0.time(at: patiences.unitInterval()) },
                    service: { _ in length }
                )
                guard arrival >= 400 else { continue }
                count += 1
                switch fate {
                case .seen(let begin, _): wait += (begin - time).seconds
                case .left(let end):
                    wait += (end - time).seconds
                    leavers += 1
                }
            }
            waits.add(wait / count)
            left.add(leavers / count)
        }
        return (waits, left)
    }

    /// Four standard errors of the 20 runs' mean, joined with that of the reference where it was simulated itself.
    private static func isNear(_ moments: Moments, _ reference: Double, error: Double = 0) -> Bool {
        let own = (moments.standardDeviation ?? 0) / 20.squareRoot()
        return abs((moments.mean ?? .infinity) - reference) <= 4 * (own * own + error * error).squareRoot()
    }

    @Test("The waiting room waits as Erlang C, loses as Erlang B, and leaves as Erlang A")
    func waitingRoom() throws {
        let exponential = DurationLaw(.exponential, mean: .seconds(1))
        let oracle: Oracles = try Vectors.decode("des_oracles")
        let waiting = Self.run(rate: 8, servers: 10, law: exponential, patience: nil, seed: 1)
        #expect(Self.isNear(waiting.wait, try #require(oracle.closed_form["M/M/10 Wq"])))
        for law in [exponential, DurationLaw(.logNormal, mean: .seconds(1), variation: 0.5)] {
            let losing = Self.run(rate: 10, servers: 12, law: law, patience: .fixed(.zero), seed: 2)
            #expect(Self.isNear(losing.left, try #require(oracle.closed_form["ErlB(10,12)"])))
        }
        let leaving = Self.run(
            rate: 10,
            servers: 10,
            law: exponential,
            patience: DurationLaw(.exponential, mean: .seconds(2)),
            seed: 3
        )
        #expect(Self.isNear(leaving.left, try #require(oracle.closed_form["ErlA P_abandon"])))
        #expect(Self.isNear(leaving.wait, try #require(oracle.closed_form["ErlA Wq"])))
        let logNormal = DurationLaw(.logNormal, mean: .seconds(1), variation: 0.5)
        let general = Self.run(rate: 8, servers: 10, law: logNormal, patience: nil, seed: 4)
        // The half width of 20 runs is 2.093 standard errors.
        #expect(Self.isNear(general.wait, oracle.lognormal.Wq.mean, error: oracle.lognormal.Wq.hw95 / 2.093))
    }
}
