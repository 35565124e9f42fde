import OpusFit
import QualityModels
import Results
import Testing
import Units
import ValidationComparison

@Suite("The calibration of Opus")
struct CalibrationTests {
    private static let scores = "Results/validation/opus-scores.ndjson"
    private static let results = "Results/validation/opus-ie-bpl.json"

    private func committed() throws -> OpusCalibrationFit {
        let table = try ScoreTable(parsing: try Repository.bytes(Self.scores), place: Self.scores)
        return try OpusCalibrationFit(table, place: Self.scores)
    }

    @Test("Scores that were made from known Ie and Bpl give these again, and the anchor its published ones")
    func known() throws {
        let ie: [Double: Double] = [6: 80, 12: 33.3, 24: 12.5, 48: 0]
        let fit = try OpusCalibrationFit(MadeUpScores(ie: ie, bpl: 11.7).table, place: "made up")
        #expect(fit.bpl == 11.7)
        for coding in fit.codings { #expect(coding.ie == ie[coding.kilobits]) }
        #expect(fit.codings.count == 4)
        #expect(abs(fit.line.slope - 1.4) < 1e-6 && fit.line.rms < 1e-6)
        #expect(fit.visqolPower.exponent == 1 && fit.plcmosPower.exponent == 0.5)
        #expect(fit.anchorRobustness.map(\.both.bpl) == [4.9, 4.6, 4.3])
    }

    @Test("The committed scores give the committed results, byte by byte, and the page's section")
    func refit() throws {
        let fit = try committed()
        #expect(fit.json.prettyBytes == (try Repository.bytes(Self.results)))
        let page = String(decoding: try Repository.bytes("docs/validation.md"), as: UTF8.self)
        #expect(PageSections.section(OpusPage.section, of: page) == OpusPage(fit).text)
    }

    @Test("The shipped table is the committed one")
    func shipped() throws {
        let root = try JSONValue(parsing: try Repository.bytes(Self.results))
        guard case .object(let object) = root, case .object(let opus)? = object["opus"],
            case .array(let points)? = opus["ie_wb"], case .number(let bpl)? = opus["bpl"]
        else {
            Issue.record("the results have no table")
            return
        }
        #expect(OpusImpairment.bpl == bpl.value)
        #expect(points.count == CalibrationGrid.cleanRates.count)
        for point in points {
            guard case .object(let members) = point, case .number(let rate)? = members["kbps"],
                case .number(let ie)? = members["ie"]
            else {
                Issue.record("a point has no rate or no Ie")
                return
            }
            let bitrate = DataRate.kilobitsPerSecond(Int64(rate.value))
            #expect(abs(OpusImpairment.ie(bitrate: bitrate) - ie.value) < 1e-12)
        }
    }

    @Test("Every condition of the grid was heard from at least eight talkers")
    func grid() throws {
        let table = try committed().table
        for condition in CalibrationGrid.opus {
            let talkers = Set(table.rows.filter { $0.condition == condition }.map(\.talker))
            #expect(talkers.count >= 8, "\(condition)")
        }
    }

    @Test(
        "Scores that cannot be used are refused",
        arguments: [
            "", "[1]", "{}\n1", #"{}"# + "\n" + #"{"codec": "opus", "kbps": 6}"#,
            "{}\n" + #"{"codec":"mp3","kbps":6,"loss":0,"burst":1,"fec":0,"talker":"a","ppl":0,"visqol":2,"plcmos":2}"#,
            "{}\n"
                + #"{"codec":"opus","kbps":6,"loss":0,"burst":1,"fec":0,"talker":"a","ppl":0,"visqol":9,"plcmos":2}"#,
        ]
    )
    func refused(text: String) {
        #expect(throws: ValidationError.self) { try ScoreTable(parsing: Array(text.utf8), place: "s.ndjson") }
    }

    @Test("A table without the anchor is refused")
    func noAnchor() {
        let table = ScoreTable(header: [:], rows: [])
        #expect(throws: ValidationError.self) { try OpusCalibrationFit(table, place: "s.ndjson") }
    }
}
