/// FIPS 180-4, for the digests of the vectors only.
enum SHA256 {
    static func hexadecimal(of message: some Sequence<UInt8>) -> String {
        var bytes = Array(message)
        let bitCount = UInt64(bytes.count) * 8
        bytes.append(0x80)
        while bytes.count % 64 != 56 { bytes.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
        }
        let primes = Self.primes(64)
        let constants = primes.map { Self.fraction($0, root: 3) }
        var hash = primes.prefix(8).map { Self.fraction($0, root: 2) }
        for start in stride(from: 0, to: bytes.count, by: 64) {
            var words = (0..<16).map { word in
                (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[start + 4 * word + $1]) }
            }
            for t in 16..<64 {
                let (a, b) = (words[t - 15], words[t - 2])
                let low = turned(a, 7) ^ turned(a, 18) ^ (a >> 3)
                let high = turned(b, 17) ^ turned(b, 19) ^ (b >> 10)
                words.append(words[t - 16] &+ low &+ words[t - 7] &+ high)
            }
            var s = hash
            for t in 0..<64 {
                let big1 = turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)
                let choice = (s[4] & s[5]) ^ (~s[4] & s[6])
                let first = s[7] &+ big1 &+ choice &+ constants[t] &+ words[t]
                let big0 = turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)
                let majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2])
                s = [first &+ big0 &+ majority, s[0], s[1], s[2], s[3] &+ first, s[4], s[5], s[6]]
            }
            hash = zip(hash, s).map { $0 &+ $1 }
        }
        return hash.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static func turned(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    private static func primes(_ count: Int) -> [UInt64] {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < count {
            if primes.allSatisfy({ !candidate.isMultiple(of: $0) }) { primes.append(candidate) }
            candidate += 1
        }
        return primes
    }

    /// The first 32 bits behind the point of a root, by whole numbers: the largest x with x^root <= n 2^(32 root).
    private static func fraction(_ number: UInt64, root: Int) -> UInt32 {
        var x: UInt64 = 0
        for bit in stride(from: 35, through: 0, by: -1) {
            let trial = x | 1 << UInt64(bit)
            // Products below 2^108 and limits of n 2^64 or n 2^96, compared in halves.
            let square = trial.multipliedFullWidth(by: trial)
            let fits: Bool
            if root == 2 {
                fits = square.high < number || (square.high == number && square.low == 0)
            } else {
                let low = square.low.multipliedFullWidth(by: trial)
                let high = square.high * trial + low.high
                let limit = number << 32
                fits = high < limit || (high == limit && low.low == 0)
            }
            if fits { x = trial }
        }
        return UInt32(truncatingIfNeeded: x)
    }
}
