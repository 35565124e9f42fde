public import Foundation
import Units

/// An ffmpeg of this machine, and whether it can compute VMAF.
public struct FFmpeg: Hashable, Sendable {
    public let tool: ExternalTool
    /// Whether it has the filter `libvmaf`, which Debian's ffmpeg 5.1 lacks.
    public let hasVMAF: Bool

    /// Asks a program which filters it has.
    ///
    /// - Throws: `ExternalToolError` where it is no ffmpeg that runs.
    public init(tool: ExternalTool) throws(ExternalToolError) {
        let filters = try tool.run(["-hide_banner", "-filters"], timeLimit: .seconds(20)).standardOutput
        guard filters.contains(" psnr ") else { throw .unreadable(tool: tool.path, what: "list of filters") }
        self.tool = tool
        hasVMAF = filters.contains(" libvmaf ")
    }

    /// Those that are found, in the order in which they are preferred.
    ///
    /// The one that `REHEARSAL_FFMPEG` names, that of `PATH`, and that which the Python package imageio-ffmpeg brings.
    public static func all(environment: [String: String] = ProcessInfo.processInfo.environment) -> [FFmpeg] {
        var found: [FFmpeg] = []
        func consider(_ tool: ExternalTool?) {
            guard let tool, !found.contains(where: { $0.tool == tool }) else { return }
            if let ffmpeg = try? FFmpeg(tool: tool) { found.append(ffmpeg) }
        }
        consider(environment["REHEARSAL_FFMPEG"].map(ExternalTool.init(path:)))
        consider(ExternalTool.find("ffmpeg", environment: environment))
        consider(Python.find(environment: environment)?.bundledFFmpeg)
        return found
    }

    /// The first that has libvmaf.
    public static func withVMAF(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> FFmpeg? {
        all(environment: environment).first(where: \.hasVMAF)
    }
}
