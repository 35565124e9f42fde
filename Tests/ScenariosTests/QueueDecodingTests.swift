import NetworkEmulation
import Scenarios
import Testing
import Units

@Suite("Rates that vary and queues that are managed")
struct QueueDecodingTests {
    private static let files: [String: String] = [
        "capacity.csv": "0,1.5\n2,0.5\n", "lte.down": "1\n1\n4\n",
        "lab.json":
            "{\"uplink\":{\"trace_pattern\":[{\"duration\":500,\"capacity\":800,\"loss\":0.1,\"rtt\":0,\"jitter\":0}]}}",
        "bad.csv": "0,1\n0,2\n", "empty": "",
    ]

    /// The asked files are noted.
    private static func read(_ up: String, events: String = "", asked: inout [NamedTrace]) throws -> ReadScenario {
        let text = Reading.least + "networks:\n  own:\n    up: \(up)\n    down: {}\n" + events
        var seen: [NamedTrace] = []
        defer { asked = seen }
        return try ScenarioReader.read(
            bytes: Array(text.utf8),
            file: "clinic.yaml",
            readTrace: { (trace) throws(RecordingFault) in
                seen.append(trace)
                guard let content = files[trace.path] else {
                    throw RecordingFault(
                        "\(trace.path) cannot be read: No such file or directory",
                        hint: "check the path"
                    )
                }
                return Array(content.utf8)
            }
        )
    }

    private func up(_ text: String) throws -> LinkConfiguration {
        var asked: [NamedTrace] = []
        return try #require(try Self.read(text, asked: &asked).scenario.networks.first?.up)
    }

    private func errors(_ text: String, events: String = "") -> [String] {
        var asked: [NamedTrace] = []
        do {
            _ = try Self.read(text, events: events, asked: &asked)
            return []
        } catch let errors as ScenarioErrors {
            return errors.errors.map { $0.description.split(separator: "\n").first.map(String.init) ?? "" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("A trace is read from its file, in the format that is given or that the name tells")
    func traces() throws {
        let csv = try Capacity(trace: Array("0,1.5\n2,0.5\n".utf8), format: .csv, isDownlink: false)
        #expect(
            try up("{ rate: { trace: capacity.csv } }")
                == LinkConfiguration(queue: .time(.milliseconds(200)), capacity: csv)
        )
        let opportunities = try #require(OpportunityTrace(milliseconds: [1, 1, 4]))
        #expect(
            try up("{ rate: { trace: lte.down, format: mahimahi }, queue: 50 packets }")
                == LinkConfiguration(queue: .packets(50), capacity: .opportunities(opportunities))
        )
    }

    @Test("A file is bounded by its size, and its other columns bring a warning")
    func bounded() throws {
        var asked: [NamedTrace] = []
        let read = try Self.read("{ rate: { trace: lab.json } }", asked: &asked)
        #expect(asked == [NamedTrace(path: "lab.json", byteCountMax: 64_000_000)])
        #expect(
            read.warnings.map(\.description).contains {
                $0.hasPrefix(
                    "clinic.yaml:6:26: warning: networks.own.up.rate.trace: only the capacity of the trace is used"
                )
            }
        )
    }

    @Test("A mobile network and a radio send instead of a rate")
    func radios() throws {
        let class4G = CellularClass.driving4G.capacity
        #expect(
            try up("{ rate: { lte: 4g-driving } }")
                == LinkConfiguration(queue: .time(.seconds(1)), capacity: .cellular(class4G))
        )
        let scaled = try #require(class4G.scaled(toMean: .kilobitsPerSecond(3_000)))
        #expect(
            try up("{ rate: { lte: 4g-driving, mean: 3 Mbit/s }, queue: 300 ms }")
                == LinkConfiguration(queue: .time(.milliseconds(300)), capacity: .cellular(scaled))
        )
        let radio = try #require(
            WiFiContention(
                rate: .kilobitsPerSecond(52_000),
                retry: Probability(clamping: 0.1),
                busyShare: Probability(clamping: 0.2),
                meanBusy: .milliseconds(50),
                shareLeft: Probability(clamping: 0.3)
            )
        )
        #expect(
            try up("{ wifi: { rate: 52 Mbit/s, retry: 10 %, contention: { share: 20 %, left: 30 % } } }")
                == LinkConfiguration(queue: .time(.milliseconds(200)), capacity: .contention(radio))
        )
    }

    @Test("Queues are managed with the standards' values or others")
    func management() throws {
        let rate = DataRate.kilobitsPerSecond(2_000)
        #expect(
            try up("{ rate: 2 Mbit/s, queue: { codel: {} } }")
                == LinkConfiguration(rate: rate, queue: .packets(1_000), management: .codel(CoDel()))
        )
        let fair = FairQueueCoDel(codel: CoDel(target: .milliseconds(15)), quantum: DataSize(bytes: 300))
        #expect(
            try up("{ rate: 2 Mbit/s, queue: { fq_codel: { target: 15 ms, quantum: 300 bytes, limit: 64 kB } } }")
                == LinkConfiguration(rate: rate, queue: .size(DataSize(bytes: 64_000)), management: .fairCoDel(fair))
        )
        #expect(
            try up("{ rate: 2 Mbit/s, queue: { pie: { target: 10 ms } } }")
                == LinkConfiguration(
                    rate: rate,
                    queue: .packets(1_000),
                    management: .pie(PIE(target: .milliseconds(10)))
                )
        )
    }

    @Test("Policers and shapers stand before the queue")
    func buckets() throws {
        let bucket = try #require(TokenBucketLimit(rate: .kilobitsPerSecond(1_000), burst: DataSize(bytes: 1_600)))
        #expect(try up("{ policer: { rate: 1 Mbit/s, burst: 1600 B } }") == LinkConfiguration(policer: bucket))
        #expect(
            try up("{ shaper: { rate: 1 Mbit/s, burst: 1600 B, latency: 300 ms } }").shaper?.limit
                == DataSize(bytes: 39_100)
        )
        #expect(
            try up("{ rate: 9 Mbit/s, shaper: { rate: 1 Mbit/s, burst: 1600 B, limit: 64 kB } }")
                == LinkConfiguration(
                    rate: .kilobitsPerSecond(9_000),
                    queue: .time(.milliseconds(200)),
                    shaper: Shaper(bucket: bucket, limit: DataSize(bytes: 64_000))
                )
        )
    }

    @Test(
        "What cannot be is told with its place and the rule",
        arguments: [
            (
                "{ rate: { trace: bad.csv } }",
                "6:26: error: networks.own.up.rate.trace: bad.csv:2: the time 0.0 s does not lie after the one above it"
            ),
            (
                "{ rate: { trace: empty, format: mahimahi } }",
                "6:26: error: networks.own.up.rate.trace: empty:1: the trace is empty"
            ),
            (
                "{ rate: { trace: gone.csv } }",
                "6:26: error: networks.own.up.rate.trace: gone.csv cannot be read: No such file or directory"
            ),
            (
                "{ rate: { trace: lte.down } }",
                "6:26: error: networks.own.up.rate.trace: the name does not tell how the file is written"
            ),
            (
                "{ rate: { trace: capacity.csv, lte: 4g-static } }",
                "6:17: error: networks.own.up.rate: a rate varies in one way"
            ),
            (
                "{ rate: { trace: capacity.csv, mean: 1 Mbit/s } }",
                "6:46: error: networks.own.up.rate.mean: only a mobile network has a mean to scale"
            ),
            (
                "{ rate: { lte: 3g } }",
                "6:24: error: networks.own.up.rate.lte: '3g' is none of 4g-static, 4g-driving, 5g-static, 5g-driving"
            ),
            (
                "{ rate: 1 Mbit/s, wifi: { rate: 9 Mbit/s } }",
                "6:33: error: networks.own.up.wifi: a link has a rate or a radio"
            ),
            (
                "{ rate: 1 Mbit/s, queue: { codel: {}, pie: {} } }",
                "6:34: error: networks.own.up.queue: a queue is managed in one way"
            ),
            (
                "{ queue: { codel: {} } }",
                "6:18: error: networks.own.up.queue: a queue needs a rate at which it empties"
            ),
            (
                "{ rate: 1 Mbit/s, queue: { codel: { target: 2 s } } }",
                "6:53: error: networks.own.up.queue.codel.target: the target exceeds the interval"
            ),
            ("{ policer: { rate: 1 Mbit/s } }", "6:20: error: networks.own.up.policer: burst is missing"),
            (
                "{ shaper: { rate: 1 Mbit/s, burst: 9 kB, latency: 5 ms, limit: 9 kB } }",
                "6:72: error: networks.own.up.shaper.limit: a shaper's queue has one size"
            ),
            (
                "{ rate: 1 Mbit/s, shaper: { rate: 1 Mbit/s, burst: 9 kB }, queue: { codel: {} } }",
                "6:35: error: networks.own.up.shaper: codel and fq_codel cannot stand behind a shaper, which has a queue of its own"
            ),
        ]
    )
    func faults(text: String, error: String) {
        #expect(errors(text) == ["clinic.yaml:" + error])
    }

    @Test("An event changes a trace of rates to a rate, but no opportunities")
    func events() throws {
        let event = "    at 3 s: { up: { rate: 1 Mbit/s } }\n"
        #expect(errors("{ rate: { trace: capacity.csv } }", events: event).isEmpty)
        #expect(
            errors("{ rate: { lte: 4g-static } }", events: event) == [
                "clinic.yaml:8:27: error: networks.own.at 3 s.up.rate: this link has no rate to change: "
                    + "opportunities or a radio send its packets"
            ]
        )
    }

    @Test("A queue that no packet fits into is warned of, and one that is not there cannot be changed")
    func smallQueues() throws {
        func text(_ keys: String, _ event: String = "") -> String {
            Reading.least + "networks:\n  own: { up: { \(keys) }, down: {}\(event) }\n"
        }
        func warnings(_ keys: String) throws -> Int {
            try Reading.read(text(keys)).warnings.count { "\($0)".contains("larger than the queue") }
        }
        #expect(try warnings("rate: 1 Mbit/s, queue: 100 B") == 1)
        #expect(try warnings("rate: 1 Mbit/s, queue: { fq_codel: { limit: 1 B } }") == 1)
        #expect(try warnings("shaper: { rate: 1 Mbit/s, burst: 10 kB, limit: 10 B }") == 1)
        #expect(try warnings("rate: 1 Mbit/s, queue: 1500 B") == 0)
        let event = ", at 5 s: { up: { queue: 50 ms } }"
        #expect(Reading.errors(text("rate: 1 Mbit/s", event)).isEmpty)
        let complaint = Reading.firstLines(text("shaper: { rate: 1 Mbit/s, burst: 10 kB }", event)).first ?? ""
        #expect(complaint.contains("this link has no queue to change, for it has no rate"))
    }

    @Test("Where no file can be read, a trace is an error and no crash")
    func withoutFiles() {
        let text = Reading.least + "networks:\n  own: { up: { rate: { trace: a.csv } }, down: {} }\n"
        #expect(
            Reading.firstLines(text) == [
                "clinic.yaml:5:31: error: networks.own.up.rate.trace: a.csv cannot be read: this reader opens no files"
            ]
        )
    }
}
