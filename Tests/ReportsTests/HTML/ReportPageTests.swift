import Plots
import QualityModels
import Results
import Testing
import Units

@testable import Reports

@Suite("Report page")
struct ReportPageTests {
    static func contents(scenario: String = "clinic", question: String = "Does it hold?") throws -> ReportContents {
        let records = try RunRecords(Example.calls)
        return ReportContents(
            summary: try Example.summary(scenario: scenario),
            manifest: Example.manifest(),
            records: records,
            question: question
        )
    }

    private static func html(_ contents: ReportContents) -> String {
        String(decoding: ReportPage.html(contents), as: UTF8.self)
    }

    @Test("The verdict comes with its reason in a sentence, and every threshold with limit, value, interval and margin")
    func verdict() throws {
        let html = Self.html(try Self.contents())
        #expect(html.contains("Failed"))
        #expect(
            html.contains(
                "1 of 3 thresholds failed: consultation.usable (share) is 33.3333 %, and should be at least 95 %."
            )
        )
        for words in ["≥ 95 %", "33.3333 %", "-61.6667 %", "0.840376 % to 90.5701 %", "Does it hold?"] {
            #expect(html.contains(words), "\(words)")
        }
        #expect(html.contains("audio.mos{to:patient}: passes on 6 samples, but 3 more were not measured"))
    }

    @Test("Nothing is loaded from anywhere, and no style or handler stands in an element")
    func selfContained() throws {
        let html = Self.html(try Self.contents())
        let addresses = html.matches(of: /https?:\/\/[^\s"']+/).map { String($0.0) }
        // The name of SVG's namespace is no address that anything is loaded from.
        #expect(Set(addresses).isSubset(of: ["http://www.w3.org/2000/svg"]))
        for pattern in [" style=", " onclick=", " onload=", " onerror=", "<link", "<iframe", "@import", "url("] {
            #expect(!html.contains(pattern), "\(pattern)")
        }
        #expect(html.contains("default-src 'none'"))
        #expect(!html.contains("unsafe-inline"))
    }

    @Test("Hostile names of scenarios, groups, networks, sites and tags stay text")
    func hostileNames() throws {
        let hostile = "</td></title><script>alert(1)</script><svg onload=alert(2)>\u{1B}[2J\u{202E}\"'`--><![CDATA["
        let call = CallRecord(
            call: 1,
            clinician: hostile,
            patient: hostile,
            network: hostile,
            site: hostile,
            tags: [ThresholdRule.Tag(name: hostile, value: hostile)],
            startsAt: Timestamp(nanoseconds: 0),
            length: .seconds(30),
            outcome: .failed,
            reason: hostile,
            digest: 1,
            metrics: ["consultation.usable": 0],
            directions: [
                DirectionRecord(call: 1, from: .patient, network: hostile, windows: ["audio.mos": [1, 2, 3]])
            ]
        )
        let summary = RunSummary(
            of: try RunRecords([call]),
            identity: RunIdentity(scenario: hostile, seed: 1, tier: hostile, isComplete: true),
            thresholds: []
        )
        var manifest = Example.manifest()
        manifest.scenario = RunManifest.ScenarioText(name: hostile, text: hostile)
        manifest.configuration = [RunManifest.Setting(path: hostile, value: hostile, origin: .flag)]
        manifest.reproduce = hostile
        manifest.tier = hostile
        manifest.codecs = [RunManifest.CodecVersion(name: hostile, version: hostile)]
        let contents = ReportContents(
            summary: summary,
            manifest: manifest,
            records: try RunRecords([call]),
            question: hostile
        )
        for html in [
            Self.html(contents), String(decoding: ReportPage.html(contents, besides: contents), as: UTF8.self),
        ] {
            #expect(html.matches(of: /<script/).count == 1)
            #expect(html.matches(of: /<\/script>/).count == 1)
            #expect(html.matches(of: /<\/title>/).count == 1)
            #expect(!html.contains("<svg onload") && !html.contains("\u{1B}") && !html.contains("\u{202E}"))
            #expect(html.contains("&lt;/td&gt;&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
        }
    }

    @Test("Text keeps a contrast of 4.5 to its ground in both schemes, shades of the heat map too")
    func contrast() throws {
        let style = ReportStyle.text.description
        let dark = try #require(style.firstRange(of: "@media (prefers-color-scheme: dark)"))
        let schemes = [Palette(style[..<dark.lowerBound]), Palette(style)]
        for palette in schemes {
            for text in ["text", "faint", "link", "pass", "fail", "doubt"] {
                for ground in ["ground", "raised"] {
                    #expect(try palette.contrast(text, ground) >= 4.5, "\(text) on \(ground)")
                }
            }
            for verdict in ["pass", "fail", "doubt"] {
                #expect(try palette.contrast(verdict, verdict + "-ground") >= 4.5, "\(verdict)")
                #expect(try palette.contrast("text", verdict + "-ground") >= 4.5, "\(verdict)")
            }
            // Lines are graphics: 3 is due (WCAG 2.2, 1.4.11).
            for line in 0..<8 { #expect(try palette.contrast("s\(line)", "ground") >= 3, "s\(line)") }
        }
        let shades = style.matches(of: /\.(good|lost)([0-7]) \{ background: (#[0-9a-f]{6})/)
            .map { (Int(String($0.2)) ?? 0, String($0.3)) }
        #expect(shades.count == 32)
        let writing = [["#14181d", "#ffffff"], ["#ffffff", "#0b1117"]]
        for (place, shade) in shades.enumerated() {
            let (low, high) = (writing[place / 16][0], writing[place / 16][1])
            #expect(Palette.contrast(shade.0 < 6 ? low : high, shade.1) >= 4.5, "\(shade)")
        }
    }

    @Test("Two runs side by side show both verdicts, what changed which way, and which settings differ")
    func comparison() throws {
        let first = try Self.contents()
        var second = try Self.contents()
        second = ReportContents(
            summary: second.summary,
            manifest: {
                var manifest = Example.manifest()
                manifest.configuration = [RunManifest.Setting(path: "media.audio.bitrate", value: "24", origin: .file)]
                return manifest
            }(),
            records: second.records,
            question: ""
        )
        let html = String(decoding: ReportPage.html(first, besides: second), as: UTF8.self)
        #expect(html.contains("media.audio.bitrate") && html.contains("not set"))
        #expect(html.contains("first run, to the clinician") && html.contains("second run, to the patient"))
        #expect(html.contains("same"))
    }

    @Test("The same run makes the same page")
    func deterministic() throws {
        #expect(ReportPage.html(try Self.contents()) == ReportPage.html(try Self.contents()))
    }
}

/// The colours of a style sheet by name, the last that is given counting.
private struct Palette {
    struct Missing: Error { let name: String }

    private var colours: [String: String] = [:]

    init(_ style: some StringProtocol) {
        for match in String(style).matches(of: /--([a-z0-9-]+): (#[0-9a-f]{6})/) {
            colours[String(match.1)] = String(match.2)
        }
    }

    func contrast(_ one: String, _ other: String) throws -> Double {
        guard let first = colours[one] else { throw Missing(name: one) }
        guard let second = colours[other] else { throw Missing(name: other) }
        return Self.contrast(first, second)
    }

    /// WCAG 2.2, "contrast ratio".
    static func contrast(_ one: String, _ other: String) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private static func luminance(_ colour: String) -> Double {
        let number = Int(colour.dropFirst(), radix: 16) ?? 0
        let parts = [number >> 16, number >> 8 & 255, number & 255].map { part in
            let share = Double(part) / 255
            // The linear part of sRGB's curve, or its power of 2.4 by way of logarithms kept to what Swift itself has.
            return share <= 0.04045 ? share / 12.92 : power((share + 0.055) / 1.055)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    /// x to the 2.4: x squared times the fifth root of x squared.
    private static func power(_ x: Double) -> Double {
        var root = 0.5
        for _ in 0..<60 { root -= (root * root * root * root * root - x * x) / (5 * root * root * root * root) }
        return x * x * root
    }
}
