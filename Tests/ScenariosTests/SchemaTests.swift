import Foundation
import Testing

@testable import Scenarios

@Suite("Schema, reference and template")
struct SchemaTests {
    private func schema() throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(ScenarioSchema.json().utf8))
        return try #require(object as? [String: Any])
    }

    private func value(_ bytes: [UInt8]) throws -> Any {
        var reader = YAMLReader()
        let tree = try reader.read(SourceText(bytes: bytes).text)
        return SchemaValidator.value(of: try #require(tree))
    }

    /// Every key that the reader knows, with its path; `*` stands for names the author chooses.
    private func keys(_ shape: Shape, _ path: String) -> [String] {
        switch shape {
        case .scalar: return []
        case .list(let item): return keys(item, path + "[]")
        case .either(let shapes): return shapes.flatMap { keys($0, path) }
        case .open(_, let values): return keys(values, path + ".*")
        case .table(let table):
            let fixed = table.members.flatMap { ["\(path).\($0.key)"] + keys($0.shape, "\(path).\($0.key)") }
            guard let pattern = table.pattern else { return fixed }
            return fixed + keys(pattern.values, "\(path).^\(pattern.prefix)")
        }
    }

    /// Every key that the schema knows, in the same notation.
    private func keys(_ schema: [String: Any], _ path: String) -> [String] {
        var found: [String] = []
        for (key, inner) in schema["properties"] as? [String: [String: Any]] ?? [:] {
            found += ["\(path).\(key)"] + keys(inner, "\(path).\(key)")
        }
        for (key, inner) in schema["patternProperties"] as? [String: [String: Any]] ?? [:] {
            found += keys(inner, "\(path).\(key)")
        }
        if let inner = schema["additionalProperties"] as? [String: Any] { found += keys(inner, path + ".*") }
        if let inner = schema["items"] as? [String: Any] { found += keys(inner, path + "[]") }
        for inner in schema["anyOf"] as? [[String: Any]] ?? [] { found += keys(inner, path) }
        return found
    }

    @Test("The schema and the reader know the same keys")
    func sameKeys() throws {
        let known = keys(.table(RootFields.table), "")
        #expect(Set(known) == Set(keys(try schema(), "")))
        #expect(known.count > 80)
    }

    /// A scenario that gives every plain key there is.
    private static let everything = """
        rehearsal: 1
        name: everything
        question: Is all of it read?
        tier: media
        seed: 5
        media_sample: 20
        consultations: { count: 100, length: 1 min, starts: { every: 2 s }, topology: sfu, sfu: hub }
        clinicians:
          - { name: a, share: 100 %, network: one, via: [site], route: { relay: 60 %, tcp: 30 %, tls: 50 %, proxy: 5 % },
              relay: hub, audio_source: a.wav, video_source: a.y4m, tags: { team: north } }
        patients:
          - { name: b, share: 50 %, network: two, route: drawn, audio_source: synthetic, video_source: busy }
          - { name: c, share: 50 %, network: ours, line: drawn, mobility: moving }
        usability:
          clinician: observation
          patient:
            { profile: movement, mos_min: 3.2, concealed_max: 5 %, mouth_to_ear_max: 300 ms, frame_rate_min: 12,
              freeze_min: 400 ms, video_late_max: 80 ms, video_early_max: 120 ms, lines_min: 200, psnr_min: 30 dB,
              share_min: 90 % }
          fallback_after: 30 s
        media:
          audio:
            { codec: opus, bitrate: 24 kbit/s, fec: false, dtx: true, red: true, nack: true, concealment: codec,
              complexity: 5, source: synthetic, repeat: loop }
          video:
            codec: vp9
            size: 320x240
            frame_rate: 15 fps
            bitrate: { start: 200 kbit/s, min: 50 kbit/s, max: 1 Mbit/s }
            degradation: balanced
            fec: false
            nack_retries: 10
            key_frame_request: fir
            feedback: remb
            speed: 7
            source: normal
            repeat: there-and-back
        networks:
          one:
            like: fttc
            up:
              rate: 1 Mbit/s
              queue: 50 packets
              delay: 10 ms
              jitter: { normal: 2 ms, memory: 50 ms }
              loss: { gilbert_elliott: { leave_good: 1 %, leave_bad: 20 %, loss_good: 1 %, loss_bad: 50 % } }
              reorder: true
              duplicate: 1 %
              corrupt: 1 %
              loss_position: before_queue
              loss_scope: media
            at 10 s:
              outage: 100 ms
              up:
                { rate: 2 Mbit/s, queue: 20 kB, delay: 9 ms, jitter: 1 ms, loss: 2 %, duplicate: 1 %, corrupt: 1 %,
                  reorder: { rate: 1 %, gap: 3 }, outage: 1 s }
              down: { loss: { gilbert: { rate: 2 %, burst: 3 packets } } }
          two:
            up: { loss: { gilbert_elliott: { bad_share: 1 %, bad_spell: 100 ms } } }
            down:
              jitter: { uniform: 3 ms }
              handover: { every: 45 s, median: 60 ms, p95: 150 ms, loss: 20 % }
              harq: { round_trip: 8 ms, failure: 10 %, tries: 4, recovery_min: 30 ms, recovery_max: 80 ms }
              spikes: { every: 20 s, pareto: 120 ms, shape: 2.5 }
              route_change: { every: 10 min, step: 20 ms }
            at 1 s: { up: { jitter: { gamma: 12 ms, shape: 2 } }, down: { jitter: { pareto: 8 ms, nr_bpdv: true } } }
            at 2 s: { up: { jitter: { pareto_normal: 8 ms } }, down: { jitter: { lognormal: 8 ms } } }
            at 3 s: { up: { jitter: { rfc8868: literal } }, down: { jitter: { table: [1, -2.5, 3], deviation: 8 ms } } }
          three:
            up: { loss: { gilbert: { rate: 2 %, burst_ratio: 1.5, spacing: 20 ms } } }
            down:
              loss:
                four_state:
                  { rate: 2 %, burst: 8 packets, burst_density: 50 %, isolated: 0.2 %, good_run: 2 packets, slot: 20 ms }
          four:
            up: { loss: { four_state: { p13: 1 %, p31: 20 %, p32: 10 %, p23: 50 %, p14: 1 % } } }
            down:
              netem:
                delay: 100 ms
                jitter: 20 ms
                correlation: 10 %
                distribution: pareto
                loss: { rate: 1 %, correlation: 10 % }
                corrupt: 1 %
                reorder: { rate: 1 %, correlation: 10 %, gap: 5 }
                rate: { limit: 1 Mbit/s, overhead: 14 bytes, cell: 48 bytes, cell_overhead: 5 bytes }
                slot: { min: 1 ms, max: 2 ms, packets: 4, bytes: 9000 bytes }
                limit: 100
            at 5 s:
              down:
                netem:
                  loss: { gemodel: { p: 1 %, r: 20 %, 1-h: 90 %, 1-k: 1 % } }
                  slot: { min: 1 ms, max: 2 ms }
          five:
            up: { netem: { loss: { state: { p13: 1 % } }, slot: { distribution: normal, delay: 9 ms, jitter: 1 ms } } }
            down: { netem: { delay: 9 ms, jitter: 1 ms, table: own.dist } }
          six: { up: { loss: { trace: { file: losses.csv, at_end: lose_nothing } } }, down: {} }
          eight:
            up:
              { rate: { trace: a.txt, format: csv }, queue: { codel: { target: 5 ms, interval: 99 ms, limit: 9 kB } },
                policer: { rate: 1 Mbit/s, burst: 9 kB } }
            down: { rate: { lte: 4g-static, mean: 9 Mbit/s }, queue: { fq_codel: { quantum: 300 bytes } } }
          seven:
            up: { wifi: { rate: 52 Mbit/s, retry: 9 %, contention: { share: 9 %, mean: 1 s, left: 9 % } } }
            down:
              { rate: 1 Mbit/s, queue: { pie: { target: 9 ms, update: 9 ms, burst: 0 s } },
                shaper: { rate: 1 Mbit/s, burst: 9 kB, latency: 1 s } }
          path:
            g1050: { severity: D, core: regional, edition: 2007, lan: 100 Mbit/s, access: 10 Mbit/s }
          spiky:
            up: { spikes: { every: 20 s, fixed: 120 ms }, harq: lte, jitter: { table: [11 ms, 12 ms] } }
            down: { spikes: { every: 20 s, exponential: 120 ms } }
        profiles:
          ours:
            like: 4g
            description: phones on the ward
            down: { p5: 1 Mbit/s, p50: 10 Mbit/s, p95: 40 Mbit/s }
            up: 5 Mbit/s
            rtt: 50 ms
            jitter: { p50: 5 ms, p95: 20 ms }
            loss: { p50: 0.1 %, p95: 1 % }
            mean_loss_run: 2.5 packets
            queue: { up: 500 ms, down: 300 ms }
            events:
              stalls: { every: 20 min, every_moving: 47 s, p50: 50 ms, p95: 200 ms }
              outages: { every: 10 min, p50: 2 s }
              zero_seconds: 1 %
              busy_upload: 10 %
            confidence: medium
            sources: [our own pings, of May]
        relays:
          hub:
            { like: turn-tls, workers: 4, cost_per_packet: 6 us, cost_per_byte: 0.2 ns, cost_per_set_up: 100 us,
              backlog: 500 packets, delay: 3 ms, location: london }
        links:
          site: { up: { rate: 10 Mbit/s }, down: { rate: 10 Mbit/s } }
          ward:
            cell:
              { rate: 52 Mbit/s, slow: { share: 9 %, rate: 6.5 Mbit/s }, frame_errors: 1 %, aggregation: 4 ms,
                queue: 99 packets }
        flows:
          - { name: m, count: 2, kind: media, from: one, to: two, via: site, direction: down, start: 1 s, stop: 9 s,
              pauses: [{ from: 2 s, to: 3 s }],
              media: { two_way: true, audio: 24 kbit/s, min: 200 kbit/s, max: 2 Mbit/s, start: 300 kbit/s, frame_rate: 25 } }
          - { name: t, kind: tcp, tcp: { control: reno, size: 2 MB } }
          - { name: u, kind: udp, udp: { rate: 1 Mbit/s, packet: 1200 B, on: 500 ms, off: 1 s } }
          - { name: w, kind: web, web: { pattern: short } }
          - { name: s, kind: stream, stream: { segment: 2 s, buffer: 20 s, ladder: [500 kbit/s, 2 Mbit/s] } }
        equity: { min_calls: 20 }
        thresholds:
          audio.mos: [ med >= 3, { that: p(40) >= 3, decide: interval }, "gap(network, med) <= 0.5" ]
        """

    /// What stands instead of `count`.
    private static let concurrent = """
        rehearsal: 1
        name: concurrent
        consultations: { concurrent: 8, length: 40 s }
        patients: [{ name: home, network: fttc }]
        """

    @Test("The reader uses every key that is declared")
    func everyKeyIsRead() throws {
        let effective = try ([Self.everything, Self.concurrent] + ClinicTexts.everything).flatMap { text in
            try ScenarioReader.read(
                bytes: Array(text.utf8),
                file: "everything.yaml",
                readTrace: { trace in
                    if trace.path.hasSuffix(".csv"), text.contains("diary:") { return Array(ClinicTexts.diary.utf8) }
                    return Array((trace.path.hasSuffix(".dist") ? "-1 1" : "0,1\n1,2\n").utf8)
                }
            ).effective
        }
        var leaves: Set<String> = []
        func collect(_ shape: Shape, _ key: String) {
            switch shape {
            case .scalar: leaves.insert(key)
            case .list(let item): collect(item, key)
            case .either(let shapes): shapes.forEach { collect($0, key) }
            case .open(_, let values): collect(values, key)
            case .table(let table):
                for member in table.members { collect(member.shape, member.key) }
                if let pattern = table.pattern { collect(pattern.values, "") }
            }
        }
        for member in RootFields.table.members where member.key != "thresholds" { collect(member.shape, member.key) }
        leaves.formUnion(["that", "decide"])
        let noted = Set(effective.filter { $0.origin == .file }.compactMap { $0.path.split(separator: ".").last })
        #expect(leaves.subtracting(noted.map(String.init)).isEmpty)
        for text in [Self.everything, Self.concurrent] + ClinicTexts.everything {
            let complaints = SchemaValidator.complaints(try value(Array(text.utf8)), try schema())
            #expect(complaints.isEmpty, "\(complaints)")
        }
    }

    @Test("Every default and every example reads as what it stands for")
    func fallbacks() throws {
        func check(_ shape: Shape) throws {
            switch shape {
            case .scalar: break
            case .list(let item): try check(item)
            case .either(let shapes): try shapes.forEach(check)
            case .open(_, let values): try check(values)
            case .table(let table):
                for member in table.members {
                    if case .scalar(let grammar) = member.shape, case .pattern(let pattern) = grammar.form {
                        for text in member.examples + [member.fallback].compactMap(\.self) {
                            #expect(
                                text.range(of: pattern, options: .regularExpression) != nil,
                                "\(table.title).\(member.key): \(text)"
                            )
                        }
                    }
                    try check(member.shape)
                }
                if let pattern = table.pattern { try check(pattern.values) }
            }
        }
        try check(.table(RootFields.table))
    }

    @Test(
        "The schema refuses what the reader refuses for its form alone",
        arguments: [
            "sede: 3", "seed: many", "seed: -1", "tier: fast", "media: { video: { size: 640 } }",
            "consultations: { count: 0 }",
            "media: { audio: { bitrate: 32 } }", "networks: { a: { like: 4g, up: { loss: {} } } }",
            "networks: { a: { like: 4g, at 3 s: { oops: 1 } } }", "clinicians: []",
            "thresholds: { audio.moss: med >= 3 }",
            "media: { audio: { fec: 1 } }", "clinicians: [{ name: a }]", "thresholds: { audio.mos: best }",
        ]
    )
    func refuses(line: String) throws {
        let text = Reading.least + line + "\n"
        #expect(!Reading.errors(text).isEmpty)
        #expect(!SchemaValidator.complaints(try value(Array(text.utf8)), try schema()).isEmpty)
    }

    @Test(
        "The template is valid, whatever it is called",
        arguments: ["clinic", "my clinic", "7", "1e3", "…", "-a", "true"]
    )
    func template(name: String) throws {
        let text = ScenarioTemplate.commented(name: name)
        #expect(Reading.errors(text).isEmpty)
        #expect(SchemaValidator.complaints(try value(Array(text.utf8)), try schema()).isEmpty)
    }

    @Test("The shipped scenarios are valid for the reader and for the schema, and open with their question")
    func shipped() throws {
        let folders = ["", "validation/", "rfc8867/", "rfc8869/"]
        let names = try folders.flatMap { folder in
            try Repository.names(in: "Scenarios/\(folder)").filter { $0.hasSuffix(".yaml") }.map { folder + $0 }
        }
        #expect(names.count >= 6)
        for name in names {
            let bytes = try Repository.bytes("Scenarios/\(name)")
            #expect(Reading.errors(bytes).isEmpty, "\(name)")
            #expect(SchemaValidator.complaints(try value(bytes), try schema()).isEmpty, "\(name)")
            let read = try ScenarioReader.read(bytes: bytes, file: name)
            #expect(!read.scenario.question.isEmpty)
            // The cases of a suite are named by their sections, and their standard says what to expect.
            guard !name.hasPrefix("rfc") else { continue }
            #expect(name.split(separator: "/").last == Substring(read.scenario.name + ".yaml"))
            let text = String(decoding: bytes, as: UTF8.self)
            for word in ["# Question: ", "# Expected: ", "# Runs: "] {
                #expect(text.contains(word), "\(name): \(word)")
            }
        }
    }

    @Test("docs/scenario-format.md is what the declarations say (REHEARSAL_UPDATE_GOLDEN=1 rewrites it)")
    func reference() throws {
        let path = "docs/scenario-format.md"
        let text = ScenarioReference.markdown()
        if Repository.isUpdating {
            try Data(text.utf8).write(to: Repository.root.appending(path: path))
        }
        #expect(try String(decoding: Repository.bytes(path), as: UTF8.self) == text)
    }
}
