import Foundation
import Scenarios

/// How far a run is, in one line: calls done, simulated time, speed-up, calls a minute and the time left.
struct ProgressLine {
    let name: String
    let callsDone: Int
    let callCount: Int
    /// Simulated seconds, those of an earlier run included.
    let secondsDone: Double
    let secondsTotal: Double
    /// Simulated seconds of this process alone.
    let secondsHere: Double
    let callsHere: Int
    /// Seconds of wall time.
    let elapsed: Double

    private static let barWidth = 24

    private var share: Double { secondsTotal > 0 ? min(secondsDone / secondsTotal, 1) : 1 }

    var text: String {
        var parts = [name.escapingControls.replacing("\n", with: " ").replacing("\t", with: " ")]
        parts.append("\(Int(share * 100)) %".padded(to: 5))
        if callCount > 0 { parts.append("\(callsDone)/\(callCount) calls") }
        parts.append("\(Int(secondsDone.rounded()))/\(Int(secondsTotal.rounded())) s")
        let speed = secondsHere / max(elapsed, 0.001)
        parts.append("x" + String(format: "%.1f", speed))
        if callCount > 0 {
            parts.append(String(format: "%.1f", Double(callsHere) * 60 / max(elapsed, 0.001)) + " calls/min")
        }
        parts.append(speed > 0 ? Self.duration((secondsTotal - secondsDone) / speed) + " left" : "time left unknown")
        return parts.joined(separator: "  ")
    }

    /// The same behind a bar.
    var bar: String {
        let filled = Int(share * Double(Self.barWidth))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled) + " "
            + text
    }

    /// Whole seconds, minutes and hours, rounded up.
    private static func duration(_ seconds: Double) -> String {
        let whole = Int(min(max(seconds, 0), 1e9).rounded(.up))
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3_600: return "\(whole / 60) min \(whole % 60) s"
        default: return "\(whole / 3_600) h \(whole / 60 % 60) min"
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
