public import Foundation
import Units

/// A Python of this machine, for the scorers that exist as Python packages alone.
public struct Python: Hashable, Sendable {
    public let tool: ExternalTool

    /// The one that `REHEARSAL_PYTHON` names, such as that of a virtual environment, else `python3` of `PATH`.
    public static func find(environment: [String: String] = ProcessInfo.processInfo.environment) -> Python? {
        if let path = environment["REHEARSAL_PYTHON"] {
            return FileManager.default.isExecutableFile(atPath: path) ? Python(tool: ExternalTool(path: path)) : nil
        }
        return ExternalTool.find("python3", environment: environment).map(Python.init(tool:))
    }

    /// Whether a module can be found; it is not loaded.
    public func has(module: String) -> Bool {
        let script = "import importlib.util as u, sys; sys.exit(0 if u.find_spec(sys.argv[1]) else 1)"
        return (try? tool.run(["-c", script, module], timeLimit: .seconds(20))) != nil
    }

    /// The version of an installed distribution; `nil` where there is none.
    public func version(of distribution: String) -> String? {
        let script = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"
        let output = try? tool.run(["-c", script, distribution], timeLimit: .seconds(20)).standardOutput
        return output?.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }

    /// The ffmpeg inside of the package imageio-ffmpeg.
    var bundledFFmpeg: ExternalTool? {
        let script = "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())"
        let output = try? tool.run(["-c", script], timeLimit: .seconds(20)).standardOutput
        guard let line = output?.split(whereSeparator: \.isNewline).last else { return nil }
        let path = String(line)
        return FileManager.default.isExecutableFile(atPath: path) ? ExternalTool(path: path) : nil
    }
}
