import Units

/// Reads scenario files.
public enum ScenarioReader {
    /// The largest scenario that is read, in bytes.
    public static let byteCountMax = SourceText.byteCountMax

    /// Reads a scenario from the bytes of its file, with some values replaced from outside.
    ///
    /// Everything that is wrong is reported at once. `file` is only what messages call the file; nothing is opened,
    /// and sources stay paths. `check` is asked about every recording that the scenario names, and `readTrace` for the
    /// bytes of every trace; their faults are reported with the others, each at its place.
    public static func read(
        bytes: [UInt8],
        file: String,
        overrides: [Override] = [],
        check: (NamedRecording) throws(RecordingFault) -> Void = { _ in },
        readTrace: @escaping (NamedTrace) throws(RecordingFault) -> [UInt8] = ScenarioReader.readsNoTrace
    ) throws(ScenarioErrors) -> ReadScenario {
        let findings = Findings(file: file, readTrace: readTrace)
        if let root = tree(of: bytes, overrides, findings) {
            let decoding = ScenarioDecoding(root: root, findings: findings)
            let scenario = decoding?.scenario()
            for named in findings.recordings {
                do {
                    try check(named.recording)
                } catch {
                    findings.add(Complaint(error.message, hint: error.hint), at: named.position, path: named.path)
                }
            }
            if let scenario, findings.errors.isEmpty {
                return ReadScenario(
                    scenario: scenario,
                    warnings: findings.sortedWarnings,
                    effective: findings.effective
                )
            }
        }
        if findings.errors.isEmpty {
            findings.add(
                Complaint("the scenario could not be read"),
                at: .file(line: 1, column: 1),
                path: ""
            )
        }
        throw ScenarioErrors(errors: findings.sortedErrors)
    }

    /// Refuses every trace, for readers without files.
    public static func readsNoTrace(_ trace: NamedTrace) throws(RecordingFault) -> [UInt8] {
        throw RecordingFault("\(trace.path) cannot be read: this reader opens no files")
    }

    /// The file as a tree with the overrides in it; `nil` with errors where there is none to go on with.
    static func tree(of bytes: [UInt8], _ overrides: [Override], _ findings: Findings) -> YAMLTree? {
        func add(_ fault: YAMLFault) {
            findings.add(
                Complaint(fault.message, hint: fault.hint),
                at: .file(line: fault.line, column: fault.column),
                path: fault.path
            )
        }
        let source: SourceText
        do {
            source = try SourceText(bytes: bytes)
        } catch {
            add(error)
            return nil
        }
        var reader = YAMLReader()
        let read = reader.read(source.text)
        reader.faults.forEach(add)
        guard var root = read else {
            if reader.faults.isEmpty { add(emptyFault) }
            return nil
        }
        if case .scalar(let text) = root.content, text.isEmpty {
            add(emptyFault)
            return nil
        }
        OverrideApplication(findings: findings).apply(overrides, to: &root)
        return root
    }

    private static let emptyFault = YAMLFault(
        line: 1,
        column: 1,
        message: "the scenario is empty",
        hint: "rehearsal init writes one to start from"
    )
}
