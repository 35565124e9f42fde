import Foundation
import Synchronization

/// Tells on stderr how far a run is: a bar on a terminal, a line each 10 s elsewhere, nothing when quiet.
final class Progress: Sendable {
    private struct State {
        var callsDone = 0
        var simulatedSeconds = 0.0
        /// Of calls that an earlier run simulated.
        var earlierSeconds = 0.0
        var callsEarlier = 0
        var shownAt: Double
        var barIsShown = false
    }

    private let name: String
    private let callCount: Int
    private let secondsTotal: Double
    private let isQuiet: Bool
    private let isTerminal: Bool
    private let startedAt: Double
    private let state: Mutex<State>

    init(name: String, callCount: Int, secondsTotal: Double, isQuiet: Bool) {
        self.name = name
        self.callCount = callCount
        self.secondsTotal = secondsTotal
        self.isQuiet = isQuiet
        isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
        startedAt = Self.now()
        state = Mutex(State(shownAt: startedAt))
    }

    /// Notes simulated time, and shows it when it is time to.
    func advance(bySeconds seconds: Double, finishingCall: Bool = false) {
        guard !isQuiet else { return }
        state.withLock { state in
            state.simulatedSeconds += seconds
            if finishingCall { state.callsDone += 1 }
            let now = Self.now()
            guard now - state.shownAt >= (isTerminal ? 0.2 : 10) else { return }
            state.shownAt = now
            state.barIsShown = isTerminal
            write(line(state, now: now) + (isTerminal ? "" : "\n"))
        }
    }

    /// Notes a call that an earlier run simulated.
    func skip(seconds: Double) {
        state.withLock { state in
            state.earlierSeconds += seconds
            state.callsDone += 1
            state.callsEarlier += 1
        }
    }

    /// Removes the bar, so that what follows starts on a clean line.
    func finish() {
        guard !isQuiet, isTerminal else { return }
        state.withLock { state in
            if state.barIsShown { write("\r\u{1B}[K") }
        }
    }

    private func line(_ state: State, now: Double) -> String {
        let line = ProgressLine(
            name: name,
            callsDone: state.callsDone,
            callCount: callCount,
            secondsDone: state.simulatedSeconds + state.earlierSeconds,
            secondsTotal: secondsTotal,
            secondsHere: state.simulatedSeconds,
            callsHere: state.callsDone - state.callsEarlier,
            elapsed: now - startedAt
        )
        return isTerminal ? "\r\u{1B}[K" + line.bar : line.text
    }

    /// Progress that nobody can read must not end the run.
    private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
