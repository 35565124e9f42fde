import Plots
import Testing

@Suite("Charts")
struct ChartTests {
    private typealias Point = Chart.Point

    @Test("A cumulative curve rises behind each sample, at equal ones by all of them")
    func corners() {
        #expect(
            CumulativeCurve.corners(sorted: [1, 2, 2, 4])
                == [Point(1, 0), Point(1, 0.25), Point(2, 0.25), Point(2, 0.75), Point(4, 0.75), Point(4, 1)]
        )
        #expect(CumulativeCurve.corners(sorted: [3, 3, 3]) == [Point(3, 0), Point(3, 1)])
        #expect(CumulativeCurve.corners(sorted: []).isEmpty)
    }

    @Test("Of many samples only so many steps are kept, each of them true")
    func thinning() {
        let samples = (0..<10_000).map { Double($0 * $0 % 7_919) }.sorted()
        let corners = CumulativeCurve.corners(sorted: samples, stepsMax: 100)
        #expect(corners.count <= 2 * 102)
        #expect(corners.first?.x == samples.first && corners.last == Point(samples[9_999], 1))
        for (low, high) in zip(corners, corners.dropFirst()) {
            #expect(low.x <= high.x && low.y <= high.y)
            #expect(high.y - low.y <= 0.011 + 0.001)
            guard low.x == high.x else { continue }
            let share = Double(samples.count { $0 <= high.x }) / 10_000
            #expect(high.y == share)
        }
    }

    @Test("A line breaks where nothing is known, and bands and limits stand where they belong")
    func drawing() {
        let chart = Chart(
            "a \"description\"",
            size: (154, 142),
            x: Chart.Axis("s", 0...10),
            y: Chart.Axis("%", 0...100),
            series: [Chart.Series("<lost>", style: 2, pieces: [[Point(0, 0), Point(5, 50)], [Point(10, 100)]])],
            layer: Chart.BandLayer(
                id: "b1",
                bands: [Chart.Band("frozen", kind: "freeze", 2...4), Chart.Band("frozen", kind: "freeze", 6...6)]
            ),
            limits: [Chart.Limit("limit", 50, .horizontal), Chart.Limit("far", 500, .horizontal)]
        )
        let html = chart.svg.html
        // The axes run from 44 to 144 and from 108 up to 8.
        #expect(html.contains("points=\"44,108 94,58\" data-name=\"&lt;lost&gt;\""))
        #expect(html.contains("points=\"144,8\""))
        #expect(html.contains("<use href=\"#b1\"/>") && html.contains("data-bands=\"b1\""))
        let bands = chart.bandDefinition.html
        #expect(bands.contains("<g id=\"b1\"><path class=\"band freeze\" d=\"M64 8h20v100h-20zM104 8h1v100h-1z\""))
        #expect(
            html.contains("<path class=\"grid\" d=\"M44 108h100M44 88h100M44 68h100M44 48h100M44 28h100M44 8h100\"/>")
        )
        #expect(html.contains("<g class=\"tick-x\"><text x=\"44\" y=\"123\">0</text><text x=\"64\" y=\"123\">2</text>"))
        #expect(html.contains("class=\"limit\" x1=\"44\" x2=\"144\" y1=\"58\" y2=\"58\""))
        #expect(!html.contains("far"))
        #expect(html.contains("aria-label=\"a &quot;description&quot;\""))
        #expect(html.contains("data-plot=\"0.0 10.0 0.0 100.0 44.0 144.0 108.0 8.0\""))
    }

    @Test("Numbers that are none leave no mark")
    func notNumbers() {
        let chart = Chart(
            "",
            size: (154, 142),
            x: Chart.Axis("", 0...10),
            y: Chart.Axis("", 0...1),
            series: [Chart.Series("a", style: 0, pieces: [[Point(1, .nan), Point(2, 1), Point(.infinity, 1)]])]
        )
        #expect(chart.svg.html.contains("points=\"64,8\""))
    }

    @Test("States of a strip differ in height, and a marked stretch is framed")
    func strip() {
        let stretches = [
            StateStrip.Stretch(kind: "u", level: 0.25, 0...6), StateStrip.Stretch(kind: "x", level: 1, 6...10),
        ]
        let html = StateStrip("what", 0...10, stretches, marked: 5...9, size: (154, 20)).svg.html
        #expect(html.contains("class=\"u\" x=\"44\" y=\"15\" width=\"60\" height=\"5\""))
        #expect(html.contains("class=\"x\" x=\"104\" y=\"0\" width=\"40\" height=\"20\""))
        #expect(html.contains("class=\"mark\" x=\"94\""))
    }

    @Test("A heat map shades by share, from the first shade to the last, and leaves the unknown plain")
    func heat() {
        let cells = [HeatMap.Cell(0, "0 %"), HeatMap.Cell(0.5, "half"), HeatMap.Cell(1, "all"), HeatMap.Cell(nil, "–")]
        let map = HeatMap(
            "caption",
            corner: "of",
            columns: ["a", "b", "c", "d"].map { ($0, "good") },
            rows: [HeatMap.Row("<4g>", cells)]
        )
        let html = map.table.html
        for shade in ["good0\">0 %", "good4\">half", "good7\">all", "class=\"number\">–"] {
            #expect(html.contains(shade), "\(shade)")
        }
        #expect(html.contains("<th scope=\"row\">&lt;4g&gt;</th>"))
    }
}
