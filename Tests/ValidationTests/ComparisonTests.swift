import Results
import Statistics
import Testing
import ValidationComparison

@Suite("Comparing calls with recordings")
struct ComparisonTests {
    private static let nacks = "video.nack_count"

    private func cells(_ recordings: [Recording], _ simulated: [String: [Double]]) -> [ComparedCell] {
        Comparison.cells(
            RecordingTable(recordings, browser: "test"),
            simulated: simulated.mapValues { $0.map { MadeUp.call(nacks: $0) } }
        ).filter { $0.metric.name == Self.nacks }
    }

    @Test("The band spans an end's own repeats and is widened by the larger of share and amount")
    func band() throws {
        let recordings = [
            MadeUp.recording("loss2", 1, nacks: (100, 10)), MadeUp.recording("loss2", 2, nacks: (200, 12)),
        ]
        let cells = cells(recordings, ["loss2": [250, 260]])
        let a = try #require(cells.first { $0.end == .a })
        #expect(a.chromium == [100, 200])
        #expect(a.low == 70 && a.high == 260)
        #expect(a.mean == 255 && a.isInside)
        let b = try #require(cells.first { $0.end == .b })
        #expect(b.chromium == [10, 12])
        // 30 % of 10 and of 12 are less than 5.
        #expect(b.low == 5 && b.high == 17)
        #expect(!b.isInside)
        #expect(b.key == "loss2/B/video.nack_count")
    }

    @Test("A single repeat counts as a band of 5 % to either side before it is widened")
    func singleRepeat() throws {
        let cell = try #require(cells([MadeUp.recording("loss2", 1, nacks: (100, 100))], ["loss2": [66.5]]).first)
        #expect(abs(cell.low - 95 * 0.7) < 1e-9 && abs(cell.high - 105 * 1.3) < 1e-9)
        #expect(cell.isInside && cell.interval == nil)
    }

    @Test("A cell is informative where the recordings' mean leaves the widened band of clean")
    func informative() {
        let recordings = [
            MadeUp.recording("clean", 1, nacks: (0, 0)), MadeUp.recording("clean", 2, nacks: (2, 2)),
            MadeUp.recording("loss2", 1, nacks: (6, 8)), MadeUp.recording("loss2", 2, nacks: (7, 9)),
        ]
        let cells = cells(recordings, ["clean": [0], "loss2": [0]])
        #expect(cells.map(\.key).map { String($0.prefix(7)) } == ["clean/A", "clean/B", "loss2/A", "loss2/B"])
        // Clean is widened to -5...7: 6.5 lies within, 8.5 does not.
        #expect(cells.map(\.isInformative) == [false, false, false, true])
    }

    @Test("What the simulator does not measure is a miss, and what no recording has is no cell")
    func missing() throws {
        let recordings = [MadeUp.recording("loss2", 1, nacks: (100, 100))]
        let all = Comparison.cells(
            RecordingTable(recordings, browser: "test"),
            simulated: [
                "loss2": [
                    CallMeasurements(
                        a: EndMeasurements(statistics: MadeUp.statistics([])),
                        b: EndMeasurements(statistics: MadeUp.statistics([]))
                    )
                ]
            ]
        )
        #expect(all.map(\.metric.name) == [Self.nacks, Self.nacks])
        let cell = try #require(all.first)
        #expect(cell.mean == nil && !cell.isInside && cell.simulated.isEmpty)
        let text = String(decoding: Comparison.json([cell]).compactBytes, as: UTF8.self)
        #expect(
            text == """
                [{"condition":"loss2","end":"A","metric":"video.nack_count","chromium":[100],"low":66.5,"high":136.5,\
                "mean":null,"interval":null,"inside":false,"informative":false}]
                """
        )
    }

    @Test("The interval of the mean is Student's")
    func interval() throws {
        let cell = try #require(
            cells([MadeUp.recording("loss2", 1, nacks: (100, 100))], ["loss2": [90, 100, 110]]).first
        )
        // t(0.975, 2) = 4.302653, standard error 10 / sqrt(3).
        let upper = try #require(cell.interval?.upper)
        #expect(abs(upper - (100 + 4.302653 * 10 / 3.0.squareRoot())) < 1e-4)
    }

    @Test("A height counts as the nearest step of the scaling ladder")
    func heights() {
        let band = Widening.heightClass.widen(low: 360, high: 360, fullHeight: 480)
        #expect(band.low == 300 && band.high == 420)
        let full = Widening.heightClass.widen(low: 480, high: 480, fullHeight: 480)
        #expect(full.low == 420 && full.high > 480)
    }

    @Test("Metrics apply by what a call carries and whether its link limits it")
    func scopes() {
        func names(_ set: RecordedSettings) -> [String] {
            ComparedMetric.all.filter { $0.applies(to: set) }.map(\.name)
        }
        #expect(names(MadeUp.voice).allSatisfy { !$0.hasPrefix("video.") })
        #expect(!names(MadeUp.set).contains("call.available_outgoing_bitrate_at_end"))
        #expect(names(MadeUp.settings(["0:3:rate=500,q=200"])).contains("call.available_outgoing_bitrate_at_end"))
        #expect(Set(ComparedMetric.all.map(\.name)).count == ComparedMetric.all.count)
    }
}
