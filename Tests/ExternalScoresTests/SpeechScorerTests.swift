import ExternalScores
import Foundation
import RawMedia
import Testing
import Units

@Suite("Speech scores by Python packages")
struct SpeechScorerTests {
    private static let visqol = VisqolScorer.find()
    private static let plcmos = PLCMOSScorer.find()

    /// Four seconds of made-up syllables, the second file with a share of its 20 ms blocks silenced.
    private func files(silenced: Int) throws -> (reference: URL, degraded: URL) {
        let samples = (0..<64_000).map { place -> Int16 in
            let time = Double(place) / 16_000
            let syllable = max(0, sin(2 * .pi * 3 * time))
            let voice = (1...12).reduce(0.0) { $0 + sin(2 * .pi * 130 * Double($1) * time) / Double($1) }
            return Int16(6_000 * syllable * voice / 2)
        }
        var gaps = samples
        if silenced > 0 {
            for block in stride(from: 3, to: 200, by: silenced) {
                for place in block * 320..<(block + 1) * 320 { gaps[place] = 0 }
            }
        }
        let folder = FileManager.default.temporaryDirectory
        let name = "speech-\(UUID().uuidString)"
        let urls = (folder.appending(path: name + "-a.wav"), folder.appending(path: name + "-b.wav"))
        try Data(WAVFile.encode(samples: samples, sampleRate: 16_000)).write(to: urls.0)
        try Data(WAVFile.encode(samples: gaps, sampleRate: 16_000)).write(to: urls.1)
        return urls
    }

    @Test(
        "ViSQOL rates a sound as itself above one with gaps",
        .enabled(if: visqol != nil, "no visqol-python: install it, and name its Python by REHEARSAL_PYTHON")
    )
    func visqolOrder() throws {
        let scorer = try #require(Self.visqol)
        let (whole, gaps) = (try files(silenced: 0), try files(silenced: 4))
        let best = try scorer.score(reference: whole.reference, degraded: whole.degraded)
        let poor = try scorer.score(reference: gaps.reference, degraded: gaps.degraded)
        #expect(best > 4.5 && best <= 5 && poor < best - 0.2 && poor >= 1, "\(best) \(poor)")
    }

    @Test(
        "PLCMOS gives the same file the same score, from 1 to 5",
        .enabled(if: plcmos != nil, "no speechmos with onnxruntime: install them, and name their Python")
    )
    func plcmosRepeats() throws {
        let scorer = try #require(Self.plcmos)
        let file = try files(silenced: 5).degraded
        let score = try scorer.score(file)
        #expect((1...5).contains(score))
        #expect(try scorer.score(file) == score)
    }

    @Test(
        "A file of another rate is refused before Python runs",
        .enabled(if: visqol != nil, "no visqol-python: install it, and name its Python by REHEARSAL_PYTHON")
    )
    func rate() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "speech-\(UUID().uuidString).wav")
        try Data(WAVFile.encode(samples: [0, 1, 2], sampleRate: 48_000)).write(to: file)
        let error = #expect(throws: ExternalToolError.self) {
            try Self.visqol?.score(reference: file, degraded: file)
        }
        #expect(try #require(error).description.contains("48000 Hz"))
    }
}
