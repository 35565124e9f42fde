import Foundation
import Scenarios

/// Where a command speaks: results on stdout, everything else on stderr.
enum Console {
    /// Whether a stream is a terminal that wants colour (no-color.org).
    static func wantsColour(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
            && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Says something on stderr; what it quotes cannot steer the terminal.
    static func note(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text.escapingControls + "\n").utf8))
    }

    /// Prints a result.
    ///
    /// - Throws: `ClosedOutput` when nobody reads stdout any more.
    static func print(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch {
            throw ClosedOutput()
        }
    }
}

/// Stdout takes no more: the reader of a pipe has gone, or the disk behind a redirection is full.
struct ClosedOutput: Error, CustomStringConvertible {
    var description: String {
        "error: could not write to stdout: its reader has gone or its disk is full\n"
            + "  hint: read all of the output, or redirect it to a file on a disk with room"
    }
}
