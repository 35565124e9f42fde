import Plots
import Results

/// A run, or two side by side, as one HTML file that needs nothing else.
public enum ReportPage {
    /// The page about one run.
    public static func html(_ contents: ReportContents) -> [UInt8] {
        let sections = [
            ThresholdSection.markup(contents.summary), DistributionSection.markup([contents]),
            UsabilityMap.markup(contents.records), CallSection.markup(contents),
            CapacitySection.markup(contents.capacity), MethodSection.markup(contents),
        ]
        return page(
            title: contents.summary.identity.scenario,
            header: [VerdictBanner.markup(contents)],
            sections: sections.compactMap { $0 }
        )
    }

    /// The page about two runs, the second seen from the first.
    public static func html(_ first: ReportContents, besides second: ReportContents) -> [UInt8] {
        let title = "\(first.summary.identity.scenario) and \(second.summary.identity.scenario)"
        return page(
            title: title,
            header: [ComparisonSection.banners(first, second)],
            sections: [
                ComparisonSection.thresholds(first, second), ComparisonSection.metrics(first, second),
                DistributionSection.markup([first, second]), ComparisonSection.settings(first, second),
                ComparisonSection.method(first, second),
            ].compactMap { $0 }
        )
    }

    private static func page(title: String, header: [Markup], sections: [(id: String, title: String, markup: Markup)])
        -> [UInt8]
    {
        let links = sections.map { section in
            Markup("li", [], [Markup("a", [("href", "#" + section.id)], [.text(section.title)])])
        }
        let body: [Markup] = [
            Markup("a", [("class", "skip"), ("href", "#main")], [.text("Skip to the results")]),
            Markup("header", [("class", "page")], header),
            Markup("nav", [("aria-label", "Parts of the report")], [Markup("ul", [], links)]),
            Markup("main", [("id", "main")], sections.map(\.markup)),
            Markup("div", [("id", "tip"), ("role", "status"), ("hidden", "")], []),
            .code("script", ReportScript.text),
        ]
        let head: [Markup] = [
            Markup("meta", [("charset", "utf-8")]),
            Markup("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)]),
            Markup("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
            Markup("meta", [("name", "referrer"), ("content", "no-referrer")]),
            Markup("title", [], [.text("Rehearsal: " + title)]),
            .code("style", ReportStyle.text),
        ]
        let document = Markup("html", [("lang", "en")], [Markup("head", [], head), Markup("body", [], body)])
        return Array(("<!DOCTYPE html>\n" + document.html + "\n").utf8)
    }

    /// Nothing is loaded, and only the style sheet and the script that belong to the page count.
    static let policy =
        "default-src 'none'; style-src '\(source(ReportStyle.text))'; script-src '\(source(ReportScript.text))'; "
        + "img-src data:; media-src data:; base-uri 'none'; form-action 'none'"

    private static func source(_ code: StaticString) -> String {
        "sha256-" + Base64.encode(SHA256.bytes(Array(code.description.utf8)))
    }
}

extension SHA256 {
    /// The digest in 32 bytes.
    fileprivate static func bytes(_ message: [UInt8]) -> [UInt8] {
        let digits = Array(hexadecimal(message).utf8).map { Int($0) - ($0 < 0x3A ? 0x30 : 0x57) }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
