import HeapModule
public import Units

/// The order of events by (time, call, sequence), each standing for a slot that holds the event itself.
///
/// Apart from the generic queue so that the heap moves small plain values, specialised once.
@usableFromInline
struct EventOrder: Sendable {
    private struct Entry: Comparable {
        let time: Int64
        let sequence: UInt64
        let call: UInt32
        let slot: UInt32

        static func == (left: Self, right: Self) -> Bool { left.sequence == right.sequence }

        static func < (left: Self, right: Self) -> Bool {
            if left.time != right.time { return left.time < right.time }
            if left.call != right.call { return left.call < right.call }
            return left.sequence < right.sequence
        }
    }

    private var heap = Heap<Entry>()
    // Compared within one call only, so that one counter a partition orders as one a call would.
    private var sequence: UInt64 = 0

    @usableFromInline init() {}

    @usableFromInline var count: Int { heap.count }
    @usableFromInline var nextTime: Timestamp? { heap.min.map { Timestamp(nanoseconds: $0.time) } }

    @usableFromInline
    mutating func insert(time: Timestamp, call: UInt32, slot: UInt32) {
        heap.insert(Entry(time: time.nanoseconds, sequence: sequence, call: call, slot: slot))
        sequence += 1
    }

    @usableFromInline
    mutating func popNext(before limit: Timestamp) -> (time: Timestamp, slot: UInt32)? {
        guard let next = heap.min, next.time < limit.nanoseconds else { return nil }
        heap.removeMin()
        return (Timestamp(nanoseconds: next.time), next.slot)
    }
}
