import NetworkEmulation
import Units
import VirtualTime

/// A server under Poisson arrivals, and what it made of each of them after its empty start.
struct StationRun {
    struct Arrival {
        let fate: ServerFate
        /// How many it found, waiting and in service.
        let found: Int

        var waited: TimeDelta? { if case .done(_, let waited) = fate { waited } else { nil } }
        var isRefused: Bool { fate == .refused }
    }

    static let service = TimeDelta.milliseconds(1)
    private(set) var arrivals: [Arrival] = []
    let utilisation: Double

    /// `load` is in servers: the arrival rate times the mean service time.
    init(
        load: Double,
        workers: Int = 1,
        backlog: Int? = nil,
        variability: ServiceVariability,
        count: Int,
        warmUp: Int,
        replication: UInt32
    ) {
        var station = ServerStation(
            configuration: ServerConfiguration(
                workers: workers,
                costs: ServerCosts(perPacket: ProcessorTime(Self.service)),
                backlog: backlog.map { .packets($0) },
                variability: variability
            ),
            seed: 91,
            number: replication
        )
        var spacing = RandomStream(seed: 77, owner: replication, cause: .conversation)
        let mean = TimeDelta(seconds: Self.service.seconds / load)
        // When each will have gone; of a single worker's in order, from the first that is still there on.
        var ends: [Timestamp] = []
        var first = 0
        var now = Timestamp.start
        var warm = (at: now, busy: 0.0)
        arrivals.reserveCapacity(count)
        for number in 0..<(count + warmUp) {
            now += spacing.exponential(mean: mean)
            if workers == 1 {
                while first < ends.count, ends[first] <= now { first += 1 }
            } else {
                ends.removeAll { $0 <= now }
            }
            let found = ends.count - first
            let fate = station.offer(.packet(.full), at: now)
            if case .done(let end, _) = fate { ends.append(end) }
            if number == warmUp { warm = (now, station.busySeconds(until: now)) }
            if number >= warmUp { arrivals.append(Arrival(fate: fate, found: found)) }
        }
        let busy = station.busySeconds(until: now) - warm.busy
        utilisation = busy / ((now - warm.at).seconds * Double(workers))
    }

    /// The mean wait of those taken in, in service times.
    var meanWait: Double {
        let waits = arrivals.compactMap { $0.waited.map { $0.seconds / Self.service.seconds } }
        return waits.reduce(0, +) / Double(waits.count)
    }

    func share(_ isCounted: (Arrival) -> Bool) -> Double {
        Double(arrivals.count(where: isCounted)) / Double(arrivals.count)
    }
}

/// Means over independent runs against what theory says.
struct Replications {
    static let count = 40
    /// Student's t with 39 degrees of freedom exceeds this once in a million, both sides.
    static let limit = 5.80

    /// How many standard errors the mean of `value` over independent runs lies from `expected`.
    static func deviation(from expected: Double, of runs: [StationRun], _ value: (StationRun) -> Double) -> Double {
        let values = runs.map(value)
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
        return abs(mean - expected) / error
    }
}
