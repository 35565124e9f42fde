/// Folds words into 64 bits: rotate, exclusive or, multiply, each step one-to-one in the state and in the word.
struct DigestFold: Hashable, Sendable {
    private var state: UInt64 = 0x243F_6A88_85A3_08D3
    private var count: UInt64 = 0

    mutating func add(_ word: UInt64) {
        // The odd part of 2^64 / golden ratio; the rotation brings the well-mixed high bits down.
        state = ((state << 27 | state >> 37) ^ word) &* 0x9E37_79B9_7F4A_7C15
        count &+= 1
    }

    /// The state with its count mixed in, so that trailing zero words show, and every bit spread.
    var value: UInt64 {
        var mixed = state ^ count
        mixed = (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
        mixed = (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ mixed >> 32
    }

    var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
