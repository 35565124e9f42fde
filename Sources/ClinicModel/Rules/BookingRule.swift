/// How many patients are booked into which slot.
public enum BookingRule: Hashable, Sendable {
    /// One a slot.
    case individual
    /// Two in the first slot, then one each, and none in the last (Bailey and Welch, 1952).
    case baileyWelch
    /// Two in every second slot.
    case twoAtATime
    /// So many at once, in every slot of that number.
    case wave(Int)
    /// One a slot, with intervals that are longer in the middle than at both ends.
    ///
    /// The number is how much longer the longest is than the mean, relative to it.
    case dome(Double)

    /// The patients of each slot; every rule books one patient a slot in all.
    public func patients(slots: Int) -> [Int] {
        switch self {
        case .individual, .dome: return Array(repeating: 1, count: slots)
        case .baileyWelch:
            guard slots > 1 else { return Array(repeating: 1, count: slots) }
            return [2] + Array(repeating: 1, count: slots - 2) + [0]
        case .twoAtATime: return Self.blocks(of: 2, slots: slots)
        case .wave(let size): return Self.blocks(of: max(size, 1), slots: slots)
        }
    }

    private static func blocks(of size: Int, slots: Int) -> [Int] {
        (0..<slots).map { $0.isMultiple(of: size) ? min(size, slots - $0) : 0 }
    }
}
