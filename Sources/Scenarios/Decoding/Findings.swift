import NetworkEmulation

/// What the reading of one scenario has brought up so far.
final class Findings {
    /// More errors or warnings are only counted: a file that is no scenario may have one a line.
    private static let countMax = 200

    let file: String
    private(set) var errors: [(position: YAMLTree.Position, error: ScenarioError)] = []
    private(set) var warnings: [(position: YAMLTree.Position, error: ScenarioError)] = []
    /// The recordings that the scenario names, with their places.
    private(set) var recordings: [(recording: NamedRecording, position: YAMLTree.Position, path: String)] = []
    private(set) var effective: [EffectiveValue] = []

    /// The capacities that files held, so that a file that is named twice is kept once.
    var capacities: [String: Capacity] = [:]
    private let readTrace: (NamedTrace) throws(RecordingFault) -> [UInt8]

    init(
        file: String,
        readTrace: @escaping (NamedTrace) throws(RecordingFault) -> [UInt8] = ScenarioReader.readsNoTrace
    ) {
        self.file = file
        self.readTrace = readTrace
    }

    /// The bytes of a file that the scenario names; `nil` with an error at its place where it cannot be read.
    func bytes(of trace: NamedTrace, at position: YAMLTree.Position, path: String) -> [UInt8]? {
        do {
            return try readTrace(trace)
        } catch {
            add(Complaint(error.message, hint: error.hint), at: position, path: path)
            return nil
        }
    }

    func add(_ complaint: Complaint, at position: YAMLTree.Position, path: String) {
        errors.append((position, error(complaint, at: position, path: path)))
    }

    func warn(_ complaint: Complaint, at position: YAMLTree.Position, path: String) {
        warnings.append((position, error(complaint, at: position, path: path)))
    }

    func note(_ path: String, _ value: String, _ origin: ValueOrigin) {
        effective.append(EffectiveValue(path: path, value: value, origin: origin))
    }

    func name(_ recording: NamedRecording, at position: YAMLTree.Position, path: String) {
        recordings.append((recording, position, path))
    }

    /// The errors in the order of the file, then of the flags.
    var sortedErrors: [ScenarioError] { capped(sorted(errors), "errors") }

    var sortedWarnings: [ScenarioWarning] { capped(sorted(warnings), "warnings").map(ScenarioWarning.init) }

    private func capped(_ all: [ScenarioError], _ kind: String) -> [ScenarioError] {
        guard all.count > Self.countMax else { return all }
        let rest = ScenarioError(file: file, message: "\(all.count - Self.countMax) more \(kind) are not shown")
        return all.prefix(Self.countMax) + [rest]
    }

    private func sorted(_ found: [(position: YAMLTree.Position, error: ScenarioError)]) -> [ScenarioError] {
        func key(_ entry: (offset: Int, element: (position: YAMLTree.Position, error: ScenarioError))) -> [Int] {
            switch entry.element.position {
            case .file(let line, let column): [0, line, column, entry.offset]
            case .outside: [1, 0, 0, entry.offset]
            }
        }
        return found.enumerated().sorted { key($0).lexicographicallyPrecedes(key($1)) }.map(\.element.error)
    }

    private func error(_ complaint: Complaint, at position: YAMLTree.Position, path: String) -> ScenarioError {
        switch position {
        case .file(let line, let column):
            ScenarioError(
                file: file,
                line: line,
                column: column,
                path: path,
                message: complaint.message,
                hint: complaint.hint
            )
        case .outside(let shown, _):
            ScenarioError(file: shown, path: path, message: complaint.message, hint: complaint.hint)
        }
    }
}
