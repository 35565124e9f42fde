import Results
import Testing
import ValidationComparison

@Suite("The validation page")
struct PageTests {
    private var cells: [ComparedCell] {
        Comparison.cells(
            RecordingTable(
                [MadeUp.recording("clean", 1, nacks: (0, 0)), MadeUp.recording("loss2", 1, nacks: (100, 200))],
                browser: "Chromium 1.2"
            ),
            simulated: ["clean": [MadeUp.call(nacks: 0)], "loss2": [MadeUp.call(nacks: 100)]]
        )
    }

    private func explanations(_ text: String) throws -> Explanations {
        try Explanations(parsing: Array(text.utf8), place: "e.json")
    }

    @Test("Misses are listed under their mechanism, and the rest as unexplained")
    func misses() throws {
        let open = ValidationPage(cells, explanations: .none, browser: "Chromium 1.2", seeds: 1)
        #expect(open.score == ValidationPage.Score(cells) && open.score.inside == 3 && open.score.count == 4)
        #expect(open.informativeScore.description == "1 of 2 (50.0 %)")
        #expect(open.text.contains("### Unexplained\n\n- `loss2/B/video.nack_count`: 100.0 for 133.0 to 273.0"))
        #expect(!open.isGood)
        let known = try explanations(
            #"[{"mechanism": "Too few", "explanation": "Because.", "cells": ["loss2/B/video.nack_count"]}]"#
        )
        let explained = ValidationPage(cells, explanations: known, browser: "Chromium 1.2", seeds: 1).text
        #expect(explained.contains("### Too few\n\nBecause.\n\n- `loss2/B/video.nack_count`"))
        #expect(!explained.contains("### Unexplained"))
        #expect(known.unexplained(cells).isEmpty && known.stale(cells).isEmpty)
    }

    @Test("Cells that were written are read again, and give the same page")
    func writtenCells() throws {
        let bytes = Comparison.json(cells).prettyBytes
        let read = try Comparison.cells(parsing: bytes, place: "c.json")
        #expect(Comparison.json(read).prettyBytes == bytes)
        func page(_ cells: [ComparedCell]) -> String {
            ValidationPage(cells, explanations: .none, browser: "Chromium 1.2", seeds: 1).text
        }
        #expect(page(read) == page(cells))
        for text in ["{}", "[1]", #"[{"condition": "clean"}]"#] {
            #expect(throws: ValidationError.self) { try Comparison.cells(parsing: Array(text.utf8), place: "c.json") }
        }
    }

    @Test("Every committed miss is explained, and the goals are met with ten seeds")
    func committed() throws {
        let cells = try Comparison.cells(
            parsing: try Repository.bytes("Results/validation/chromium.json"),
            place: "chromium.json"
        )
        let explanations = try Explanations(
            parsing: try Repository.bytes("Results/validation/explanations.json"),
            place: "explanations.json"
        )
        let page = ValidationPage(cells, explanations: explanations, browser: "Chromium 156.0.8078.79", seeds: 10)
        #expect(page.isGood && explanations.stale(cells).isEmpty)
        let committed = String(decoding: try Repository.bytes("docs/validation.md"), as: UTF8.self)
        #expect(PageSections.head(of: committed) == page.text)
    }

    @Test(
        "The section about congestion control on a suite is what its results say",
        arguments: CongestionSuite.allCases
    )
    func congestion(suite: CongestionSuite) throws {
        let bytes = try Repository.bytes(suite.results)
        let committed = String(decoding: try Repository.bytes("docs/validation.md"), as: UTF8.self)
        let expected = try CongestionPage(suite, parsing: bytes).text
        #expect(PageSections.section(suite.rawValue, of: committed) == expected)
    }

    @Test("The section about the tiers is what their results say")
    func tiers() throws {
        let bytes = try Repository.bytes(TierPage.results)
        let committed = String(decoding: try Repository.bytes("docs/validation.md"), as: UTF8.self)
        let expected = try TierPage(parsing: bytes).text
        #expect(PageSections.section(TierPage.section, of: committed) == expected)
    }

    @Test("A difference is inside, outside, or not told apart by its standard error")
    func tierAnswers() {
        func answer(_ metric: String, _ media: Double, _ packet: Double, _ error: Double?) -> TierComparison.Answer? {
            TierComparison.answer(
                TierComparison.Cell(metric: metric, media: media, packet: packet, standardError: error)
            )
        }
        #expect(answer("audio.mos", 4, 4.09, nil) == .inside)
        #expect(answer("audio.mos", 4, 3.8, 0.02) == .outside)
        #expect(answer("audio.mos", 4, 3.8, 0.06) == .untold)
        #expect(answer("video.freeze_ratio", 0.1, 0.109, 0) == .inside)
        #expect(answer("video.freeze_ratio", 0.1, 0.112, 0) == .outside)
        #expect(answer("video.freeze_ratio", 0, 0, nil) == .inside)
        #expect(answer("video.psnr", 40, 20, 0) == nil)
    }

    @Test("The section about the network models is what its results say, and every check of it holds")
    func network() throws {
        let bytes = try Repository.bytes("Results/validation/network.json")
        let committed = String(decoding: try Repository.bytes("docs/validation.md"), as: UTF8.self)
        let expected = try NetworkPage(parsing: bytes, place: "network.json").text
        #expect(PageSections.section(NetworkPage.section, of: committed) == expected)
        let results = try NetworkResults(parsing: bytes, place: "network.json")
        #expect(results.json.prettyBytes == bytes)
        #expect(results.checks.count > 100)
        let all = results.checks + (results.kernel.map(\.checks) ?? [])
        #expect(all.filter { !$0.holds } == [])
    }

    @Test("A section is replaced alone, and the head without the sections")
    func sections() {
        let page = "head\n" + PageSections.mark("a") + "one\n" + PageSections.mark("b") + "two\n"
        #expect(PageSections.head(of: page) == "head\n")
        #expect(PageSections.section("a", of: page) == "one\n")
        #expect(PageSections.section("b", of: page) == "two\n")
        #expect(PageSections.section("c", of: page) == nil)
        let changed = PageSections.replacing("a", with: "uno\n", in: page)
        #expect(changed == "head\n" + PageSections.mark("a") + "uno\n" + PageSections.mark("b") + "two\n")
        #expect(PageSections.replacingHead(with: "H\n", in: changed).hasPrefix("H\n" + PageSections.mark("a")))
        #expect(PageSections.replacing("c", with: "x\n", in: "h\n") == "h\n" + PageSections.mark("c") + "x\n")
    }

    @Test("An explanation of what is no miss is stale")
    func stale() throws {
        let known = try explanations(
            #"[{"mechanism": "m", "explanation": "e", "cells": ["loss2/A/video.nack_count", "gone/A/x"]}]"#
        )
        #expect(known.stale(cells) == ["loss2/A/video.nack_count", "gone/A/x"])
        #expect(known.unexplained(cells).count == 1)
    }

    @Test(
        "A file of explanations that cannot be used is refused",
        arguments: [
            "{}", "[1]", #"[{"mechanism": "m", "explanation": "e", "cells": ["a"]}]"#,
            #"[{"mechanism": "m", "explanation": "e", "cells": ["a/b/c", "a/b/c"]}]"#,
        ]
    )
    func refused(text: String) {
        #expect(throws: ValidationError.self) { try explanations(text) }
    }
}
