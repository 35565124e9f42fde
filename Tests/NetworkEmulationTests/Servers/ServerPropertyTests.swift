import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

/// `network.md` 7, numbers 14, 15 and 20.
@Suite("Server properties")
struct ServerPropertyTests {
    /// A server as one would first write it: every worker and every waiting packet looked at every time.
    private struct Plain {
        var free: [Int128]
        var starts: [(start: Int128, bytes: Int64)] = []
        let backlog: ServerBacklog?

        mutating func offer(_ work: ServerWork, cost: Int128, at time: Int128) -> (start: Int128, end: Int128)? {
            let worker = free.indices.reduce(0) { free[$1] < free[$0] ? $1 : $0 }
            let start = max(time, free[worker])
            let waiting = starts.filter { $0.start > time }
            let bytes: Int64 = if case .packet(let size) = work { size.bytes } else { 0 }
            let isFull =
                switch backlog {
                case nil: false
                case .time(let limit): start - time > Int128(limit.nanoseconds) * 1_000
                case .packets(let limit): waiting.count >= limit
                case .size(let limit): waiting.reduce(bytes) { $0 + $1.bytes } > limit.bytes
                }
            if start > time, isFull { return nil }
            free[worker] = start + cost
            starts.append((start, bytes))
            return (start, start + cost)
        }
    }

    private func configuration(_ random: inout RandomStream) -> ServerConfiguration {
        let backlogs: [ServerBacklog?] = [
            nil, .time(.microseconds(Int64(random.index(below: 400)))), .packets(random.index(below: 8)),
            .size(DataSize(bytes: Int64(random.index(below: 9_000)))),
        ]
        return ServerConfiguration(
            workers: 1 + random.index(below: 5),
            costs: ServerCosts(
                perPacket: .nanoseconds(Int64(random.index(below: 90_000))),
                perByte: .picoseconds(Int64(random.index(below: 50_000))),
                perSetUp: .microseconds(Int64(random.index(below: 500)))
            ),
            backlog: backlogs[random.index(below: backlogs.count)]
        )
    }

    @Test("Whatever the server, it does what the plain one does, and work and packets are conserved at every instant")
    func conservation() {
        var random = RandomStream(seed: 2_026, owner: 0, cause: .picture)
        var (refused, waited) = (0, 0)
        for round in 0..<150 {
            let configuration = configuration(&random)
            var station = ServerStation(configuration: configuration, seed: UInt64(round), number: 0)
            var plain = Plain(
                free: Array(repeating: 0, count: configuration.workers),
                backlog: configuration.backlog
            )
            var spans: [(start: Int128, end: Int128)] = []
            var now = Timestamp.start
            for number in 1...200 {
                now += TimeDelta(nanoseconds: Int64(random.index(below: 60_000)))
                let size = DataSize(bytes: Int64(1 + random.index(below: 1_500)))
                let work = random.index(below: 10) == 0 ? ServerWork.setUp : .packet(size)
                let time = Int128(now.nanoseconds) * 1_000
                let cost = configuration.costs.picoseconds(of: work)
                let fate = station.offer(work, at: now)
                if let span = plain.offer(work, cost: cost, at: time) {
                    let end = Timestamp(nanoseconds: Int64((span.end + 999) / 1_000))
                    let start = Timestamp(nanoseconds: Int64((span.start + 999) / 1_000))
                    #expect(fate == .done(at: end, waited: start - now))
                    spans.append(span)
                    if span.start > time { waited += 1 }
                } else {
                    #expect(fate == .refused)
                    refused += 1
                }
                let counters = station.counters
                #expect(counters.offered == number)
                #expect(counters.accepted == spans.count)
                // Work: what was spent is what the workers have run; a worker idles only when nothing waits.
                let spent = spans.reduce(Int128(0)) { $0 + min(max(time - $1.start, 0), $1.end - $1.start) }
                #expect(station.busyPicoseconds(until: now) == spent)
                let running = spans.count { $0.start <= time && $0.end > time }
                #expect(station.inService(at: now) == running)
                #expect(running == configuration.workers || spans.allSatisfy { $0.start <= time })
            }
        }
        #expect(refused > 1_000)
        #expect(waited > 1_000)
    }

    @Test("Little's law holds on the path: the number present, summed over time, is the time that all are there")
    func littlesLaw() {
        var station = ServerStation(
            configuration: ServerConfiguration(
                workers: 3,
                costs: ServerCosts(perPacket: .microseconds(1_000)),
                backlog: .packets(10),
                variability: .exponential
            ),
            seed: 8,
            number: 1
        )
        var spacing = RandomStream(seed: 9, owner: 1, cause: .conversation)
        var stays: [(from: Timestamp, to: Timestamp)] = []
        var now = Timestamp.start
        for _ in 0..<20_000 {
            now += spacing.exponential(mean: .microseconds(350))
            if case .done(let end, _) = station.offer(.packet(.full), at: now) { stays.append((now, end)) }
        }
        // Each change of the number present, in order; arrivals and departures of one instant cancel or do not matter.
        let changes = (stays.map { ($0.from, 1) } + stays.map { ($0.to, -1) }).sorted { $0.0 < $1.0 }
        var (present, area, last) = (0, Int64(0), Timestamp.start)
        for (time, change) in changes {
            area += Int64(present) * (time - last).nanoseconds
            present += change
            last = time
        }
        let total = stays.reduce(TimeDelta.zero) { $0 + ($1.to - $1.from) }
        #expect(present == 0)
        #expect(area == total.nanoseconds)
        let meanStay = total.seconds / Double(stays.count)
        let service = station.busySeconds(until: last) / Double(stays.count)
        let wait = station.counters.meanWaitSeconds ?? .nan
        // Each stay is rounded up by less than a nanosecond.
        #expect(abs(meanStay - service - wait) < 1e-9)
    }
}
