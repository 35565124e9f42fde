import Foundation
import Testing

/// The report in a real browser; skipped where there is no chromium on the PATH, which `.ci/run` installs.
@Suite(
    "Report in a browser",
    .serialized,
    .enabled(if: Chromium.isInstalled, "no chromium on the PATH: the report is not tried in a browser")
)
struct BrowserTests {
    private static let shared = Result { try ReportedFolder() }

    /// A browser with the report of a run of two bad calls in it.
    private static func open(width: Int = 1_280, isDark: Bool = false) throws -> Chromium {
        let browser = try Chromium()
        try browser.look(width: width, isDark: isDark)
        try browser.load(try shared.get().path + "/report.html")
        return browser
    }

    @Test("The page loads without a word on the console, and asks for nothing from anywhere")
    func quiet() throws {
        let browser = try Self.open()
        let loaded = try browser.evaluate("performance.getEntriesByType('resource').map(r => r.name)") as? [String]
        let foreign = (loaded ?? []).filter { !$0.hasPrefix("data:") }
        #expect(foreign.isEmpty, "\(foreign)")
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }

    @Test("What is not the page's own does not run, for its policy forbids it")
    func policy() throws {
        let browser = try Self.open()
        try browser.evaluate(
            """
            (function () {
              var script = document.createElement("script");
              script.textContent = "window.ranForeign = true";
              document.body.appendChild(script);
            }())
            """
        )
        #expect(try browser.evaluate("window.ranForeign === undefined") as? Bool == true)
    }

    @Test("A heading sorts its column by number or by word, there and back, and says so")
    func sorting() throws {
        let browser = try Self.open()
        func column(_ place: Int) throws -> [String] {
            try browser.evaluate(
                "Array.from(document.querySelectorAll('#call-table tbody tr')).map(r => r.cells[\(place)].textContent)"
            ) as? [String] ?? []
        }
        let selector = "#call-table thead th:nth-child(1) button"
        try browser.point(at: selector, clicks: true)
        #expect(try column(0) == ["1", "2"])
        #expect(
            try browser.evaluate("document.querySelector('#call-table th').getAttribute('aria-sort')") as? String
                == "ascending"
        )
        try browser.evaluate("document.querySelector('\(selector)').focus()")
        try browser.press("Enter", code: 13, text: "\r")
        #expect(try column(0) == ["2", "1"])
        try browser.point(at: "#call-table thead th:nth-child(7) button", clicks: true)
        let scores = try column(6).map { Double($0) ?? .infinity }
        #expect(scores == scores.sorted() && scores.count == 2)
    }

    @Test("The filter leaves what has every word, and counts it")
    func filtering() throws {
        let browser = try Self.open()
        func type(_ text: String) throws -> String? {
            try browser.evaluate(
                """
                (function () {
                  var input = document.getElementById("call-filter");
                  input.focus();
                  input.value = "";
                  input.dispatchEvent(new Event("input"));
                }())
                """
            )
            try browser.call("Input.insertText", ["text": text])
            return try browser.evaluate("document.getElementById('call-count').textContent") as? String
        }
        #expect(try type("patient line") == "2 calls")
        #expect(try type("no such word") == "0 calls")
        #expect(
            try browser.evaluate("document.querySelectorAll('#call-table tbody tr:not([hidden])').length") as? Int == 0
        )
    }

    @Test("A chart tells its values where the pointer is, and by the arrow keys")
    func readingValues() throws {
        let browser = try Self.open()
        func tip() throws -> String {
            try browser.evaluate(
                "document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent"
            )
                as? String ?? ""
        }
        try browser.point(at: ".figures svg.chart", clicks: false)
        let first = try tip()
        #expect(first.contains("to the clinician:"), "\(first)")
        #expect(try browser.evaluate("document.querySelectorAll('.cursor').length") as? Int == 1)
        try browser.evaluate("document.querySelector('.figures svg.chart').focus()")
        try browser.press("End", code: 35)
        let last = try tip()
        #expect(last.contains("100.0 % of samples") || last.contains("100 % of samples"), "\(last)")
        try browser.press("ArrowLeft", code: 37)
        #expect(try tip() != last)
        try browser.press("Escape", code: 27)
        #expect(try tip().isEmpty)
        // Every call had an outage of its line, which the shades of its time lines tell.
        try browser.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        try browser.evaluate("document.querySelector('.direction svg.chart').focus()")
        var told = ""
        for _ in 0..<50 {
            try browser.press("ArrowLeft", code: 37)
            told += try tip()
        }
        #expect(told.contains("outage of the patient's uplink") && told.contains("unusable"), "\(told)")
    }

    @Test("A call in the table leads to its details, which open")
    func drillDown() throws {
        let browser = try Self.open()
        let link = "#call-table a[href='#call-2']"
        try browser.evaluate("document.getElementById('call-2').open = false")
        try browser.point(at: link, clicks: true)
        try browser.wait("document.getElementById('call-2').open")
        #expect(try browser.evaluate("document.querySelectorAll('#call-2 svg.chart').length") as? Int ?? 0 >= 8)
    }

    @Test("The worst moment's pictures decode and its sound plays")
    func media() throws {
        let browser = try Self.open()
        let widths =
            try browser.evaluate(
                """
                (async function () {
                  document.querySelectorAll("details").forEach(d => { d.open = true; });
                  var pictures = Array.from(document.querySelectorAll(".pair img"));
                  pictures.forEach(p => { p.loading = "eager"; });
                  await Promise.all(pictures.map(p => p.decode()));
                  return pictures.map(p => p.naturalWidth + "x" + p.naturalHeight);
                }())
                """
            ) as? [String] ?? []
        #expect(widths.count >= 12 && Set(widths) == ["160x96"], "\(widths)")
        let played =
            try browser.evaluate(
                """
                (async function () {
                  var all = Array.from(document.querySelectorAll("audio"));
                  var lengths = [];
                  for (var player of all) {
                    await player.play();
                    await new Promise(function (done) { player.addEventListener("timeupdate", done, { once: true }); });
                    lengths.push(player.duration);
                    player.pause();
                  }
                  return lengths;
                }())
                """
            ) as? [Double] ?? []
        #expect(played.count == 4)
        #expect(played.allSatisfy { abs($0 - 8) < 0.05 }, "\(played)")
    }

    @Test("Names, headings, tables and contrast are as they should be", arguments: [false, true])
    func accessibility(isDark: Bool) throws {
        let browser = try Self.open(isDark: isDark)
        try browser.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        let faults = try #require(try browser.evaluate(AccessibilityCheck.script) as? [String])
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test("The check finds what is wrong with a page that is wrong")
    func accessibilityOfBadPage() throws {
        let workspace = try Workspace()
        let page = try workspace.write(
            """
            <!DOCTYPE html><html><head><title></title></head><body><main><h1>A</h1><h3 id="a">B</h3><p id="a">c</p>
            <img src="data:,"><svg></svg><a href="#nowhere"></a><input><table><tr><th>d</th></tr></table>
            <p style="color: #999999; background: #ffffff">pale</p><div tabindex="3"></div></main></body></html>
            """,
            to: "bad.html"
        )
        let browser = try Chromium()
        try browser.load(page)
        let faults = try #require(try browser.evaluate(AccessibilityCheck.script) as? [String]).joined(separator: "\n")
        for fault in [
            "no language", "no title", "an id twice", "left out", "a picture without words", "a drawing without words",
            "nothing says what it does", "a link to nowhere", "no label", "jumps the queue", "without heads",
            "contrast 2.8",
        ] {
            #expect(faults.contains(fault), "\(fault)")
        }
    }

    @Test("The Tab key comes to every part that answers, in the order of the page")
    func keyboard() throws {
        let browser = try Self.open()
        let wanted =
            try browser.evaluate(
                """
                Array.from(document.querySelectorAll("a[href], button, input, summary, audio, [tabindex='0']"))
                  .filter(p => p.checkVisibility()).length
                """
            ) as? Int ?? 0
        var reached = 0
        var last = ""
        for _ in 0..<(wanted + 5) {
            try browser.press("Tab", code: 9)
            let name = try browser.evaluate("document.activeElement.outerHTML.slice(0, 200)") as? String ?? ""
            if name.hasPrefix("<body") { break }
            if name != last { reached += 1 }
            last = name
        }
        #expect(Double(reached) >= Double(wanted) * 0.9, "\(reached) of \(wanted)")
        try browser.evaluate("document.activeElement.blur()")
    }

    @Test("On a phone nothing sticks out at the side", arguments: [320, 390])
    func phone(width: Int) throws {
        let browser = try Self.open(width: width)
        try browser.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        let width = try browser.evaluate("document.documentElement.scrollWidth - window.innerWidth") as? Int
        #expect(try #require(width) <= 0)
        let faults = try #require(try browser.evaluate(AccessibilityCheck.script) as? [String])
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test("Screenshots at two widths show a page, not a blank, and it prints")
    func screenshots() throws {
        let browser = try Self.open()
        // A drawn page is far larger than a plain ground of its size.
        #expect(try browser.screenshot().count > 100_000)
        try browser.look(width: 390)
        #expect(try browser.screenshot().count > 50_000)
        let printed = try browser.call("Page.printToPDF", ["printBackground": true])["data"] as? String
        let pdf = try #require(Data(base64Encoded: printed ?? ""))
        #expect(pdf.starts(with: Data("%PDF".utf8)) && pdf.count > 50_000)
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }

    @Test("Hostile names do nothing in a browser")
    func hostileNames() throws {
        let workspace = try Workspace()
        let attack = "<img src=x onerror='window.hurt = 1'><script>window.hurt = 2</script>"
        let scenario = try workspace.write(
            ReportedFolder.scenario
                .replacingOccurrences(of: "question: Is it bad?", with: "question: \"\(attack)\"")
                .replacingOccurrences(of: "count: 2, length: 12 s", with: "count: 1, length: 6 s"),
            to: "s.yaml"
        )
        var binary = try Binary.fastest()
        binary.makesReports = true
        _ = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("run")])
        let browser = try Chromium()
        try browser.load(workspace.file("run/report.html"))
        #expect(try browser.evaluate("window.hurt === undefined") as? Bool == true)
        #expect(try browser.evaluate("document.querySelector('.question').textContent") as? String == attack)
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }
}
