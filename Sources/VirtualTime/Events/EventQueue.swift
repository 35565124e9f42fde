public import Units

/// The events of one partition that are still to come, earliest first.
///
/// Events of one instant leave in the order of their calls' numbers and, within one call, in the order in which they
/// were scheduled; the order never depends on another partition. One small queue a partition: a global one costs
/// some 25 times more an event.
public struct EventQueue<Event> {
    @usableFromInline var order = EventOrder()
    @usableFromInline var events: [Event?] = []
    @usableFromInline var free: [UInt32] = []

    public init() {}

    public var count: Int { order.count }
    public var isEmpty: Bool { order.count == 0 }
    /// When the next event happens, `nil` while nothing is scheduled.
    public var nextTime: Timestamp? { order.nextTime }

    /// Adds an event of a call at a time.
    @inlinable
    public mutating func schedule(_ event: Event, at time: Timestamp, call: UInt32 = 0) {
        let slot: UInt32
        if let reused = free.popLast() {
            slot = reused
            events[Int(reused)] = event
        } else {
            slot = UInt32(events.count)
            events.append(event)
        }
        order.insert(time: time, call: call, slot: slot)
    }

    /// Takes the earliest event if it happens before `limit`, else `nil`.
    @inlinable
    public mutating func popNext(before limit: Timestamp = .distantFuture) -> (time: Timestamp, event: Event)? {
        guard let (time, slot) = order.popNext(before: limit) else { return nil }
        guard let event = events[Int(slot)] else { preconditionFailure("slot \(slot) holds no event") }
        events[Int(slot)] = nil
        free.append(slot)
        return (time, event)
    }
}

extension EventQueue: Sendable where Event: Sendable {}
