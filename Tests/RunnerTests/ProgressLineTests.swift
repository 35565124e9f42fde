import Testing

@testable import Runner

@Suite("Progress line")
struct ProgressLineTests {
    private static func line(name: String = "clinic", done: Double = 120, elapsed: Double = 10) -> ProgressLine {
        ProgressLine(
            name: name,
            callsDone: 4,
            callCount: 20,
            secondsDone: done,
            secondsTotal: 600,
            secondsHere: done,
            callsHere: 4,
            elapsed: elapsed
        )
    }

    @Test("It tells calls, simulated time, speed-up, calls a minute and the time left")
    func parts() {
        #expect(Self.line().text == "clinic   20 %  4/20 calls  120/600 s  x12.0  24.0 calls/min  40 s left")
        #expect(Self.line(elapsed: 1_000).text.hasSuffix("1 h 6 min left"))
        #expect(Self.line(done: 0).text.hasSuffix("time left unknown"))
    }

    @Test("The bar is as full as the run is done")
    func bar() {
        #expect(Self.line().bar.hasPrefix("████░░░░░░░░░░░░░░░░░░░░ clinic"))
        #expect(Self.line(done: 900).bar.hasPrefix("████████████████████████ clinic"))
    }

    @Test("A name cannot steer the terminal")
    func hostile() {
        let text = Self.line(name: "a\u{1B}[2J\nb").text
        #expect(!text.contains("\u{1B}") && !text.contains("\n"))
    }
}
