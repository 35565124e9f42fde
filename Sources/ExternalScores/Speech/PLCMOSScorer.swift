public import Foundation
public import Units

/// Scores speech by PLCMOS v2 of the Python package speechmos, which needs no reference, at 16 kHz.
///
/// It was trained on concealed losses: it hears short gaps, and neither one long dropout nor stretching. The raters that
/// it draws come from a fixed seed here, so that the same file gets the same score.
public struct PLCMOSScorer: Hashable, Sendable {
    public static let scale = "PLCMOS v2, no reference, 1 to 5"

    public let python: Python

    /// `nil` where the Python lacks the module `speechmos`, or `onnxruntime`, which runs its model.
    public init?(_ python: Python) {
        guard python.has(module: "speechmos"), python.has(module: "onnxruntime") else { return nil }
        self.python = python
    }

    /// With the Python of this machine.
    public static func find(environment: [String: String] = ProcessInfo.processInfo.environment) -> PLCMOSScorer? {
        Python.find(environment: environment).flatMap(PLCMOSScorer.init)
    }

    /// Scores what was heard, a mono 16-bit WAV file at 16 kHz.
    ///
    /// - Throws: `ExternalToolError`; `notComparable` for a file of another form.
    public func score(_ degraded: URL, timeLimit: TimeDelta = .seconds(300)) throws(ExternalToolError) -> Double {
        try SpeechFile.check(degraded)
        let script = """
            import sys, wave
            import numpy as np
            from speechmos import plcmos
            np.random.seed(1)
            file = wave.open(sys.argv[1])
            sound = np.frombuffer(file.readframes(file.getnframes()), np.int16) / 32768.0
            print("MOS", float(plcmos.run(sound, 16000, return_df=False)["plcmos"]))
            """
        return try SpeechFile.score(python.tool, ["-c", script, degraded.absoluteURL.path], timeLimit: timeLimit)
    }
}
