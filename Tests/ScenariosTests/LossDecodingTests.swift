import NetworkEmulation
import Scenarios
import Testing
import Units

@Suite("Losses and mishaps in scenarios")
struct LossDecodingTests {
    private func up(_ keys: String) throws -> LinkConfiguration {
        let text = Reading.least + "networks:\n  own: { up: { \(keys) }, down: {} }\n"
        return try #require(try Reading.read(text).scenario.networks.first).up
    }

    private func errors(_ keys: String) -> [String] {
        Reading.errors(Reading.least + "networks:\n  own: { up: { \(keys) }, down: {} }\n").map(\.description)
    }

    private func probability(_ value: Double) -> Probability { Probability(clamping: value) }

    @Test("A loss rate and G.107's burst ratio make a chain per packet, or by time for packets a spacing apart")
    func burstRatio() throws {
        let rate = probability(0.02)
        #expect(
            try up("loss: { gilbert: { rate: 2 %, burst_ratio: 1.5 } }").loss
                == GilbertElliott(rate: rate, burstRatio: 1.5).map(Loss.gilbertElliott)
        )
        #expect(
            try up("loss: { gilbert: { rate: 2 %, burst_ratio: 1.5, spacing: 20 ms } }").loss
                == GilbertElliott(rate: rate, burstRatio: 1.5, spacing: .milliseconds(20)).map(Loss.gilbertElliott)
        )
        #expect(try up("loss: { gilbert: { rate: 0 %, burst_ratio: 1.5 } }").loss == .bernoulli(.never))
    }

    @Test("A burst ratio below its bound is an error that tells the bound")
    func impossibleBurstRatio() {
        #expect(
            errors("loss: { gilbert: { rate: 2 %, burst_ratio: 0.9 } }") == [
                """
                clinic.yaml:5:59: error: networks.own.up.loss.gilbert.burst_ratio: no Gilbert model loses 2 % at a \
                burst ratio of 0.9: at 2 % the least is 0.98
                  hint: a burst ratio is at least the loss rate and at least 1 minus the loss rate
                """
            ]
        )
        #expect(errors("loss: { gilbert: { rate: 2 %, burst_ratio: 1, spacing: 20 ms } }").count == 1)
        #expect(errors("loss: { gilbert: { rate: 2 %, burst: 80 ms, spacing: 20 ms } }").count == 1)
        #expect(errors("loss: { gilbert: { rate: 2 %, burst: 80 ms, burst_ratio: 2 } }").count == 1)
        #expect(errors("loss: { gilbert: { rate: 2 % } }").count == 1)
        #expect(errors("loss: { gilbert: { rate: 2 %, burst_ratio: 2 % } }").count == 1)
    }

    @Test("Four states are read as transitions with tc's defaults, or as what their bursts are like")
    func fourStates() throws {
        let chain = try FourState(
            p13: probability(0.01),
            p31: probability(0.25),
            p32: .never,
            p23: .always,
            p14: probability(0.001)
        )
        #expect(try up("loss: { four_state: { p13: 1 %, p31: 25 %, p14: 0.1 % } }").loss == .fourState(chain))
        let wish = FourState.Intuitive(
            lossRate: 0.02,
            meanBurst: 8,
            burstDensity: 0.5,
            isolatedLossRate: 0.002,
            meanGoodRun: 2
        )
        let keys = "rate: 2 %, burst: 8 packets, burst_density: 50 %, isolated: 0.2 %, good_run: 2 packets"
        #expect(try up("loss: { four_state: { \(keys) } }").loss == .fourState(try FourState(wish)))
        let short = FourState.Intuitive(lossRate: 0.02, meanBurst: 8, burstDensity: 0.5)
        #expect(
            try up("loss: { four_state: { rate: 2 %, burst: 8 packets, burst_density: 50 % } }").loss
                == .fourState(try FourState(short))
        )
        #expect(
            try up("loss: { four_state: { \(keys), slot: 20 ms } }").loss
                == .fourState(try FourState(wish, pace: .slots(.milliseconds(20))))
        )
    }

    @Test("Probabilities that sum above 1, and bursts that cannot be, are errors with their rule")
    func impossibleFourStates() {
        let path = "clinic.yaml:5:36: error: networks.own.up.loss.four_state: "
        #expect(
            errors("loss: { four_state: { p13: 60 %, p14: 50 % } }") == [
                path + "no model has these parameters: p13 + p14 is at most 100 %"
            ]
        )
        #expect(
            errors("loss: { four_state: { rate: 2 %, burst: 1 packets, burst_density: 50 % } }") == [
                path
                    + "no model has these parameters: a burst's length times its density is at least 1 packet"
            ]
        )
        #expect(errors("loss: { four_state: {} }").count == 1)
        #expect(errors("loss: { four_state: { rate: 2 %, burst: 3 packets, p13: 1 % } }").count == 1)
        #expect(errors("loss: { four_state: { burst: 3 packets } }").count == 1)
        #expect(errors("loss: { four_state: { p13: 1 % }, gilbert: { rate: 1 %, burst: 80 ms } }").count == 1)
    }

    @Test("A bad state that is never left is an error")
    func absorbing() {
        let loss = "loss: { gilbert_elliott: { leave_good: 1 %, leave_bad: 0 % } }"
        let text = Reading.least + "networks:\n  own: { up: { \(loss) }, down: {} }\n"
        #expect(Reading.firstLines(text).first?.contains("leave_bad: the bad state is never left") == true)
    }

    @Test("Copies, corruption and overtaking are read, in a link and in an event")
    func mishaps() throws {
        var link = LinkConfiguration(delay: .milliseconds(20))
        link.duplication = probability(0.01)
        link.corruption = probability(0.001)
        link.reordering = Reordering(probability: probability(0.25), gap: 5)
        #expect(
            try up("delay: 20 ms, duplicate: 1 %, corrupt: 0.1 %, reorder: { rate: 25 %, gap: 5 }") == link
        )
        let text =
            Reading.least + """
                networks:
                  own:
                    up: { delay: 20 ms }
                    down: {}
                    at 5 s: { up: { duplicate: 2 %, corrupt: 1 %, reorder: { rate: 0 % } } }
                """
        let schedule = try #require(try Reading.read(text).scenario.networks.first).upSchedule
        #expect(
            schedule.changes == [
                LinkChange(
                    at: .start + .seconds(5),
                    duplication: probability(0.02),
                    corruption: probability(0.01),
                    reordering: Reordering(probability: .never)
                )
            ]
        )
        #expect(
            errors("reorder: { rate: 25 % }") == [
                """
                clinic.yaml:5:25: error: networks.own.up.reorder: nothing can be overtaken on a link without delay
                  hint: add delay: 20 ms
                """
            ]
        )
    }

    private func read(_ keys: String, _ files: [String: String]) throws -> LinkConfiguration {
        let text = Reading.least + "networks:\n  own: { up: { \(keys) }, down: {} }\n"
        let read = try ScenarioReader.read(
            bytes: Array(text.utf8),
            file: "clinic.yaml",
            readTrace: { (trace) throws(RecordingFault) in
                guard let text = files[trace.path] else { throw RecordingFault("\(trace.path) is not there") }
                return Array(text.utf8)
            }
        )
        return try #require(read.scenario.networks.first).up
    }

    @Test("Recorded losses and netem's tables are read from the files that the scenario names")
    func files() throws {
        let files = ["a.csv": "0.5,1\n2,2\n", "b.txt": "0110", "c.dist": "-8192 8192"]
        let spans = LossTrace.Span(start: .milliseconds(500), end: .seconds(1))
        #expect(
            try read("loss: { trace: { file: a.csv } }", files).loss
                == LossTrace(spans: [spans], length: .seconds(2), atEnd: .repeats).map(Loss.trace)
        )
        #expect(
            try read("loss: { trace: { file: b.txt, at_end: lose_nothing } }", files).loss
                == LossTrace(packets: [false, true, true, false], atEnd: .losesNothing).map(Loss.trace)
        )
        #expect(
            try read("netem: { delay: 9 ms, jitter: 1 ms, table: c.dist }", files).netem?.distribution
                == NetemTable(values: [-8_192, 8_192]).map(Netem.Distribution.table)
        )
    }

    @Test("A file that is missing or wrong is an error with its line, at the place that names it")
    func wrongFiles() {
        func errors(_ keys: String) -> [String] {
            do {
                _ = try read(keys, ["a.csv": "0,1\n-1,2\n", "c.dist": "1\nx\n"])
                return []
            } catch {
                return (error as? ScenarioErrors)?.errors.map(\.description) ?? []
            }
        }
        #expect(
            errors("loss: { trace: { file: a.csv } }") == [
                "clinic.yaml:5:39: error: networks.own.up.loss.trace.file: "
                    + "a.csv:2: '-1' is no time from 0 to 864000 seconds"
            ]
        )
        #expect(
            errors("loss: { trace: { file: b.txt } }") == [
                "clinic.yaml:5:39: error: networks.own.up.loss.trace.file: b.txt is not there"
            ]
        )
        #expect(
            errors("netem: { delay: 9 ms, jitter: 1 ms, table: c.dist }") == [
                "clinic.yaml:5:59: error: networks.own.up.netem.table: "
                    + "c.dist:2: 'x' is no whole number from -32768 to 32767"
            ]
        )
        #expect(errors("netem: { delay: 9 ms, jitter: 1 ms, table: c.dist, distribution: normal }").count == 2)
    }
}
