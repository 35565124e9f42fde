import Dispatch
import Foundation

/// Turns the first SIGINT or SIGTERM into an orderly stop, and lets the second one end the process at once.
public final class Interruption {
    private let sources: [any DispatchSourceSignal]

    /// Watches until it is released; `code` is the exit code of a second signal.
    public init(raising stop: StopSignal, exitCodeOfSecond code: Int32) {
        let queue = DispatchQueue(label: "rehearsal.signals")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if stop.isRaised { _exit(code) }
                stop.raise()
                let text = "\nstopping: results so far are kept; a second signal ends at once\n"
                FileHandle.standardError.write(Data(text.utf8))
            }
            source.resume()
            return source
        }
    }

    deinit { sources.forEach { $0.cancel() } }
}
