import QualityModels
import Testing

@Suite("Limits that compare groups")
struct ThresholdContrastTests {
    private static func read(_ name: String, _ text: String) throws -> (ThresholdExpression, Metric) {
        let metric = try #require(MetricCatalogue.metric(named: name))
        return (try ThresholdExpression(parsing: text, for: metric, own: ["access"]), metric)
    }

    @Test("Gap and ratio are read, and their canonical spelling reads back as the same")
    func good() throws {
        for (name, text, contrast, aggregate, limit, canonical) in [
            (
                "consultation.usable", "gap(network) <= 10 %", ThresholdExpression.Contrast(.gap, by: "network"),
                ThresholdExpression.Aggregate.share, 0.1, "gap(network) <= 10 %"
            ),
            (
                "consultation.usable", " ratio ( access ) >= 0.9", .init(.ratio, by: "access"), .share, 0.9,
                "ratio(access) >= 90 %"
            ),
            (
                "audio.mos", "gap(network,p(10))<=0.5", .init(.gap, by: "network"), .percentile(10), 0.5,
                "gap(network, p(10)) <= 0.5"
            ),
            (
                "audio.mos", "gap(site, share( >= 3.6 )) <= 5%", .init(.gap, by: "site"), .shareOf(.atLeast, 3.6), 0.05,
                "gap(site, share(>= 3.6)) <= 5 %"
            ),
            (
                "audio.mouth_to_ear", "gap(patient, med) <= 0.1 s", .init(.gap, by: "patient"), .median, 100,
                "gap(patient, med) <= 100 ms"
            ),
            (
                "audio.mouth_to_ear", "ratio(clinician, avg) > 80 %", .init(.ratio, by: "clinician"), .average, 0.8,
                "ratio(clinician, avg) > 80 %"
            ),
        ] {
            let (expression, metric) = try Self.read(name, text)
            #expect(expression.contrast == contrast && expression.aggregate == aggregate, "\(text)")
            #expect(expression.limit == limit && expression.samplesToPass() == nil, "\(text)")
            #expect(expression.description(for: metric) == canonical)
            let again = try Self.read(name, canonical).0
            #expect(again.contrast == contrast && again.aggregate == aggregate && again.limit == limit)
        }
    }

    @Test("What cannot be compared is refused with its place and a hint")
    func bad() throws {
        for (name, text, offset, message, hint) in [
            ("consultation.usable", "gap <= 10 %", 4, "gap has no tag", "write gap(network)"),
            ("consultation.usable", "gap() <= 10 %", 4, "gap has no tag", nil),
            (
                "consultation.usable", "gap(netwrk) <= 10 %", 4, "'netwrk' is no tag that divides calls",
                "did you mean network?"
            ),
            ("consultation.usable", "gap(to) <= 10 %", 4, "'to' is no tag that divides calls", nil),
            ("consultation.usable", "gap(network <= 10 %", 12, "'<= 10 %' stands where ')' is due", nil),
            ("audio.mos", "gap(network) <= 0.5", 11, "so that gap needs an aggregate", "write gap(network, p(10))"),
            (
                "audio.mos", "ratio(network, min) >= 90 %", 15, "of different size cannot be compared",
                "write a percentile"
            ),
            ("audio.mos", "gap(network, p(10)) <= 4", 23, "4 is outside 0 to 3.5", nil),
            ("link.utilisation", "gap(network, avg) <= 5 %", 0, "gap compares groups of calls", nil),
        ] as [(String, String, Int, String, String?)] {
            let error = #expect(throws: ThresholdSyntaxError.self, "\(text)") { try Self.read(name, text) }
            #expect(
                error?.offset == offset && error?.message.contains(message) == true,
                "\(text): \(String(describing: error))"
            )
            if let hint { #expect(error?.hint?.contains(hint) == true, "\(text): \(String(describing: error))") }
        }
    }
}
