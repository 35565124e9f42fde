import Synchronization

/// Lines of many calls, written in the order of the calls whatever order they finish in.
///
/// A line waits until the lines of all earlier calls are down. Workers take calls in order, so no more calls wait than
/// there are workers.
final class OrderedLines: Sendable {
    private struct State: ~Copyable {
        var appender: FileAppender
        var waiting: [Int: [UInt8]] = [:]
        var nextIndex = 0
        var failure: RunError?
    }

    private let state: Mutex<State>

    init(appender: consuming sending FileAppender) {
        state = Mutex(State(appender: appender))
    }

    /// Hands over the bytes of the call at this place in the plan, perhaps none.
    func deliver(_ bytes: [UInt8], at index: Int) throws {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            state.waiting[index] = bytes
            do {
                while let next = state.waiting.removeValue(forKey: state.nextIndex) {
                    try state.appender.append(next)
                    state.nextIndex += 1
                }
            } catch let error as RunError {
                state.failure = error
                throw error
            }
        }
    }

    /// Writes what still waits behind calls that never finished, in order, and closes the file; returns its length.
    func finish() throws -> Int {
        try state.withLock { state in
            for index in state.waiting.keys.sorted() {
                if let bytes = state.waiting.removeValue(forKey: index) { try state.appender.append(bytes) }
            }
            try state.appender.close()
            return state.appender.byteCount
        }
    }
}
