import Results
import Testing
import Units

@Suite("Manifests and records of shards")
struct ShardManifestTests {
    private static func manifest(_ index: Int, of count: Int, _ reproduce: String) -> RunManifest {
        var manifest = SampleRun.manifest
        manifest.shard = RunManifest.Shard(index: index, count: count)
        manifest.reproduce = reproduce
        return manifest
    }

    @Test("The command of a shard becomes that of another shard, and of the whole run")
    func commands() {
        let shard = Self.manifest(2, of: 4, "rehearsal run s.yaml --set 'name= --shard 2/4' --shard 2/4 --series none")
        #expect(
            shard.reproduce(RunManifest.Shard(index: 3, count: 4))
                == "rehearsal run s.yaml --set 'name= --shard 2/4' --shard 3/4 --series none"
        )
        #expect(shard.reproduce(.whole) == "rehearsal run s.yaml --set 'name= --shard 2/4' --series none")
        #expect(Self.manifest(1, of: 1, "rehearsal run s.yaml").reproduce(.whole) == "rehearsal run s.yaml")
    }

    @Test("Machines add up as though they had worked side by side")
    func machines() {
        var one = Self.manifest(1, of: 2, "rehearsal run s.yaml --shard 1/2")
        (one.wallSeconds, one.cpuSeconds, one.workers) = (10, 20, 2)
        one.tester = TesterAccount(processors: 2, cpuShare: 1, speedUp: 6, peakMemoryBytes: 5)
        var two = Self.manifest(2, of: 2, "rehearsal run s.yaml --shard 2/2")
        (two.wallSeconds, two.cpuSeconds, two.workers) = (5, 4, 4)
        two.tester = TesterAccount(processors: 4, cpuShare: 0.2, speedUp: 4, peakMemoryBytes: 9)
        let whole = RunManifest(merging: [one, two], digest: 7, files: [])
        #expect(whole.workers == 6 && whole.wallSeconds == 10 && whole.cpuSeconds == 24)
        #expect(whole.tester.processors == 6 && whole.tester.peakMemoryBytes == 9)
        // 60 s and 20 s of calls in the 10 s that the slower took; 24 s of the 60 s that six cores had.
        #expect(whole.tester.speedUp == 8 && whole.tester.cpuShare == 0.4)
        #expect(whole.shard == .whole && whole.reproduce == "rehearsal run s.yaml" && whole.digest == 7)
    }

    @Test("The lengths of files read back, and a manifest without them has none")
    func lengths() throws {
        var manifest = SampleRun.manifest
        #expect(try RunManifest(parsing: manifest.json).files.isEmpty)
        manifest.files = [RunManifest.FileLength(name: "calls.ndjson", byteCount: 12)]
        #expect(try RunManifest(parsing: manifest.json) == manifest)
    }

    @Test("Differences of runs side by side name both")
    func differences() {
        #expect(RunDifference.value("the seed", "7", "8").between("a", and: "b") == "the seed is 7 in a and 8 in b")
        #expect(RunDifference.new("tier", "media").between("a", and: "b") == "tier is media in b and not given in a")
        #expect(RunDifference.gone("tier", "media").between("a", and: "b") == "tier is media in a and not given in b")
    }

    @Test("Records of flows, links and servers read back as themselves")
    func records() throws {
        let series = [RecordedSeries(key: "sent_bit_s", values: [1, nil, 2.5])]
        let flow = FlowRecord(
            flow: 3,
            name: "a \"b\"",
            kind: "tcp",
            isForward: false,
            startsAt: .start,
            stopsAt: .start + .seconds(5),
            digest: .max,
            metrics: ["flow.rate": 1e6],
            series: series
        )
        var bytes: [UInt8] = []
        flow.appendLine(to: &bytes)
        #expect(try FlowRecord(parsing: bytes, line: 1) == flow)
        #expect(flow.withoutSeries.series.isEmpty && flow.withoutSeries.metrics == flow.metrics)
        for isBare in [true, false] {
            let link = LinkRecord(
                link: 2,
                name: "l",
                isUp: isBare,
                metrics: ["link.wait_p95": 4],
                series: isBare ? [] : series
            )
            bytes = []
            link.appendLine(to: &bytes)
            #expect(try LinkRecord(parsing: bytes, line: 1) == link)
            #expect(link.withoutSeries.series.isEmpty)
        }
        let relay = RelayRecord(relay: 1, name: "r", packets: 5, setUps: 2, metrics: ["relay.utilisation": 0.25])
        bytes = []
        relay.appendLine(to: &bytes)
        #expect(try RelayRecord(parsing: bytes, line: 1) == relay)
    }

    @Test("A record with a number, direction or interval that cannot be is refused with its place")
    func hostile() {
        for (line, words) in [
            (#"{"flow":0,"name":"a"}"#, "4:1: error: flow: 0 is no flow's number"),
            (#"{"flow":1,"name":"a","kind":"tcp","direction":"up"}"#, "'up' stands where forward or backward is due"),
        ] {
            let error = #expect(throws: FormatError.self) { try FlowRecord(parsing: Array(line.utf8), line: 4) }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
        let link = #"{"link":1,"name":"l","direction":"up","metrics":{},"series":{"interval_s":0.5}}"#
        let error = #expect(throws: FormatError.self) { try LinkRecord(parsing: Array(link.utf8), line: 1) }
        #expect(error?.description.contains("its interval is not this version's") == true)
    }
}
