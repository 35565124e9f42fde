import Foundation
import MediaCodecs
import OpusFit
import RawMedia
import Results
import Synchronization
import ValidationComparison

/// Writes the sources, what was heard of them under every condition, and a manifest that says which is which.
struct Rendering: Sendable {
    private let folder: String
    private let talkers: [Talker]

    /// Two talkers make a call.
    private struct Job: Sendable {
        let condition: CalibrationCondition
        let first: Int
        let second: Int
        let seed: UInt64
    }

    /// What one call adds to the manifest, and the concealment of the whole call by the counters and by the score.
    private struct Piece: Sendable {
        let rows: [UInt8]
        let counted: Double
        let scored: Double
    }

    /// Hands out the jobs to several workers, once each.
    private final class Desk: Sendable {
        let next = Atomic<Int>(0)
    }

    private let jobs: [Job]

    init(folder: String, speech: String?) throws {
        self.folder = folder
        let talkers = try Talker.synthetic() + (speech.map(Talker.recorded) ?? [])
        self.talkers = talkers
        jobs = CalibrationGrid.opus.enumerated().flatMap { number, condition in
            stride(from: 0, to: talkers.count, by: 2).map { first in
                Job(
                    condition: condition,
                    first: first,
                    // The last of an odd number talks with the first, who is heard once.
                    second: first + 1 < talkers.count ? first + 1 : 0,
                    seed: UInt64(1_000 * (number + 1) + first)
                )
            }
        }
    }

    func run(workers: Int) async throws {
        let converter = PolyphaseResampler(from: AudioFormat.sampleRate, to: CalibrationCall.sampleRate)
        var lines: [UInt8] = []
        let pieces = try await pieces(workers: workers)
        header(pieces).appendLine(to: &lines)
        for talker in talkers {
            try write(converter.resample(talker.samples), to: source(of: talker))
            line(CalibrationCondition(.source, kilobits: 0), talker, heard: source(of: talker), ppl: 0)
                .appendLine(to: &lines)
        }
        for piece in pieces { lines += piece.rows }
        try Files.write(lines, to: "\(folder)/manifest.ndjson")
    }

    private func pieces(workers: Int) async throws -> [Piece] {
        let desk = Desk()
        var pieces = [Piece](repeating: Piece(rows: [], counted: 0, scored: 0), count: jobs.count)
        try await withThrowingTaskGroup(of: [(Int, Piece)].self) { group in
            for _ in 0..<workers {
                group.addTask {
                    var made: [(Int, Piece)] = []
                    while true {
                        let index = desk.next.wrappingAdd(1, ordering: .relaxed).oldValue
                        guard index < jobs.count else { return made }
                        made.append((index, try render(jobs[index], number: index)))
                        if index % 20 == 0 { Files.tell("\(index)/\(jobs.count) calls") }
                    }
                }
            }
            for try await part in group { for (index, piece) in part { pieces[index] = piece } }
        }
        return pieces
    }

    private func render(_ job: Job, number: Int) throws -> Piece {
        let pair = [talkers[job.first], talkers[job.second]]
        let heard = try CalibrationCall(condition: job.condition, talkers: pair, seed: job.seed).run()
        var (rows, counted, scored) = ([UInt8](), 0.0, 0.0)
        for (talker, sound) in zip(pair, heard) where job.second > job.first || talker.name == pair[0].name {
            let file = "opus-\(number)-\(talker.name).wav"
            try write(sound.samples, to: file)
            line(job.condition, talker, heard: file, ppl: sound.ppl).appendLine(to: &rows)
            (counted, scored) = (counted + sound.counted, scored + sound.scored)
        }
        return Piece(rows: rows, counted: counted, scored: scored)
    }

    private func header(_ pieces: [Piece]) -> JSONValue {
        let counted = pieces.reduce(0) { $0 + $1.counted }
        let scored = pieces.reduce(0) { $0 + $1.scored }
        return .object([
            "libopus": .string(CodecVersions.opus),
            "talker_seed": .integer(Talker.seed),
            "talkers": .array(talkers.map { .string($0.name) }),
            "concealed_counted_over_scored": .score(scored > 0 ? counted / scored : nil),
        ])
    }

    private func line(
        _ condition: CalibrationCondition,
        _ talker: Talker,
        heard: String,
        ppl: Double
    ) -> JSONValue {
        .object([
            "codec": .string(condition.codec.rawValue), "kbps": .score(condition.kilobits),
            "loss": .score(condition.loss), "burst": .score(condition.burstRatio),
            "fec": .integer(condition.hasFEC ? 1 : 0), "talker": .string(talker.name), "ppl": .score(ppl),
            "source": .string(source(of: talker)), "heard": .string(heard),
        ])
    }

    private func source(of talker: Talker) -> String { "source-\(talker.name).wav" }

    private func write(_ samples: [Int16], to file: String) throws {
        try Files.write(
            WAVFile.encode(samples: samples, sampleRate: CalibrationCall.sampleRate),
            to: "\(folder)/\(file)"
        )
    }
}
