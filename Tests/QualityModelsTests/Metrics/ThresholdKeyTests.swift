import QualityModels
import Testing

@Suite("Threshold keys")
struct ThresholdKeyTests {
    @Test("A key without tags is its metric's name")
    func bare() throws {
        let key = try ThresholdRule.key(parsing: " audio.mos ")
        #expect(key.metric.name == "audio.mos")
        #expect(key.tags.isEmpty)
    }

    @Test("Tags are ordered by name, so that two spellings of one key are equal")
    func ordersTags() throws {
        let one = try ThresholdRule.key(parsing: "audio.mos{to:clinician,network:4g}")
        let two = try ThresholdRule.key(parsing: "audio.mos { network : 4g , to: clinician }")
        #expect(one.metric == two.metric)
        #expect(one.tags == two.tags)
        #expect(one.tags.map(\.name) == ["network", "to"])
        let limit = try ThresholdExpression(parsing: "p(10)>=3.40", for: one.metric)
        let rule = ThresholdRule(metric: one.metric, tags: one.tags, expression: limit)
        #expect(rule.key == "audio.mos{network:4g,to:clinician}")
        #expect(rule.description == "audio.mos{network:4g,to:clinician}: p(10) >= 3.4")
    }

    struct Bad: Sendable {
        let text: String
        let offset: Int
        let hint: String?
    }

    static let bad = [
        Bad(text: "", offset: 0, hint: "rehearsal list metrics lists them all"),
        Bad(text: "audio.moss", offset: 0, hint: "did you mean audio.mos?"),
        Bad(text: "freeze_ratio", offset: 0, hint: "did you mean video.freeze_ratio?"),
        Bad(text: "weather", offset: 0, hint: "rehearsal list metrics lists them all"),
        Bad(text: "audio.mos{", offset: 10, hint: nil),
        Bad(text: "audio.mos{netwrok:4g}", offset: 10, hint: "did you mean network?"),
        Bad(text: "audio.mos{to:clinician,to:patient}", offset: 23, hint: nil),
        Bad(text: "audio.mos{to}", offset: 12, hint: "write to:clinician"),
        Bad(text: "audio.mos{to:}", offset: 13, hint: nil),
        Bad(text: "audio.mos{to:clinican}", offset: 13, hint: "did you mean clinician?"),
        Bad(text: "audio.mos{tier:paket}", offset: 15, hint: "did you mean packet?"),
        Bad(text: "audio.mos{call:0}", offset: 15, hint: "calls are numbered from 1"),
        Bad(text: "audio.mos{call:x}", offset: 15, hint: "calls are numbered from 1"),
        Bad(text: "audio.mos{network:4g", offset: 20, hint: nil),
        Bad(text: "audio.mos{network:4g} x", offset: 22, hint: nil),
        Bad(text: "consultation.usable{to:clinician}", offset: 20, hint: "leave out the tag to"),
    ]

    @Test("Every fault of a key names its place and what was meant", arguments: bad)
    func refuses(_ bad: Bad) {
        let error = #expect(throws: ThresholdSyntaxError.self) { try ThresholdRule.key(parsing: bad.text) }
        #expect(error?.offset == bad.offset, "\(bad.text): \(error?.description ?? "")")
        #expect(error?.hint == bad.hint, "\(bad.text): \(error?.description ?? "")")
    }

    @Test("A swap, a slip and a missing letter find the word; a different word finds none")
    func suggests() {
        let words = ["clinician", "patient", "network", "to"]
        #expect(Suggestion.nearest(to: "netwrok", among: words) == "network")
        #expect(Suggestion.nearest(to: "PATIENT", among: words) == "patient")
        #expect(Suggestion.nearest(to: "clincian", among: words) == "clinician")
        #expect(Suggestion.nearest(to: "bandwidth", among: words) == nil)
        #expect(Suggestion.nearest(to: "", among: words) == nil)
        #expect(Suggestion.nearest(to: "a", among: ["b"]) == nil)
    }
}
