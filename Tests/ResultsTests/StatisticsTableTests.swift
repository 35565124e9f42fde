import QualityModels
import Testing
import Units

@testable import Results

@Suite("Imported getStats")
struct StatisticsTableTests {
    private static let text = """
        {"t_ms": [20, 1020, 2020, 3020], "series": {
          "inbound-rtp.audio": {
            "totalSamplesReceived": [0, 48000, 96000, 144000], "concealedSamples": [0, 4800, 4800, 52800],
            "jitterBufferDelay": [0, 1920, 4320, 4320], "jitterBufferEmittedCount": [0, 48000, 96000, 96000],
            "mid": {"const": "0"}},
          "candidate-pair": {"currentRoundTripTime": [null, 0.04, 0.04, 0.08]},
          "remote-inbound-rtp.audio": {"roundTripTime": [null, null, 0.06, 0.06]}}}
        """

    private func table(_ text: String = Self.text) throws -> StatisticsTable {
        try StatisticsTable(parsing: try JSONValue(parsing: Array(text.utf8)))
    }

    @Test("Each interval is a piece of sound with its concealment and its delay")
    func playouts() throws {
        let pieces = try table().audioPlayouts(sendingDelay: .milliseconds(20))
        #expect(pieces.map(\.time) == [20, 1_020, 2_020].map { .start + .milliseconds($0) })
        #expect(pieces.allSatisfy { $0.duration == .seconds(1) && $0.samples == 48_000 && !$0.isWithinDTX })
        #expect(pieces.map(\.concealedSamples) == [4_800, 0, 48_000])
        // 20 ms to send, half of 40 and then of 60 ms on the way, 40 and 50 ms in the buffer.
        #expect(pieces[0].mouthToEar == .milliseconds(80))
        #expect(pieces[1].mouthToEar == .milliseconds(100))
        #expect(pieces[2].mouthToEar == nil)
    }

    @Test("A dump scores as the same play-out told piece by piece")
    func score() throws {
        var imported = AudioWindows(start: .start, length: .seconds(10), bitrate: .kilobitsPerSecond(32))
        var told = imported
        let columns = [
            ("totalSamplesReceived", 48_000.0), ("concealedSamples", 960), ("jitterBufferDelay", 48_000 * 0.05),
            ("jitterBufferEmittedCount", 48_000),
        ]
        var table = StatisticsTable(times: (0...10).map { .seconds($0) })
        for (field, rate) in columns { table.append("inbound-rtp.audio.\(field)", (0...10).map { Double($0) * rate }) }
        for piece in table.audioPlayouts() { imported.add(piece) }
        for index in 0..<1_000 {
            told.add(
                AudioPlayout(
                    time: .start + .milliseconds(Int64(index) * 10),
                    concealedSamples: index % 50 == 0 ? 480 : 0,
                    mouthToEar: index % 50 == 0 ? nil : .microseconds(76_500)
                )
            )
        }
        let (one, other) = (imported.score().mosSamples, told.score().mosSamples)
        #expect(one.count == 1 && other.count == 1)
        #expect(abs(one[0] - other[0]) < 1e-6)
    }

    @Test("Counters grow from zero where they appear late, and between any two snapshots")
    func growth() throws {
        var table = StatisticsTable(times: [.zero, .seconds(1), .seconds(2), .seconds(3)])
        table.append("a.b", [nil, 4, 7, nil])
        table.append("a.c", [2, 2, nil, 5])
        #expect(table.growth("a.b") == 7 && table.growth("a.c") == 3 && table.growth("a.d") == nil)
        #expect(table.growth("a.b", from: 1, to: 2) == 3)
        #expect(table.growth("a.b", from: 2, to: 3) == 0)
    }

    @Test("The lines of a series and its columns are one table, also through JSON")
    func lines() throws {
        var lines: [SeriesLine] = []
        for second in 0..<3 {
            var line = SeriesLine(call: 1, at: .patient, time: .seconds(Int64(second)))
            line.append("inbound-rtp.video", ["nackCount": .integer(second * 2), "jitter": .score(0.125)])
            if second > 0 { line.append("candidate-pair", ["availableOutgoingBitrate": .integer(300_000)]) }
            lines.append(line)
        }
        let times = (0..<3).map { TimeDelta.milliseconds($0 * 1_000 + 20) }
        let table = StatisticsTable(lines: lines, times: times)
        #expect(table["inbound-rtp.video.nackCount"] == [0, 2, 4])
        #expect(table["candidate-pair.availableOutgoingBitrate"] == [nil, 300_000, 300_000])
        #expect(try StatisticsTable(parsing: table.json(columns: table.names)) == table)
    }

    @Test(
        "A dump out of shape is refused with its place",
        arguments: [
            ("{}", "t_ms"), (#"{"t_ms": [1, 1], "series": {}}"#, "t_ms"), (#"{"t_ms": [1], "series": 2}"#, "series"),
            (#"{"t_ms": [1], "series": {"a": {"b": 3}}}"#, "series.a.b"),
            (#"{"t_ms": [1], "series": {"a": {"b": [3, 4]}}}"#, "series.a.b"),
        ]
    )
    func refused(text: String, path: String) throws {
        do {
            _ = try table(text)
            Issue.record("it was read")
        } catch let error as FormatError {
            #expect(error.path == path)
        }
    }
}
