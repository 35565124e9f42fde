import Plots
import QualityModels
import Results

/// How the run came about, so that anybody can do it again.
enum MethodSection {
    static func markup(_ contents: ReportContents) -> PageSection? {
        let manifest = contents.manifest
        let parts: [Markup] = [
            Markup("dl", [("class", "facts")], facts(manifest).flatMap(fact)),
            .paragraph("The command that does it again:"),
            Markup("pre", [], [Markup("code", [], [.text(manifest.reproduce)])]),
            settings(manifest.configuration),
            text(manifest.scenario),
            .paragraph(
                "People here are synthetic. Usability follows " + UsabilityProfile.disclaimer
                    + "; nothing in this report is a claim of clinical safety.",
                kind: "meaning"
            ),
        ]
        return ("method", "Method", .section("method", "Method", tier(manifest.tier), parts))
    }

    static func tier(_ tier: String) -> String {
        switch tier {
        case "media":
            "Media tier: sound and pictures were encoded, sent over simulated lines, decoded and compared with what was "
                + "sent. Every direction of every call is scored by itself."
        case "packet":
            "Packet tier: frames come from traces of the encoders, over the same transport, lines and scoring as with "
                + "codecs. Every direction of every call is scored by itself."
        default: "Every direction of every call is scored by itself."
        }
    }

    static func facts(_ manifest: RunManifest) -> [(name: String, value: String)] {
        let codecs = manifest.codecs.map { codec in
            codec.version.hasPrefix(codec.name) ? codec.version : "\(codec.name) \(codec.version)"
        }
        let part = manifest.shard == .whole ? "" : ", shard \(manifest.shard) of the run"
        let memory = manifest.tester.peakMemoryBytes.map { ", peak memory \($0 / 1_048_576) MiB" } ?? ""
        return [
            ("Seed", String(manifest.seed)), ("Digest", manifest.digestHexadecimal), ("Tier", manifest.tier + part),
            ("Rehearsal", manifest.toolVersion), ("Codecs", codecs.joined(separator: ", ")),
            ("Scenario SHA-256", manifest.scenario.sha256),
            (
                "Tester",
                "\(manifest.workers) \(manifest.workers == 1 ? "worker" : "workers") on \(manifest.tester.processors) cores, "
                    + "\(manifest.wallSeconds.text(significantDigits: 3)) s, "
                    + "\(manifest.tester.speedUp.text(significantDigits: 3)) times real time" + memory
            ),
        ]
    }

    static func fact(_ fact: (name: String, value: String)) -> [Markup] {
        [Markup("dt", [], [.text(fact.name)]), Markup("dd", [], [.text(fact.value)])]
    }

    private static func settings(_ settings: [RunManifest.Setting]) -> Markup {
        let rows = settings.map { setting in
            Markup(
                "tr",
                setting.origin == .default ? [] : [("class", "stated")],
                [
                    Markup("th", [("scope", "row")], [Markup("code", [], [.text(setting.path)])]),
                    Markup("td", [], [Markup("code", [], [.text(setting.value)])]), .cell(setting.origin.rawValue),
                ]
            )
        }
        let head = Markup("tr", [], [.columnHead("Setting"), .columnHead("Value"), .columnHead("From")])
        return Markup(
            "details",
            [],
            [
                Markup("summary", [], [.text("Every setting in effect, and where it comes from (\(settings.count))")]),
                Markup(
                    "div",
                    [
                        ("class", "scroll tall"), ("tabindex", "0"), ("role", "region"),
                        ("aria-label", "Settings, as a table"),
                    ],
                    [
                        Markup(
                            "table",
                            [("class", "settings")],
                            [Markup("thead", [], [head]), Markup("tbody", [], rows)]
                        )
                    ]
                ),
            ]
        )
    }

    private static func text(_ scenario: RunManifest.ScenarioText) -> Markup {
        Markup(
            "details",
            [],
            [
                Markup("summary", [], [.text("The scenario as it was read")]),
                Markup("pre", [("tabindex", "0")], [Markup("code", [], [.text(scenario.text)])]),
            ]
        )
    }
}
