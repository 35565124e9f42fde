import NetworkEmulation
import Testing
import Units

@testable import Scenarios

@Suite("Quantities")
struct QuantityTests {
    @Test(
        "Times are read to the nanosecond",
        arguments: [
            ("30 s", 30_000_000_000), ("30s", 30_000_000_000), ("150 ms", 150_000_000), ("0.1 s", 100_000_000),
            ("2 min", 120_000_000_000), ("1h30m", 5_400_000_000_000), ("1h", 3_600_000_000_000),
            ("2m30s", 150_000_000_000), ("1e3 ms", 1_000_000_000), ("20\u{A0}ms", 20_000_000), ("7 us", 7_000),
            ("0 s", 0), ("0.3 ms", 300_000),
        ]
    )
    func times(text: String, nanoseconds: Int) throws {
        let read = try Scalar<TimeDelta>.time(.zero ... .seconds(14_400)).read(text)
        #expect(read.nanoseconds == Int64(nanoseconds))
    }

    @Test(
        "Rates are read to the bit",
        arguments: [
            ("32 kbit/s", 32_000), ("2 Mbit/s", 2_000_000), ("0.5 Mbit/s", 500_000), ("1 Gbit/s", 1_000_000_000),
            ("2e6 bit/s", 2_000_000), ("9.6kbit/s", 9_600),
        ]
    )
    func rates(text: String, bits: Int) throws {
        #expect(try Scalar<DataRate>.rate(1...100_000_000_000).read(text).bitsPerSecond == Int64(bits))
    }

    @Test("Percentages become the nearest fractions", arguments: [("2 %", 0.02), ("7%", 0.07), ("33.3 %", 0.333)])
    func percentages(text: String, fraction: Double) throws {
        #expect(try Scalar<Double>.percentage(0...1).read(text) == fraction)
    }

    @Test("Queues have three kinds of limit")
    func queues() throws {
        #expect(try Scalar<QueueLimit>.queueLimit.read("200 ms") == .time(.milliseconds(200)))
        #expect(try Scalar<QueueLimit>.queueLimit.read("64 kB") == .size(DataSize(bytes: 64_000)))
        #expect(try Scalar<QueueLimit>.queueLimit.read("1500 B") == .size(DataSize(bytes: 1_500)))
        #expect(try Scalar<QueueLimit>.queueLimit.read("50 packets") == .packets(50))
    }

    @Test("Bursts are times or packets")
    func bursts() throws {
        #expect(try Scalar<GilbertElliott.MeanBurst>.meanBurst.read("80 ms") == .duration(.milliseconds(80)))
        #expect(try Scalar<GilbertElliott.MeanBurst>.meanBurst.read("2.5 packets") == .packets(2.5))
    }

    @Test(
        "What is no time says why",
        arguments: [
            ("30", "30 has no unit, and a time needs one", "did you mean 30 s?"),
            ("30 sec", "'sec' is no unit of a time", "did you mean 30 s?"),
            ("5 m", "'m' is no unit of a time", "did you mean 5 min?"),
            ("-1 s", "-1 s is negative, and this is 1 s to 4 h", nil),
            (".nan", ".nan is no finite number", "write it as in 30 s"),
            ("-.inf", "-.inf is no finite number", "write it as in 30 s"),
            ("1e999 s", "1e999 is no finite number", nil),
            ("1e18 s", "1e18 s is outside 1 s to 4 h", nil),
            ("soon", "'soon' is no number", "write it as in 30 s"),
            ("", "there is no value", "write it as in 30 s"),
            ("1 s 2", "'s 2' is no unit of a time", "write it as in 30 s"),
        ] as [(String, String, String?)]
    )
    func badTimes(text: String, message: String, hint: String?) {
        let complaint = #expect(throws: Complaint.self) {
            try Scalar<TimeDelta>.time(.seconds(1) ... .seconds(14_400)).read(text)
        }
        #expect(complaint?.message == message)
        #expect(complaint?.hint == hint)
    }

    @Test(
        "Hints use the unit that the field usually has",
        arguments: [
            ("delay: 18", "did you mean 18 ms?"), ("queue: 5 mb", "did you mean 5 MB?"),
            ("queue: 64 kb", "did you mean 64 kB?"), ("jitter: 4", "did you mean 4 ms?"),
            ("queue: 3 sec", "did you mean 3 s?"),
        ]
    )
    func usualUnits(line: String, hint: String) {
        let errors = Reading.errors(Reading.least + "networks: { a: { like: 4g, up: { \(line) } } }\n")
        #expect(errors.map(\.hint) == [hint], "\(errors)")
    }

    @Test("A rate that cannot be read is one error, though a queue stands beside it")
    func badRate() {
        let errors = Reading.errors(
            Reading.least + "networks: { a: { up: { rate: 2 mbps, queue: 1 s }, down: {} } }\n"
        )
        #expect(errors.map(\.hint) == ["did you mean 2 Mbit/s?"], "\(errors)")
    }

    @Test(
        "Ranges are printed in units that leave short numbers",
        arguments: [
            (3_600_000_000_000, "1 h"), (90_000_000_000, "90 s"), (60_000_000_000, "1 min"), (1_000_000, "1 ms"),
            (0, "0 s"),
        ]
    )
    func timeTexts(nanoseconds: Int, text: String) {
        #expect(TimeText.text(of: TimeDelta(nanoseconds: Int64(nanoseconds))) == text)
    }

    @Test("Every unit of every table reads, and its usual misspellings hint at it")
    func units() throws {
        for table in [UnitTable.time, .rate, .percentage] {
            for unit in table.units {
                let value = try table.value(of: QuantityText("3 \(unit.text)", example: table.example))
                #expect(value == 3 * unit.factor)
            }
            for (alias, unit) in table.aliases {
                let complaint = #expect(throws: Complaint.self) {
                    try table.value(of: QuantityText("3 \(alias)", example: table.example))
                }
                #expect(complaint?.hint == "did you mean 3 \(unit)?")
                #expect(table.units.contains { $0.text == unit })
            }
        }
    }
}
