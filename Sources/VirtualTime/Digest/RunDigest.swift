/// A 64-bit fingerprint of a run: the digests of its calls, folded in the order of the calls' numbers.
///
/// Workers finish calls, and shards hold them, in any order; the run's digest needs only the calls' records.
public struct RunDigest: Hashable, Sendable {
    private var fold = DigestFold()
    private var lastCall: UInt32?

    public init() {}

    /// The digest of calls given in any order; each number must occur once.
    public init(calls: [(call: UInt32, digest: UInt64)]) {
        for (call, digest) in calls.sorted(by: { $0.call < $1.call }) { add(call: call, digest: digest) }
    }

    /// Adds the digest of a call whose number is higher than that of any call before.
    public mutating func add(call: UInt32, digest: UInt64) {
        precondition(lastCall.map { $0 < call } ?? true, "call \(call) is folded out of order")
        lastCall = call
        fold.add(UInt64(call))
        fold.add(digest)
    }

    public var value: UInt64 { fold.value }
    /// The value as 16 lower-case hexadecimal digits.
    public var hexadecimal: String { fold.hexadecimal }
}
