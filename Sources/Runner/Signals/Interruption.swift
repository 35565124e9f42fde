import Dispatch
import Foundation

/// Turns the first SIGINT, SIGTERM or SIGHUP into an orderly stop, and lets the second one end the process at once.
///
/// A SIGHUP that is ignored already stays so: that is what `nohup` asks for.
public final class Interruption {
    private let sources: [any DispatchSourceSignal]

    /// Watches until it is released; `code` is the exit code of a second signal.
    public init(
        raising stop: StopSignal,
        exitCodeOfSecond code: Int32,
        keeping kept: String = "results so far are kept"
    ) {
        let queue = DispatchQueue(label: "rehearsal.signals")
        sources = [SIGINT, SIGTERM, SIGHUP].filter { $0 != SIGHUP || !Self.isIgnored($0) }.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if stop.isRaised { _exit(code) }
                stop.raise()
                let text = "\nstopping: \(kept); a second signal ends at once\n"
                // After a SIGHUP there may be no terminal left to write to.
                try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
            }
            source.resume()
            return source
        }
    }

    deinit { sources.forEach { $0.cancel() } }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        #if os(Linux)
            let handler = action.__sigaction_handler.sa_handler
        #else
            let handler = action.__sigaction_u.__sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
