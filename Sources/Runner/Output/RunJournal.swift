import Foundation
import Results
import Synchronization

/// What a run has finished, on the disk as soon as it is finished and in that order, so that a kill costs no more than
/// what was under way.
///
/// Three files grow: the lines of calls, their series, and the records of shared links and what runs over them. What
/// belongs together is written in an order that lets a reader tell whether all of it is there: series, then the network's
/// records with a mark behind them, then the calls.
final class RunJournal: Sendable {
    static let calls = "calls.ndjson.partial"
    static let series = "series.ndjson.partial"
    static let network = "network.ndjson.partial"

    /// Where a call's lines stand in the files.
    struct Place {
        let lines: Range<Int>
        let series: Range<Int>
    }

    /// One call that is finished: its record as the files have it, and its lines.
    struct Entry {
        let call: Int
        let lines: [UInt8]
        let series: [UInt8]
    }

    private struct State: ~Copyable {
        var calls: FileAppender
        var series: FileAppender
        var network: FileAppender
        var places: [Int: Place]
        var failure: RunError?
    }

    private let folder: RunFolder
    private let state: Mutex<State>

    /// Starts anew, or goes on behind what an interrupted run finished.
    init(in folder: RunFolder, behind earlier: EarlierCalls = EarlierCalls()) throws {
        self.folder = folder
        let ends = earlier.ends
        state = Mutex(
            State(
                calls: try FileAppender(continuing: folder.file(Self.calls), at: ends.calls),
                series: try FileAppender(continuing: folder.file(Self.series), at: ends.series),
                network: try FileAppender(continuing: folder.file(Self.network), at: ends.network),
                places: earlier.places
            )
        )
    }

    /// Keeps a call that shares nothing.
    func append(_ call: Entry) throws { try append([call], network: []) }

    /// Keeps the calls of a partition and what its links and flows came to, all together.
    func append(_ calls: [Entry], network: [UInt8]) throws {
        try state.withLock { state in
            // What stands behind a line that was cut short could not be read again.
            if let failure = state.failure { throw failure }
            do {
                let series = try state.series.append(contentsOf: calls.map(\.series))
                if !network.isEmpty { try state.network.append(network) }
                let lines = try state.calls.append(contentsOf: calls.map(\.lines))
                for (index, call) in calls.enumerated() {
                    state.places[call.call] = Place(lines: lines[index], series: series[index])
                }
            } catch let error as RunError {
                state.failure = error
                throw error
            }
        }
    }

    /// Writes `calls.ndjson` and `series.ndjson` in the order of the calls; returns how long they are.
    func publish() throws -> [RunManifest.FileLength] {
        let places = try state.withLock { state in
            try state.calls.close()
            try state.series.close()
            try state.network.close()
            return state.places
        }
        let order = places.keys.sorted().compactMap { places[$0] }
        let series = try copy(Self.series, order.map(\.series), to: "series.ndjson")
        let calls = try copy(Self.calls, order.map(\.lines), to: "calls.ndjson")
        try series.publish()
        try calls.publish()
        return [calls, series].map { RunManifest.FileLength(name: $0.name, byteCount: $0.byteCount) }
    }

    /// Takes the growing files away, once everything is in files of its own; the calls first, which count for the rest.
    func remove() {
        for name in [Self.calls, Self.series, Self.network] { _ = unlink(folder.file(name)) }
    }

    private func copy(_ name: String, _ ranges: [Range<Int>], to target: String) throws -> AsideFile {
        let source = try RangeReader(path: folder.file(name))
        let file = try AsideFile(target, in: folder)
        do {
            for range in ranges { try file.append(try source.read(range)) }
            try file.close()
        } catch {
            file.discard()
            throw error
        }
        return file
    }
}

extension FileAppender {
    /// Appends pieces at once, and says where each stands in the file.
    fileprivate func append(contentsOf pieces: [[UInt8]]) throws -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = byteCount
        for piece in pieces {
            ranges.append(start..<start + piece.count)
            start += piece.count
        }
        try append(pieces.count == 1 ? pieces[0] : Array(pieces.joined()))
        return ranges
    }
}
