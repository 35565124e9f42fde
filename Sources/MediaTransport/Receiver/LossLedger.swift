/// Keeps book, packet by packet, of what came at first, what was repaired and what was of use.
///
/// Sequence numbers are unwrapped. A packet is looked back for over 4096 numbers.
struct LossLedger: Sendable {
    /// How a packet became usable.
    enum Way: UInt8, Sendable {
        case firstTransmission = 0
        case retransmission = 1
        case fec = 2
    }

    private static let windowCount: Int64 = 4_096
    private static let hasArrived: UInt8 = 1
    private static let isUsable: UInt8 = 2
    /// The way stands above the flags.
    private static let wayShift: UInt8 = 2

    private var flags = [UInt8](repeating: 0, count: Int(Self.windowCount))
    private var lowest: Int64?
    private var highest: Int64 = 0
    private var arrivedCount = 0
    private var usableCount = 0
    /// Usable packets whose first transmission has not come, by the way they came; a repair of a packet that comes
    /// after all counts no longer.
    private var repairedCount = [0, 0, 0]

    /// Notes a packet's first transmission.
    mutating func noteArrival(_ sequence: Int64) {
        if sequence == highest + 1, lowest != nil {
            highest = sequence
            flags[index(sequence)] = Self.hasArrived
            arrivedCount += 1
            return
        }
        guard let slot = slot(of: sequence, extends: true) else { return }
        let before = flags[slot]
        guard before & Self.hasArrived == 0 else { return }
        flags[slot] = before | Self.hasArrived
        arrivedCount += 1
        if before & Self.isUsable != 0 { repairedCount[Int(before >> Self.wayShift)] -= 1 }
    }

    /// Notes a packet's first transmission, which is used at once.
    mutating func noteArrivalAndUse(_ sequence: Int64) {
        guard sequence == highest + 1, lowest != nil else {
            noteArrival(sequence)
            noteUsable(sequence, by: .firstTransmission)
            return
        }
        highest = sequence
        flags[index(sequence)] = Self.hasArrived | Self.isUsable | Way.firstTransmission.rawValue << Self.wayShift
        arrivedCount += 1
        usableCount += 1
    }

    /// Notes that a packet's media was, or will be, used; false where that was known, or is too long ago to tell.
    @discardableResult
    mutating func noteUsable(_ sequence: Int64, by way: Way) -> Bool {
        guard let slot = slot(of: sequence, extends: way != .fec) else { return false }
        let before = flags[slot]
        guard before & Self.isUsable == 0 else { return false }
        flags[slot] = before | Self.isUsable | way.rawValue << Self.wayShift
        usableCount += 1
        if before & Self.hasArrived == 0 { repairedCount[Int(way.rawValue)] += 1 }
        return true
    }

    /// The counts, leaving out `waiting` packets that have come and may still be used.
    func statistics(waiting: Int = 0) -> RepairStatistics {
        var result = RepairStatistics()
        guard let lowest else { return result }
        result.expected = Int(highest - lowest + 1)
        result.lostBeforeRepair = result.expected - arrivedCount
        result.recoveredByRetransmission = repairedCount[Int(Way.retransmission.rawValue)]
        result.recoveredByFEC = repairedCount[Int(Way.fec.rawValue)]
        result.residual = max(0, result.expected - usableCount - waiting)
        let unrepaired = result.lostBeforeRepair - result.recoveredByRetransmission - result.recoveredByFEC
        result.late = max(0, result.residual - unrepaired)
        return result
    }

    private mutating func slot(of sequence: Int64, extends: Bool) -> Int? {
        if let lowest, sequence <= highest, sequence >= lowest, sequence > highest - Self.windowCount {
            return index(sequence)
        }
        return newSlot(of: sequence, extends: extends)
    }

    private mutating func newSlot(of sequence: Int64, extends: Bool) -> Int? {
        guard let lowest else {
            guard extends else { return nil }
            lowest = sequence
            highest = sequence
            return index(sequence)
        }
        if sequence > highest {
            guard extends else { return nil }
            if sequence == highest + 1 {
                flags[index(sequence)] = 0
            } else {
                for skipped in 0..<min(sequence - highest, Self.windowCount) { flags[index(sequence - skipped)] = 0 }
            }
            highest = sequence
        }
        guard sequence > highest - Self.windowCount else { return nil }
        if sequence < lowest {
            guard extends else { return nil }
            self.lowest = sequence
        }
        return index(sequence)
    }

    private func index(_ sequence: Int64) -> Int { Int(sequence & (Self.windowCount - 1)) }
}
