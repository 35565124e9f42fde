import DequeModule

/// Puts pieces in order again: holds those that came before one that is missing.
///
/// Each piece costs a constant time: the two ends of a run of held pieces know each other, so that a new piece joins
/// its neighbours without a look at what lies between.
struct Reassembly: Sendable {
    private struct Slot {
        /// Zero where the piece is missing.
        var length: Int32 = 0
        /// At either end of a run, the number of its other end.
        var otherEnd: Int64 = 0
    }

    /// The first missing piece, and how many bytes came before it.
    private(set) var next: Int64 = 0
    private(set) var bytes: Int64 = 0
    /// From `next` on; the first is always missing.
    private var slots: Deque<Slot> = []

    var holdsSomething: Bool { !slots.isEmpty }

    /// Takes a piece; the run that it lies in, in which `next` may lie too, or `nil` where it was there before.
    mutating func insert(_ number: Int64, length: Int) -> Range<Int64>? {
        guard number >= next else { return nil }
        if number == next, slots.isEmpty {
            next += 1
            bytes += Int64(length)
            return number..<next
        }
        let index = Int(number - next)
        while slots.count <= index { slots.append(Slot()) }
        guard slots[index].length == 0 else { return nil }
        var (low, high) = (number, number)
        if index > 0, slots[index - 1].length > 0 { low = slots[index - 1].otherEnd }
        if index + 1 < slots.count, slots[index + 1].length > 0 { high = slots[index + 1].otherEnd }
        slots[index] = Slot(length: Int32(length), otherEnd: number)
        slots[Int(low - next)].otherEnd = high
        slots[Int(high - next)].otherEnd = low
        release()
        return low..<(high + 1)
    }

    private mutating func release() {
        while let slot = slots.first, slot.length > 0 {
            slots.removeFirst()
            next += 1
            bytes += Int64(slot.length)
        }
    }
}
