import Statistics
import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Events on access lines")
struct AccessEventTests {
    private func stream(_ owner: UInt32 = 1) -> RandomStream {
        RandomStream(seed: 5, owner: owner, cause: .accessEvents, leg: .patientUp)
    }

    private func happenings(
        _ event: AccessEvent,
        hours: Int64,
        _ mobility: Mobility = .seated,
        queue: QueueLimit? = nil
    ) -> LineHappenings {
        let end = Timestamp.start + .seconds(3_600 * hours)
        var happenings = LineHappenings(start: .start, end: end, mobility: mobility)
        var random = stream()
        happenings.add(event, upQueue: queue, using: &random)
        return happenings
    }

    /// Whether a count lies where a Poisson variable of this mean lies but once in a million.
    private func isPoisson(_ count: Int, mean: Double) -> Bool {
        var (term, below) = (Elementary.exp(-mean), 0.0)
        for k in 0..<count {
            below += term
            term *= mean / Double(k + 1)
        }
        return below < 1 - 5e-7 && below + term > 5e-7
    }

    @Test("Handovers of a 4G phone come as often as its profile says, three an hour seated and 77 in a car")
    func handovers() {
        #expect(isPoisson(happenings(.handovers, hours: 200).up.count, mean: 600))
        #expect(isPoisson(happenings(.handovers, hours: 8, .moving).up.count, mean: 616))
    }

    @Test("Outages at the cell's edge come six times an hour, of one to five seconds")
    func outages() throws {
        let profile = try #require(AccessProfile["rural-4g-edge"])
        let event = try #require(profile.events[1].models.first)
        let outages = happenings(event, hours: 100).outages
        #expect(isPoisson(outages.count, mean: 600))
        #expect(outages.allSatisfy { $0.duration >= .seconds(1) && $0.duration <= .seconds(5) })
        let mean = outages.reduce(0) { $0 + $1.duration.seconds } / Double(outages.count)
        // A uniform variable over 4 s has the variance 16 / 12.
        #expect(abs(mean - 3) / (16.0 / 12 / Double(outages.count)).squareRoot() < oneInAMillion)
    }

    @Test("Who sits does not roam, and a fifth of the roams drops what passes")
    func roams() throws {
        let profile = try #require(AccessProfile["hospital-wifi-staff"])
        let events = profile.events[0].models
        #expect(events.count == 2)
        for event in events {
            let seated = happenings(event, hours: 100)
            #expect(seated.up.isEmpty && seated.outages.isEmpty)
            let walking = happenings(event, hours: 300, .moving)
            let count = walking.up.count + walking.outages.count
            #expect(isPoisson(count, mean: 600))
            #expect(isBinomial(walking.outages.count, of: count, share: 0.2))
        }
    }

    private func isBinomial(_ count: Int, of trials: Int, share: Double) -> Bool {
        Binomial.cumulative(count, trials: trials, probability: share) > 5e-7
            && Binomial.cumulative(count - 1, trials: trials, probability: share) < 1 - 5e-7
    }

    @Test("One second in a hundred passes nothing on 4G")
    func zeroSeconds() {
        let spans = happenings(.zeroSeconds(share: Probability(clamping: 0.01)), hours: 20).up
        #expect(isBinomial(spans.count, of: 72_000, share: 0.01))
        #expect(spans.allSatisfy { $0.start.nanoseconds % 1_000_000_000 == 0 && $0.end - $0.start == .seconds(1) })
    }

    @Test("A satellite's round trip steps each 15 s of the run, and a tenth of the epochs begin with an outage")
    func epochs() throws {
        let profile = try #require(AccessProfile["rural-satellite-leo"])
        let event = try #require(profile.events[0].models.first)
        let drawn = happenings(event, hours: 10)
        #expect(drawn.up.count == 2_400)
        #expect(drawn.up.allSatisfy { $0.start.nanoseconds % 15_000_000_000 == 0 })
        #expect(drawn.up.allSatisfy { $0.addedDelay <= .milliseconds(5) && $0.addedDelay >= -.milliseconds(5) })
        #expect(drawn.up == drawn.down)
        let mean = drawn.up.reduce(0) { $0 + $1.addedDelay.milliseconds } / 2_400
        #expect(abs(mean) / (100.0 / 12 / 2_400).squareRoot() < oneInAMillion)
        #expect(isBinomial(drawn.outages.count, of: 2_400, share: 0.1))
        #expect(
            drawn.outages.allSatisfy { $0.duration >= .milliseconds(50) && $0.duration <= .milliseconds(300) }
        )
    }

    @Test("Others upload for their share of the time, and leave half of the rate behind a nearly full queue")
    func uploads() {
        let hours: Int64 = 500
        let drawn = happenings(.competingUpload(share: 15), hours: hours, queue: .time(.milliseconds(300)))
        let total = Double(3_600 * hours)
        let end = Timestamp.start + .seconds(3_600 * hours)
        let busy = drawn.up.reduce(0) { $0 + (min($1.end, end) - $1.start).seconds } / total
        // A two-state process in continuous time: the variance of the share of time in a state.
        let leaving = 1.0 / 60 + 0.15 / 0.85 / 60
        let variance = 2 * 0.15 * 0.85 / (leaving * total) * (1 - 1 / (leaving * total))
        #expect(abs(busy - 0.15) / variance.squareRoot() < oneInAMillion)
        #expect(drawn.down.isEmpty)
        #expect(drawn.up.allSatisfy { $0.rateLeft == 0.5 && $0.addedDelay == .milliseconds(255) })
    }

    @Test("A 5G phone in a car changes to LTE and back 20 times an hour, one on a table never")
    func fallback() throws {
        let profile = try #require(AccessProfile["5g"])
        let event = try #require(profile.events[1].models.first)
        #expect(happenings(event, hours: 100).up.isEmpty)
        let drawn = happenings(event, hours: 30, .moving)
        // Every second change goes to LTE.
        let changes = drawn.up.count * 2
        #expect(isPoisson(changes, mean: 600) || isPoisson(changes - 1, mean: 600))
        #expect(drawn.up.allSatisfy { $0.addedDelay == .milliseconds(9) })
        let lte = try #require(drawn.down.first)
        #expect(abs(90 * lte.rateLeft - 29.5) < 1e-9)
    }

    @Test("A proxy's inspection delays all packets of a call by the same two to ten milliseconds")
    func addedDelay() throws {
        let line = try #require(AccessProfile["ward-pc-proxy-tls"]).medianLine
        let (start, end) = (Timestamp.start + .seconds(7), Timestamp.start + .seconds(37))
        let schedule = line.schedule(from: start, to: end, using: stream())
        #expect(schedule.up == schedule.down)
        #expect(schedule.up.changes.map(\.at) == [start, end])
        let delay = try #require(schedule.up.changes.first?.delay) - line.up.delay
        #expect(delay >= .milliseconds(2) && delay <= .milliseconds(10))
        #expect(schedule.up.changes.last?.delay == line.up.delay)
    }

    @Test("Lengths have the percentiles that they are given")
    func lengths() {
        let handover = AccessEvent.handoverLength
        #expect(handover.quantile(0.5) == .milliseconds(50))
        #expect(abs((handover.quantile(0.95) - .milliseconds(200)).nanoseconds) <= 1)
        #expect(handover.quantile(0.999) == handover.quantile(0.9999))
        let contention = EventLength.pareto(shape: 1.5, least: .milliseconds(20), most: .seconds(1))
        #expect(contention.quantile(0) == .milliseconds(20))
        // 1 - (20 / 80)^1.5 = 7/8.
        #expect(contention.quantile(0.875) == .milliseconds(80))
        #expect(contention.quantile(0.999_999_9) == .seconds(1))
        #expect(EventLength.uniform(.milliseconds(20), .milliseconds(60)).quantile(0.25) == .milliseconds(30))
        #expect(EventLength.fixed(.seconds(60)).quantile(0.9) == .seconds(60))
        for length in [handover, contention] {
            let values = (0..<1_000).map { length.quantile(Double($0) / 1_000) }
            #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }

    @Test("Spans that overlap multiply rates and add delays, and leave the link as it was")
    func overlaps() {
        let link = LinkConfiguration(rate: .kilobitsPerSecond(1_000), delay: .milliseconds(10))
        let changes = LineSpan.changes(
            [
                LineSpan(start: .milliseconds(0), end: .milliseconds(100), rateLeft: 0.5, addedDelay: .milliseconds(5)),
                LineSpan(start: .milliseconds(20), end: .milliseconds(40), rateLeft: 0),
                LineSpan(start: .milliseconds(30), end: .milliseconds(60), rateLeft: 0),
                LineSpan(start: .milliseconds(50), end: .milliseconds(200), addedDelay: -.milliseconds(30)),
            ],
            of: link
        )
        #expect(
            changes == [
                LinkChange(at: .milliseconds(0), rate: .kilobitsPerSecond(500), delay: .milliseconds(15)),
                LinkChange(at: .milliseconds(20), rate: .zero),
                LinkChange(at: .milliseconds(50), delay: .zero),
                LinkChange(at: .milliseconds(60), rate: .kilobitsPerSecond(500)),
                LinkChange(at: .milliseconds(100), rate: .kilobitsPerSecond(1_000)),
                LinkChange(at: .milliseconds(200), delay: .milliseconds(10)),
            ]
        )
    }

    @Test("A stall holds packets and lets them go at its end, without loss")
    func stall() throws {
        let configuration = LinkConfiguration(rate: .kilobitsPerSecond(10_000), queue: .time(.seconds(1)))
        let span = LineSpan(start: .milliseconds(200), end: .milliseconds(300), rateLeft: 0)
        var link = Link(configuration, LinkSchedule(changes: LineSpan.changes([span], of: configuration)))
        let fates = link.sendTrain(count: 50, spacing: .milliseconds(10))
        let arrivals = fates.compactMap(\.deliveredAt)
        #expect(arrivals.count == 50)
        #expect(arrivals.filter { $0 > .milliseconds(201) && $0 < .milliseconds(300) }.isEmpty)
        // Ten packets of 0.96 ms wait for the end.
        #expect(arrivals[20] == .microseconds(300_960))
        #expect(arrivals[29] == .microseconds(309_600))
    }

    @Test("Every line can be held to its schedule", arguments: AccessProfile.all)
    func wholeSchedules(_ profile: AccessProfile) {
        for owner in 1...20 as ClosedRange<UInt32> {
            var random = RandomStream(seed: 9, owner: owner, cause: .accessLine)
            let line = profile.drawLine(using: &random)
            let (start, end) = (Timestamp.start + .seconds(100), Timestamp.start + .seconds(1_000))
            for mobility in Mobility.allCases {
                let schedule = line.schedule(from: start, to: end, mobility: mobility, using: stream(owner))
                #expect(schedule == line.schedule(from: start, to: end, mobility: mobility, using: stream(owner)))
                #expect(schedule.up.changes.allSatisfy { $0.at >= start })
                #expect((schedule.up.changes.last { $0.rate != nil }?.rate ?? line.upRate) == line.upRate)
                #expect((schedule.down.changes.last { $0.delay != nil }?.delay ?? line.down.delay) == line.down.delay)
                var link = Link(line.up, schedule.up)
                let fate = link.send(.full, at: end)
                #expect(link.counters.offered.packets == 1)
                if let arrival = fate.deliveredAt { #expect(arrival > end) }
            }
        }
    }

    @Test("An event that is taken away leaves the others where they were")
    func independence() throws {
        let profile = try #require(AccessProfile["4g"])
        let line = profile.medianLine
        let end = Timestamp.start + .seconds(36_000)
        var alone = LineHappenings(start: .start, end: end, mobility: .seated)
        var random = stream()
        random.skip(1 << 24)
        alone.add(line.events[1], upQueue: line.up.queue, using: &random)
        let zeroSeconds = Set(alone.up.map(\.start))
        let whole = line.schedule(from: .start, to: end, using: stream())
        let held = Set(whole.up.changes.filter { $0.rate == .zero }.map(\.at))
        // Seconds that follow one another, or a stall that runs into one, are one hold.
        let starts = zeroSeconds.filter { !zeroSeconds.contains($0 - .seconds(1)) }
        #expect(starts.count > 300)
        #expect(starts.count { held.contains($0) } >= starts.count - 2)
    }

    @Test("Every sentence about events is modelled, or says why it is not")
    func sentences() {
        var notModelled: [String] = []
        for event in AccessProfile.all.flatMap(\.events) where event.models.isEmpty {
            notModelled.append(event.sentence)
            #expect(event.note != nil, "\(event.sentence)")
        }
        #expect(
            notModelled == [
                "captive portal re-auth after 12-24 h", "UDP often blocked => TCP/TLS relay",
                "busy hour utilisation 40-80 %", "proxy: no UDP in 30 % of sites (assumption)",
                "utilisation >75 % => upgrade advice", "proxy idle time-out 60-300 s",
            ]
        )
        #expect(AccessProfile.all.flatMap(\.events).count == 21)
    }
}
