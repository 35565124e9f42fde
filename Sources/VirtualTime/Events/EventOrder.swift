public import Units

/// The order of events by (time, call, sequence), each standing for a slot that holds the event itself.
///
/// A binary heap of small plain values, apart from the generic queue so that it is specialised once. A general heap that
/// gives its largest element too looks at twice as many for each that it gives.
@usableFromInline
struct EventOrder: Sendable {
    private struct Entry: BitwiseCopyable {
        let time: Int64
        let sequence: UInt64
        let call: UInt32
        let slot: UInt32

        @inline(__always)
        func precedes(_ other: Self) -> Bool {
            if time != other.time { return time < other.time }
            if call != other.call { return call < other.call }
            return sequence < other.sequence
        }
    }

    /// Each entry precedes those at twice its place, plus one and plus two.
    private var entries: [Entry] = []
    // Compared within one call only, so that one counter a partition orders as one a call would.
    private var sequence: UInt64 = 0

    @usableFromInline init() {}

    @usableFromInline var count: Int { entries.count }
    @usableFromInline var nextTime: Timestamp? {
        entries.isEmpty ? nil : Timestamp(nanoseconds: entries[0].time)
    }

    @usableFromInline
    mutating func insert(time: Timestamp, call: UInt32, slot: UInt32) {
        let entry = Entry(time: time.nanoseconds, sequence: sequence, call: call, slot: slot)
        sequence += 1
        entries.append(entry)
        entries.withUnsafeMutableBufferPointer { entries in
            var place = entries.count - 1
            while place > 0 {
                let parent = (place - 1) / 2
                guard entry.precedes(entries[parent]) else { break }
                entries[place] = entries[parent]
                place = parent
            }
            entries[place] = entry
        }
    }

    @usableFromInline
    mutating func popNext(before limit: Timestamp) -> (time: Timestamp, slot: UInt32)? {
        guard let first = entries.first, first.time < limit.nanoseconds, let last = entries.popLast() else {
            return nil
        }
        entries.withUnsafeMutableBufferPointer { entries in
            guard !entries.isEmpty else { return }
            var place = 0
            while true {
                var child = 2 * place + 1
                guard child < entries.count else { break }
                if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
                guard entries[child].precedes(last) else { break }
                entries[place] = entries[child]
                place = child
            }
            entries[place] = last
        }
        return (Timestamp(nanoseconds: first.time), first.slot)
    }
}
