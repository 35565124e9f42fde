import Synchronization

/// Hands out the places of a plan in order, once each, to whoever asks; stops when told to.
final class PlanQueue: Sendable {
    private let next = Atomic<Int>(0)
    private let count: Int
    private let stop: StopSignal

    init(count: Int, stop: StopSignal) {
        self.count = count
        self.stop = stop
    }

    func take() -> Int? {
        guard !stop.isRaised else { return nil }
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }

    /// Lets several workers take places of a plan until none is left; what each of them made.
    ///
    /// - Throws: what a worker throws first; the others are stopped then.
    static func share<Made: Sendable>(
        _ count: Int,
        among workerCount: Int,
        stop: StopSignal,
        _ work: @escaping @Sendable (PlanQueue) throws -> Made
    ) async throws -> [Made] {
        let queue = PlanQueue(count: count, stop: stop)
        return try await withThrowingTaskGroup(of: Made.self) { group in
            for _ in 0..<min(workerCount, count) { group.addTask { try work(queue) } }
            var all: [Made] = []
            do {
                for try await made in group { all.append(made) }
            } catch {
                stop.raise()
                throw error
            }
            return all
        }
    }
}

/// A flag that ends a run early: raised by a signal, or by a worker that cannot go on.
public final class StopSignal: Sendable {
    private let flag = Atomic<Bool>(false)

    public init() {}

    public var isRaised: Bool { flag.load(ordering: .relaxed) }
    public func raise() { flag.store(true, ordering: .relaxed) }
}
