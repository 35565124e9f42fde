import QualityModels
import Testing

@Suite("Threshold expressions")
struct ThresholdParserTests {
    private static func metric(_ name: String) throws -> Metric {
        try #require(MetricCatalogue.metric(named: name))
    }

    struct Good: Sendable {
        let metric: String
        let text: String
        let aggregate: ThresholdExpression.Aggregate
        let comparison: ThresholdExpression.Comparison
        let limit: Double
        let canonical: String
    }

    static let good = [
        Good(
            metric: "audio.mos",
            text: "p(10) >= 3.6",
            aggregate: .percentile(10),
            comparison: .atLeast,
            limit: 3.6,
            canonical: "p(10) >= 3.6"
        ),
        Good(
            metric: "video.freeze_ratio",
            text: " p( 97.5 )<=5%  ",
            aggregate: .percentile(97.5),
            comparison: .atMost,
            limit: 0.05,
            canonical: "p(97.5) <= 5 %"
        ),
        Good(
            metric: "audio.concealed_ratio",
            text: "max < 0.07",
            aggregate: .maximum,
            comparison: .below,
            limit: 0.07,
            canonical: "max < 7 %"
        ),
        Good(
            metric: "audio.mouth_to_ear",
            text: "avg <= 0.15 s",
            aggregate: .average,
            comparison: .atMost,
            limit: 150,
            canonical: "avg <= 150 ms"
        ),
        Good(
            metric: "call.setup_time",
            text: "med < 800 ms",
            aggregate: .median,
            comparison: .below,
            limit: 0.8,
            canonical: "med < 800 ms"
        ),
        Good(
            metric: "video.bitrate",
            text: "min > 1.5 Mbit/s",
            aggregate: .minimum,
            comparison: .above,
            limit: 1_500_000,
            canonical: "min > 1.5 Mbit/s"
        ),
        Good(
            metric: "video.bitrate",
            text: "share(>= 300 kbit/s) >= 95 %",
            aggregate: .shareOf(.atLeast, 300_000),
            comparison: .atLeast,
            limit: 0.95,
            canonical: "share(>= 300 kbit/s) >= 95 %"
        ),
        Good(
            metric: "consultation.usable",
            text: "share >= 80 %",
            aggregate: .share,
            comparison: .atLeast,
            limit: 0.8,
            canonical: "share >= 80 %"
        ),
        Good(
            metric: "video.frame_rate",
            text: "p(5) >= 15",
            aggregate: .percentile(5),
            comparison: .atLeast,
            limit: 15,
            canonical: "p(5) >= 15 fps"
        ),
        Good(
            metric: "video.psnr",
            text: "avg >= 3.6e1 dB",
            aggregate: .average,
            comparison: .atLeast,
            limit: 36,
            canonical: "avg >= 36 dB"
        ),
        Good(
            metric: "video.ssim",
            text: "avg >= 0.9",
            aggregate: .average,
            comparison: .atLeast,
            limit: 0.9,
            canonical: "avg >= 90 %"
        ),
    ]

    @Test(
        "Every aggregate, comparison and unit is read, and its canonical spelling reads back the same",
        arguments: good
    )
    func reads(_ good: Good) throws {
        let metric = try Self.metric(good.metric)
        let expression = try ThresholdExpression(parsing: good.text, for: metric)
        #expect(expression.aggregate == good.aggregate)
        #expect(expression.comparison == good.comparison)
        #expect(expression.limit == good.limit)
        #expect(expression.description(for: metric) == good.canonical)
        let again = try ThresholdExpression(parsing: good.canonical, for: metric)
        #expect(again.aggregate == good.aggregate && again.limit == good.limit)
        #expect(!expression.text.hasPrefix(" ") && !expression.text.hasSuffix(" "))
    }

    struct Bad: Sendable {
        let metric: String
        let text: String
        let offset: Int
        let hint: String?
    }

    static let bad = [
        Bad(metric: "audio.mos", text: "", offset: 0, hint: nil),
        Bad(metric: "audio.mos", text: "agv >= 3", offset: 0, hint: "did you mean avg?"),
        Bad(metric: "audio.mos", text: "mean >= 3", offset: 0, hint: "did you mean avg?"),
        Bad(metric: "audio.mos", text: "p95 >= 3", offset: 0, hint: "did you mean p(95)?"),
        Bad(metric: "audio.mos", text: "p(101) >= 3", offset: 2, hint: nil),
        Bad(metric: "audio.mos", text: "p(-1) >= 3", offset: 2, hint: nil),
        Bad(metric: "audio.mos", text: "p(95 >= 3", offset: 5, hint: nil),
        Bad(metric: "audio.mos", text: "avg => 3", offset: 4, hint: "did you mean >=?"),
        Bad(metric: "audio.mos", text: "avg == 3", offset: 4, hint: "write >=, <=, > or <"),
        Bad(metric: "audio.mos", text: "avg", offset: 3, hint: "write >=, <=, > or <"),
        Bad(metric: "audio.mos", text: "avg >= nan", offset: 7, hint: nil),
        Bad(metric: "audio.mos", text: "avg >= inf", offset: 7, hint: nil),
        Bad(metric: "audio.mos", text: "avg >= 1e999", offset: 7, hint: nil),
        Bad(metric: "audio.mos", text: "avg >= 0x3", offset: 8, hint: "write it as in 3.6"),
        Bad(
            metric: "audio.mos",
            text: "avg >= 3,6",
            offset: 8,
            hint: "write a decimal point, and nothing between thousands"
        ),
        Bad(metric: "audio.mos", text: "avg >= 4.6", offset: 7, hint: nil),
        Bad(metric: "audio.mos", text: "avg >= 0.9", offset: 7, hint: nil),
        Bad(metric: "audio.mos", text: "avg >= 3.6 && min >= 3", offset: 11, hint: "write one threshold a line"),
        Bad(
            metric: "audio.mos",
            text: "share >= 95 %",
            offset: 0,
            hint: "write share(>= 3.6) for the share of samples that keep a limit"
        ),
        Bad(metric: "audio.mos", text: "share(>= 3.6) >= 3.6", offset: 17, hint: "did you mean 3.6 %?"),
        Bad(metric: "audio.mos", text: "share(>= 3.6) >= 101 %", offset: 17, hint: nil),
        Bad(metric: "video.freeze_ratio", text: "p(95) <= 5", offset: 9, hint: "did you mean 5 %?"),
        Bad(metric: "video.freeze_ratio", text: "p(95) <= -1 %", offset: 9, hint: nil),
        Bad(metric: "video.freeze_ratio", text: "p(95) <= 5 dB", offset: 11, hint: "write it as in 5 %"),
        Bad(metric: "audio.mouth_to_ear", text: "avg <= 150", offset: 10, hint: "write 150 ms"),
        Bad(metric: "call.setup_time", text: "avg <= 3", offset: 8, hint: "write 3 s"),
        Bad(metric: "video.bitrate", text: "avg >= 300 kbps", offset: 11, hint: "did you mean 300 kbit/s?"),
        Bad(metric: "video.bitrate", text: "avg >= 300 Kbit/s", offset: 11, hint: "did you mean 300 kbit/s?"),
    ]

    @Test("Every fault names its place and what was meant", arguments: bad)
    func refuses(_ bad: Bad) throws {
        let metric = try Self.metric(bad.metric)
        let error = #expect(throws: ThresholdSyntaxError.self) {
            try ThresholdExpression(parsing: bad.text, for: metric)
        }
        #expect(error?.offset == bad.offset, "\(bad.text): \(error?.description ?? "")")
        #expect(error?.hint == bad.hint, "\(bad.text): \(error?.description ?? "")")
        #expect(error?.message.isEmpty == false)
    }

    @Test("Any limit within a ratio reads back bit for bit from its canonical spelling")
    func ratiosRoundTrip() throws {
        let metric = try Self.metric("video.freeze_ratio")
        for step in 0...1_000 {
            let limit = Double(step) / 999.5
            guard limit <= 1 else { continue }
            let expression = ThresholdExpression(text: "", aggregate: .average, comparison: .below, limit: limit)
            let canonical = expression.description(for: metric)
            #expect(try ThresholdExpression(parsing: canonical, for: metric).limit == limit, "\(canonical)")
        }
    }

    @Test("Any text is read or refused within its length, and what is read reads back the same")
    func anyText() throws {
        let parts = [
            "", "", "avg", "p(95)", "p(", "share", "share(>= 5 %)", "share(", ")", ">=", "<", " ", "%", "5", "2", ".",
            "-",
            "e9", "ms", "kbit/s", "é", "(",
        ]
        var state: UInt64 = 42
        func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 40) % bound
        }
        var readable = 0
        for _ in 0..<20_000 {
            var text = ""
            if below(2) == 0 {
                // Half of the texts are a threshold, perhaps for another metric, and perhaps with something added.
                text = ["avg", "p(95)", "share", "share(>= 5 %)"][below(4)] + [" >= ", "<"][below(2)]
                text +=
                    ["3", "0.37", "7 %", "12.5ms", "2 s", "77 kbit/s", "1e1 dB"][below(7)] + parts[below(parts.count)]
            } else {
                for _ in 0..<7 { text += parts[below(parts.count)] }
            }
            let metric = MetricCatalogue.all[below(MetricCatalogue.all.count)]
            do throws(ThresholdSyntaxError) {
                let read = try ThresholdExpression(parsing: text, for: metric)
                let again = try ThresholdExpression(parsing: read.description(for: metric), for: metric)
                #expect(again.limit == read.limit && again.aggregate == read.aggregate, "\(text)")
                readable += 1
            } catch {
                #expect((0...text.count).contains(error.offset), "\(text)")
            }
        }
        #expect(readable > 100)
    }
}
