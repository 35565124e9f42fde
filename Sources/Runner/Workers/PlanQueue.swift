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
}

/// A flag that ends a run early: raised by a signal, or by a worker that cannot go on.
public final class StopSignal: Sendable {
    private let flag = Atomic<Bool>(false)

    public init() {}

    public var isRaised: Bool { flag.load(ordering: .relaxed) }
    public func raise() { flag.store(true, ordering: .relaxed) }
}
