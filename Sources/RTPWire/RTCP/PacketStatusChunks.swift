/// Packs the statuses of transport-wide feedback into 16-bit chunks
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01, sections 3.1.3 and 3.1.4).
///
/// Greedy, in the order libwebrtc packs: a run as long as all symbols are equal, else fourteen one-bit symbols while
/// no delta is large, else seven two-bit symbols.
struct PacketStatusChunks {
    /// The symbols of section 3.1.1.
    enum Symbol: UInt16 {
        case notReceived = 0
        case smallDelta = 1
        case largeDelta = 2

        init(_ delta: Int16?) {
            guard let delta else {
                self = .notReceived
                return
            }
            self = (0...255).contains(delta) ? .smallDelta : .largeDelta
        }

        /// The bytes of the receive delta that goes with the symbol.
        var deltaLength: Int { Int(rawValue) }
    }

    private static let oneBitCapacity = 14
    private static let twoBitCapacity = 7
    /// The 13-bit run length.
    private static let runCapacity = 8191

    /// The first fourteen pending symbols, two bits each, the oldest in the lowest bits.
    private var pending: UInt32 = 0
    private var count = 0
    private var areEqual = true
    private var hasLargeDelta = false

    /// Takes one more symbol and hands on the chunk that it completes, if any.
    mutating func append(_ symbol: Symbol, emit: (UInt16) -> Void) {
        while !canTake(symbol) { emit(takeChunk()) }
        push(symbol.rawValue)
    }

    /// Hands on what is left.
    mutating func finish(emit: (UInt16) -> Void) {
        guard count > 0 else { return }
        if areEqual {
            emit(takeRun())
        } else {
            emit(count <= Self.twoBitCapacity ? twoBitChunk() : oneBitChunk())
            self = Self()
        }
    }

    private func canTake(_ symbol: Symbol) -> Bool {
        if count < Self.twoBitCapacity { return true }
        if count < Self.oneBitCapacity, !hasLargeDelta, symbol != .largeDelta { return true }
        return count < Self.runCapacity && areEqual && symbol.rawValue == self[0]
    }

    private mutating func push(_ symbol: UInt16) {
        if count < Self.oneBitCapacity { pending |= UInt32(symbol) << (2 * UInt32(count)) }
        count += 1
        areEqual = areEqual && symbol == self[0]
        hasLargeDelta = hasLargeDelta || symbol == Symbol.largeDelta.rawValue
    }

    private mutating func takeChunk() -> UInt16 {
        if areEqual { return takeRun() }
        if count == Self.oneBitCapacity {
            let chunk = oneBitChunk()
            self = Self()
            return chunk
        }
        let chunk = twoBitChunk()
        let rest = pending >> UInt32(2 * Self.twoBitCapacity)
        let restCount = count - Self.twoBitCapacity
        self = Self()
        for index in 0..<restCount { push(UInt16((rest >> (2 * UInt32(index))) & 3)) }
        return chunk
    }

    private mutating func takeRun() -> UInt16 {
        let chunk = self[0] << 13 | UInt16(count)
        self = Self()
        return chunk
    }

    private func oneBitChunk() -> UInt16 {
        var chunk: UInt16 = 0x8000
        for index in 0..<min(count, Self.oneBitCapacity) { chunk |= self[index] << UInt16(13 - index) }
        return chunk
    }

    private func twoBitChunk() -> UInt16 {
        var chunk: UInt16 = 0xC000
        for index in 0..<min(count, Self.twoBitCapacity) { chunk |= self[index] << UInt16(2 * (6 - index)) }
        return chunk
    }

    private subscript(index: Int) -> UInt16 { UInt16((pending >> (2 * UInt32(index))) & 3) }
}
