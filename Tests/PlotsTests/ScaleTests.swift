import Plots
import Testing

@Suite("Scales and ticks")
struct ScaleTests {
    @Test(
        "Ticks are round numbers with the decimals they need",
        arguments: [
            (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
            (0.0, 100.0, 5, ["0", "20", "40", "60", "80", "100"]),
            (0.0, 30.0, 6, ["0", "5", "10", "15", "20", "25", "30"]),
            (1.0, 4.5, 3, ["2", "4"]),
            (-0.3, 0.3, 6, ["-0.3", "-0.2", "-0.1", "0.0", "0.1", "0.2", "0.3"]),
            (0.0, 0.004, 4, ["0.000", "0.001", "0.002", "0.003", "0.004"]),
            (0.0, 12_000.0, 4, ["0", "5000", "10000"]),
        ]
    )
    func ticks(lower: Double, upper: Double, count: Int, labels: [String]) {
        let ticks = Ticks(within: lower...upper, about: count)
        #expect(ticks.labels == labels)
        for (value, label) in zip(ticks.values, ticks.labels) { #expect(value == Double(label)) }
    }

    @Test("A round range holds what it was made for and ends on ticks")
    func roundRange() {
        #expect(Ticks.roundRange(0.3, 9.7) == 0...10)
        #expect(Ticks.roundRange(0, 100) == 0...100)
        #expect(Ticks.roundRange(-4, 87) == -20...100)
        #expect(Ticks.roundRange(5, 5).contains(5))
        #expect(Ticks.roundRange(0, 0).contains(0))
        var number = 0.37
        for _ in 0..<200 {
            number = number * 7.3 > 1e6 ? number / 1e9 : number * 7.3
            let range = Ticks.roundRange(number / 3, number)
            #expect(range.lowerBound <= number / 3 && number <= range.upperBound)
            #expect(range.upperBound - range.lowerBound < 3 * number)
        }
    }

    @Test("Numbers beyond all measure make no ticks and no crash")
    func huge() {
        for range in [0...1e300, -1e308...1e308, 1e15...(1e15 + 1), 1...1.0000000001] {
            #expect(Ticks(within: range).values.isEmpty)
            #expect(Ticks.roundRange(range.lowerBound, range.upperBound) == range)
        }
        let chart = Chart(
            "",
            size: (100, 100),
            x: Chart.Axis("", -1e308...1e308),
            y: Chart.Axis("", 0...1),
            series: [Chart.Series("a", style: 0, pieces: [[Chart.Point(1e307, 0.5)]])]
        )
        #expect(chart.svg.html.contains("<polyline"))
    }

    @Test("Places are in proportion, and what lies outside stays at the end")
    func places() {
        let scale = LinearScale(0...10, from: 100, to: 0)
        #expect(scale.place(0) == 100 && scale.place(10) == 0 && scale.place(2.5) == 75)
        #expect(scale.place(-5) == 100 && scale.place(50) == 0)
        #expect(LinearScale(3...3, from: 7, to: 9).place(3) == 7)
    }
}
