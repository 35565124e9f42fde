public import Foundation
public import Units

/// Scores speech by the Python package visqol-python: ViSQOL v3 in speech mode, at 16 kHz.
///
/// With its exponential map, scaled to 5, whatever else is installed; that map hardly sees short gaps and one second of
/// silence (docs/models/scoring.md), so it must not stand alone.
public struct VisqolScorer: Hashable, Sendable {
    public static let scale = "MOS-LQO, ViSQOL v3 speech mode, exponential map, 1 to 5"

    public let python: Python

    /// `nil` where the Python has no module `visqol`.
    public init?(_ python: Python) {
        guard python.has(module: "visqol") else { return nil }
        self.python = python
    }

    /// With the Python of this machine.
    public static func find(environment: [String: String] = ProcessInfo.processInfo.environment) -> VisqolScorer? {
        Python.find(environment: environment).flatMap(VisqolScorer.init)
    }

    /// Scores what was heard against what was said, both mono 16-bit WAV files at 16 kHz.
    ///
    /// - Throws: `ExternalToolError`; `notComparable` for files of another form.
    public func score(
        reference: URL,
        degraded: URL,
        timeLimit: TimeDelta = .seconds(300)
    ) throws(ExternalToolError) -> Double {
        try SpeechFile.check(reference)
        try SpeechFile.check(degraded)
        let script = """
            import sys
            from visqol import VisqolApi
            api = VisqolApi()
            api.create(mode="speech", use_lattice_model=False)
            print("MOS", float(api.measure(sys.argv[1], sys.argv[2]).moslqo))
            """
        let arguments = ["-c", script, reference.absoluteURL.path, degraded.absoluteURL.path]
        return try SpeechFile.score(python.tool, arguments, timeLimit: timeLimit)
    }
}
