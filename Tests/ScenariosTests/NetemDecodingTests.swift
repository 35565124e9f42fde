import NetworkEmulation
import Scenarios
import Testing
import Units

@Suite("netem links in scenarios")
struct NetemDecodingTests {
    private func text(_ keys: String) -> String {
        Reading.least + "networks:\n  own: { up: { netem: { \(keys) } }, down: {} }\n"
    }

    private func netem(_ keys: String) throws -> Netem {
        let up = try #require(try Reading.read(text(keys)).scenario.networks.first).up
        let netem = try #require(up.netem)
        #expect(up == LinkConfiguration(netem: netem))
        return netem
    }

    private func errors(_ keys: String) -> [String] { Reading.firstLines(text(keys)) }

    private func warnings(_ keys: String) throws -> [String] {
        try Reading.read(text(keys)).warnings.map(\.description).filter { $0.contains("networks.own.up.netem") }
    }

    private func probability(_ value: Double) -> Probability { Probability(clamping: value) }

    @Test("The parameters are tc's, with tc's defaults")
    func parameters() throws {
        #expect(try netem("delay: 100 ms") == Netem(delay: .milliseconds(100)))
        #expect(
            try netem("delay: 100 ms, jitter: 20 ms, distribution: normal, correlation: 25 %, loss: 1 %, limit: 50")
                == Netem(
                    delay: .milliseconds(100),
                    jitter: .milliseconds(20),
                    delayCorrelation: probability(0.25),
                    distribution: .normal,
                    loss: .random(Netem.Chance(probability(0.01))),
                    limit: 50
                )
        )
        #expect(
            try netem("loss: { rate: 1 %, correlation: 25 % }, duplicate: { rate: 2 % }, corrupt: 3 %")
                == Netem(
                    loss: .random(Netem.Chance(probability(0.01), correlation: probability(0.25))),
                    duplicate: Netem.Chance(probability(0.02)),
                    corrupt: Netem.Chance(probability(0.03))
                )
        )
        #expect(
            try netem("loss: { gemodel: { p: 1 %, 1-h: 70 % } }").loss
                == .gemodel(
                    Netem.LossStates(
                        leaveGood: probability(0.01),
                        leaveBad: probability(0.99),
                        lossWhenBad: probability(0.7)
                    )
                )
        )
        let chain = try FourState(
            p13: probability(0.01),
            p31: probability(0.99),
            p32: .never,
            p23: .always,
            p14: .never
        )
        #expect(try netem("loss: { state: { p13: 1 % } }").loss == .state(chain))
    }

    @Test("Reordering, rate and slots are read in their long forms")
    func longForms() throws {
        let reordered = try netem("delay: 10 ms, reorder: { rate: 25 %, correlation: 50 %, gap: 5 }")
        #expect(reordered.reorder == Netem.Chance(probability(0.25), correlation: probability(0.5)))
        #expect(reordered.gap == 5)
        #expect(try netem("delay: 10 ms, reorder: 25 %").gap == 1)
        #expect(try netem("rate: 1 Mbit/s").rate == Netem.Rate(.kilobitsPerSecond(1_000)))
        #expect(
            try netem("rate: { limit: 1 Mbit/s, overhead: -14 bytes, cell: 48 bytes, cell_overhead: 5 bytes }").rate
                == Netem.Rate(.kilobitsPerSecond(1_000), packetOverhead: -14, cellSize: 48, cellOverhead: 5)
        )
        #expect(
            try netem("slot: { min: 10 ms, max: 20 ms, packets: 8, bytes: 9000 bytes }").slot
                == Netem.Slot(spacing: .uniform(.milliseconds(10), .milliseconds(20)), packets: 8, bytes: 9_000)
        )
        #expect(
            try netem("slot: { distribution: pareto, delay: 10 ms, jitter: 2 ms }").slot
                == Netem.Slot(spacing: .distributed(.pareto, delay: .milliseconds(10), jitter: .milliseconds(2)))
        )
    }

    @Test("What tc refuses, and what would wrap around in the kernel, is an error with its rule")
    func refused() {
        let path = "error: networks.own.up.netem"
        #expect(
            errors("delay: 3 s, jitter: 3 s") == [
                "clinic.yaml:5:45: \(path).jitter: netem keeps jitter in 32 bits of nanoseconds: at most 2.147483647 s"
            ]
        )
        #expect(
            errors("delay: 3 s, distribution: normal") == [
                "clinic.yaml:5:51: \(path).distribution: a distribution needs delay and jitter"
            ]
        )
        #expect(
            errors("reorder: 5 %") == [
                "clinic.yaml:5:34: \(path).reorder: netem reorders by leaving the delay out, and there is none"
            ]
        )
        #expect(
            errors("loss: { state: { p13: 60 %, p14: 60 % } }") == [
                "clinic.yaml:5:40: \(path).loss.state: in the kernel these would wrap around: "
                    + "p13 + p14 is at most 100 %"
            ]
        )
        #expect(errors("loss: {}") == ["clinic.yaml:5:31: \(path).loss: rate is missing"])
        #expect(errors("loss: { gemodel: {} }") == ["clinic.yaml:5:42: \(path).loss.gemodel: p is missing"])
        #expect(
            errors("loss: { rate: 1 %, gemodel: { p: 1 % } }") == [
                "clinic.yaml:5:31: \(path).loss: loss has one model"
            ]
        )
        #expect(errors("slot: { min: 20 ms, max: 10 ms }") == ["clinic.yaml:5:50: \(path).slot.max: max is below min"])
        #expect(errors("slot: { packets: 3 }") == ["clinic.yaml:5:31: \(path).slot: slots have one law"])
        #expect(errors("rate: { limit: 1 Mbit/s, overhead: 14 }").count == 1)
        #expect(errors("slot: { min: 20 ms }, duplicate: 1 %").count == 1)
    }

    @Test("netem stands alone in its link, and changes as a whole")
    func alone() throws {
        func lines(_ rest: String) -> [String] {
            Reading.firstLines(Reading.least + "networks:\n  own: { \(rest) }\n")
        }
        #expect(
            lines("up: { netem: { delay: 5 ms }, loss: 1 % }, down: {}") == [
                "clinic.yaml:5:46: error: networks.own.up.loss: netem is the whole link"
            ]
        )
        #expect(
            lines("up: { netem: { delay: 5 ms } }, down: {}, at 5 s: { up: { loss: 1 % } }") == [
                "clinic.yaml:5:74: error: networks.own.at 5 s.up.loss: a netem link changes as a whole"
            ]
        )
        #expect(
            lines("up: {}, down: {}, at 5 s: { down: { netem: { delay: 5 ms } } }") == [
                "clinic.yaml:5:53: error: networks.own.at 5 s.down.netem: only a link that is netem's from the "
                    + "beginning can change its parameters"
            ]
        )
        #expect(
            lines("up: { netem: {} }, down: {}, at 5 s: { up: { netem: { slot: { min: 9 ms } } } }")
                .map { $0.contains("slots cannot be switched on or off") } == [true]
        )
        let text =
            Reading.least
            + "networks:\n  own: { up: { netem: {} }, down: {}, at 5 s: { up: { netem: { delay: 5 ms }, outage: 1 s } } }\n"
        let own = try #require(try Reading.read(text).scenario.networks.first)
        #expect(own.upSchedule.changes == [LinkChange(at: .start + .seconds(5), netem: Netem(delay: .milliseconds(5)))])
        #expect(own.upSchedule.outages.count == 1)
    }

    @Test("Where netem does something else than it is asked for, a warning says what")
    func advice() throws {
        let found1 = try warnings("loss: { rate: 0.3 %, correlation: 25 % }")
        #expect(
            found1 == [
                """
                clinic.yaml:5:31: warning: networks.own.up.netem.loss: with a correlation of 25 % netem loses 4e-7 % of \
                packets, not 0.3 %
                  hint: loss: { gilbert: { rate: 0.3 %, burst: 4 packets } } of a link that is not netem's keeps the rate
                """
            ]
        )
        let found2 = try warnings("delay: 100 ms, jitter: 20 ms, correlation: 25 %, distribution: normal")
        #expect(
            found2 == [
                """
                clinic.yaml:5:68: warning: networks.own.up.netem.correlation: netem's correlation of delays does nothing: \
                it is lost in a modulo, and delays are independent
                  hint: jitter: { normal: 20 ms, memory: 200 ms } of a link that is not netem's keeps it
                """
            ]
        )
        let found3 = try warnings("delay: 100 ms, jitter: 20 ms, distribution: pareto")
        #expect(
            found3 == [
                """
                clinic.yaml:5:69: warning: networks.own.up.netem.distribution: this table of netem's has 0.82 of the \
                jitter: a standard deviation of 16.394 ms, and a mean 0.67 ms below the delay
                  hint: jitter of a link that is not netem's is the standard deviation itself
                """
            ]
        )
        #expect(
            try warnings("loss: 10 %, duplicate: 5 %").first?.contains("9.5 % of packets do not come through, not 10 %")
                == true
        )
        #expect(try warnings("delay: 100 ms, jitter: 20 ms, distribution: normal, loss: 1 %").isEmpty)
        #expect(try warnings("loss: { rate: 50 %, correlation: 25 % }").isEmpty)
        #expect(try warnings("delay: 1 ms, reorder: { rate: 10 %, correlation: 50 % }").count == 1)
        #expect(try warnings("delay: 1 s, jitter: 1 s, correlation: 90 %").first?.contains("mostly") == true)
    }
}
