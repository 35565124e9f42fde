import ClinicModel
import Statistics
import Testing
import Units
import VirtualTime

@Suite("Sessions against the exact chain and another simulator")
struct SessionLawTests {
    struct File: Decodable {
        let exact_exponential: [Exact]
        let montecarlo_lognormal: [Simulated]
        let scheduled_concurrency: [Concurrency]
    }

    struct Exact: Decodable {
        let slots: [Int], slot_min: Double, mean_service: Double, show_prob: Double
        let mean_wait_per_show: Double
        let expected_finish_of_work_after_last_epoch: Double
        let expected_overtime_past_nominal_end: Double
        let clinician_idle_until_work_done: Double
    }

    struct Simulated: Decodable {
        let slots: [Int], slot_min: Double, mean_service: Double, cv: Double, show_prob: Double
        let arrival_offset_mean: Double, arrival_offset_sd: Double, clinician_late_mean: Double
        let mean_direct_wait: Double, se_approx: Double, mean_overtime: Double, overtime_se: Double
        let mean_idle: Double, p_overrun: Double
    }

    struct Concurrency: Decodable {
        let clinics: Int, slots: Int, slot_min: Int64, mean: Double, cv: Double, show: Double
        let samples: [Sample]
    }
    struct Sample: Decodable { let t: Double, mean: Double, p95: Int, p99: Int }

    @Test("The exact chain of exponential sessions, all 36 cases")
    func exact() throws {
        for row in try Vectors.decode("clinic", as: File.self).exact_exponential {
            let session = ExponentialSession(
                patients: row.slots,
                slot: row.slot_min,
                meanService: row.mean_service,
                show: row.show_prob
            )
            #expect(agree(session.meanWait, row.mean_wait_per_show, within: 1e-9))
            #expect(agree(session.meanFinish, row.expected_finish_of_work_after_last_epoch, within: 1e-9))
            #expect(agree(session.meanOvertime, row.expected_overtime_past_nominal_end, within: 1e-9))
            #expect(agree(session.meanIdle, row.clinician_idle_until_work_done, within: 1e-9))
        }
    }

    /// Sums over replications, for means and for ratios of sums with their standard errors.
    struct Sums {
        var overtime = Moments()
        var idle = Moments()
        var overruns = 0.0
        var waits: [(wait: Double, shows: Double)] = []

        var meanWait: Double { waits.reduce(0) { $0 + $1.wait } / waits.reduce(0) { $0 + $1.shows } }

        /// Of the ratio, by its linear form.
        var waitError: Double {
            let (ratio, n) = (meanWait, Double(waits.count))
            let shows = waits.reduce(0) { $0 + $1.shows } / n
            let squares = waits.reduce(0) { $0 + ($1.wait - ratio * $1.shows) * ($1.wait - ratio * $1.shows) }
            return (squares / (n - 1) / n).squareRoot() / shows
        }
    }

    private static let replications = 3_000

    private static func simulate(_ row: Simulated, seed: UInt64, order: ServeOrder) -> Sums {
        let law = DurationLaw(.logNormal, mean: TimeDelta(seconds: row.mean_service), variation: row.cv)
        let slots = row.slots.enumerated().flatMap {
            Array(repeating: Double($0.offset) * row.slot_min, count: $0.element)
        }
        let end = Double(row.slots.count) * row.slot_min
        var sums = Sums()
        for replication in 0..<UInt32(replications) {
            var service = RandomStream(seed: seed, owner: replication, cause: .consultationLength)
            var shows = RandomStream(seed: seed, owner: replication, cause: .attendance)
            var offsets = RandomStream(seed: seed, owner: replication, cause: .punctuality)
            var late = RandomStream(seed: seed, owner: replication, cause: .clinicianLateness)
            let visits = slots.map { slot in
                let offset = row.arrival_offset_mean + row.arrival_offset_sd * offsets.normal()
                return Visit(
                    slot: .start + TimeDelta(seconds: slot),
                    arrival: shows.unitInterval() < row.show_prob ? .start + TimeDelta(seconds: slot + offset) : nil,
                    service: law.time(at: service.unitInterval())
                )
            }
            let began = Timestamp.start + TimeDelta(seconds: late.exponential(mean: row.clinician_late_mean))
            let replay = SessionReplay(visits, began: began, order: order)
            var (wait, count) = (0.0, 0.0)
            for (visit, fate) in zip(visits, replay.fates) {
                guard case .seen(let begin) = fate, let arrival = visit.arrival else { continue }
                wait += max((begin - max(arrival, visit.slot)).seconds, 0)
                count += 1
            }
            sums.waits.append((wait, count))
            sums.overtime.add(max(replay.finish.seconds - end, 0))
            sums.overruns += replay.finish.seconds > end ? 1 : 0
            sums.idle.add(replay.idle.seconds)
        }
        return sums
    }

    private static func near(_ value: Double, _ reference: Double, _ one: Double, _ other: Double) -> Bool {
        abs(value - reference) <= 4 * (one * one + other * other).squareRoot()
    }

    @Test("Lognormal sessions with no-shows, early patients and a late clinician, all 16 cases")
    func lognormal() throws {
        for (place, row) in try Vectors.decode("clinic", as: File.self).montecarlo_lognormal.enumerated() {
            let sums = Self.simulate(row, seed: UInt64(place), order: .appointment)
            let root = Double(Self.replications).squareRoot()
            let overtime = try #require(sums.overtime.mean)
            let overtimeError = (sums.overtime.standardDeviation ?? 0) / root
            let share = sums.overruns / Double(Self.replications)
            let idleError = (sums.idle.standardDeviation ?? 0) / root
            #expect(
                Self.near(sums.meanWait, row.mean_direct_wait, sums.waitError, row.se_approx),
                "case \(place) \(sums.meanWait) \(row.mean_direct_wait)"
            )
            #expect(Self.near(overtime, row.mean_overtime, overtimeError, row.overtime_se), "case \(place)")
            #expect(Self.near(share, row.p_overrun, (share * (1 - share)).squareRoot() / root, 0.0011), "case \(place)")
            #expect(
                Self.near(sums.idle.mean ?? 0, row.mean_idle, idleError, idleError / 8),
                "case \(place) idle \(sums.idle.mean ?? 0) \(row.mean_idle)"
            )
        }
    }

    /// The share of replications in which one clinician is in a consultation at a time.
    private static func inProgress(_ row: Concurrency, phase: Int64, replications: Int) -> [Double] {
        let law = DurationLaw(.logNormal, mean: TimeDelta(seconds: 60 * row.mean), variation: row.cv)
        var counts = Array(repeating: 0.0, count: row.samples.count)
        for replication in 0..<UInt32(replications) {
            var service = RandomStream(seed: UInt64(phase), owner: replication, cause: .consultationLength)
            var shows = RandomStream(seed: UInt64(phase), owner: replication, cause: .attendance)
            let visits = (0..<row.slots).map { place in
                let slot = Timestamp.start + .seconds(60 * (Int64(place) * row.slot_min + phase))
                return Visit(
                    slot: slot,
                    arrival: shows.unitInterval() < row.show ? slot : nil,
                    service: law.time(at: service.unitInterval())
                )
            }
            let replay = SessionReplay(visits, began: .start, order: .appointment)
            for (place, sample) in row.samples.enumerated() {
                let time = Timestamp.start + TimeDelta(seconds: 60 * sample.t)
                let isBusy = zip(visits, replay.fates).contains { visit, fate in
                    if case .seen(let begin) = fate { begin <= time && time < begin + visit.service } else { false }
                }
                counts[place] += isBusy ? 1 : 0
            }
        }
        return counts.map { $0 / Double(replications) }
    }

    @Test("Sixty clinics at once: the mean number in progress and its high quantiles")
    func concurrency() throws {
        let row = try #require(Vectors.decode("clinic", as: File.self).scheduled_concurrency.first)
        let count = 4_000
        let shares = Self.inProgress(row, phase: 0, replications: count)
        for (share, sample) in zip(shares, row.samples) {
            let error = (share * (1 - share) / Double(count)).squareRoot()
            // The reference has 60,000 sessions behind it.
            let both = error * (1 + Double(count) / 60_000).squareRoot()
            #expect(abs(share * 60 - sample.mean) <= 4 * 60 * both, "at \(sample.t) min")
            // What the quantile is at either end of the share's own uncertainty.
            let ends = [-4, 4.0].map { side in
                PoissonBinomial.masses(Array(repeating: min(max(share + side * both, 0), 1), count: row.clinics))
            }
            for (level, reference) in [(0.95, sample.p95), (0.99, sample.p99)] {
                let range = ends.map { PoissonBinomial.quantile(level, of: $0) }
                #expect(range[0] <= reference && reference <= range[1])
            }
        }
    }
}
