import Results
import Testing
import ValidationComparison

@Suite("Checks of network models")
struct NetworkCheckTests {
    private func check(_ measured: Double?, _ rule: NetworkCheck.Rule, promised: Double = 10) -> NetworkCheck {
        NetworkCheck("Loss", "rate", source: "theory", promised: promised, measured: measured, rule: rule)
    }

    @Test("A check holds up to its limit and not beyond, and never without a measurement")
    func limits() {
        let statistical = NetworkCheck.Rule.statistical(standardError: 0.5, limit: 4)
        for (measured, rule, holds) in [
            (12, statistical, true), (12.1, statistical, false), (8, statistical, true), (7.9, statistical, false),
            (11, .within(1), true), (11.1, .within(1), false), (10, .within(0), true), (10.000_1, .within(0), false),
            (10, .atMost, true), (10.1, .atMost, false), (10, .atLeast, true), (9.9, .atLeast, false),
        ] as [(Double, NetworkCheck.Rule, Bool)] {
            #expect(check(measured, rule).holds == holds, "\(measured) by \(rule)")
        }
        for rule in [statistical, .within(100), .atMost, .atLeast] {
            #expect(!check(nil, rule).holds)
            #expect(!check(.nan, rule).holds)
        }
        #expect(!check(10, .statistical(standardError: 0, limit: 4)).holds)
        #expect(check(12, statistical).z == 4)
        #expect(check(12, .within(5)).z == nil)
    }

    @Test("What was written is read again, and gives the same page")
    func written() throws {
        let checks = [
            check(10.25, .statistical(standardError: 0.1, limit: NetworkCheck.normalLimit)), check(nil, .within(0)),
            check(9, .atMost), check(0.1 + 0.2, .atLeast),
        ]
        for kernel in [nil, NetworkResults.Kernel(release: "6.1", checks: [check(10, .within(1))])] {
            let results = NetworkResults(checks: checks, kernel: kernel)
            let read = try NetworkResults(parsing: results.json.prettyBytes, place: "n.json")
            #expect(read == results)
            #expect(NetworkPage(read).text == NetworkPage(results).text)
        }
        let page = NetworkPage(NetworkResults(checks: checks, kernel: nil)).text
        #expect(page.contains("**2 of 4 checks hold.**"))
        #expect(page.contains("| rate | theory | 10 | 10.25 | 0.1 | +2.50 | yes |"))
        #expect(page.contains("| rate | theory | 10 | - | exact | - | **no** |"))
        #expect(page.contains("| rate | theory | at most 10 | 9 | - | - | yes |"))
        #expect(page.contains("Not compared"))
    }

    @Test(
        "Results that cannot be used are refused",
        arguments: [
            "[]", "{}", #"{"checks": [1]}"#,
            #"{"checks": [{"topic": "a", "what": "b", "source": "c", "promised": 1}]}"#,
            #"{"checks": [{"topic": "a", "what": "b", "source": "c", "promised": 1, "measured": 1}]}"#,
            #"{"checks": [], "kernel": {"checks": []}}"#, "{",
        ]
    )
    func refused(text: String) {
        #expect(throws: ValidationError.self) { try NetworkResults(parsing: Array(text.utf8), place: "n.json") }
    }
}
