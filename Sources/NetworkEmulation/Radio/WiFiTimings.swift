public import Units

/// The times of IEEE 802.11 with OFDM at 5 GHz.
///
/// All of them are remembered, not read: check them before quoting.
public struct WiFiTimings: Hashable, Sendable {
    public static let slot = TimeDelta.microseconds(9)
    public static let sifs = TimeDelta.microseconds(16)
    /// SIFS and two slots.
    public static let difs = TimeDelta.microseconds(34)
    static let symbol: Int64 = 4_000
    /// The smallest contention window and the largest: the back-off is drawn from zero to it.
    public var smallestWindow: Int
    public var largestWindow: Int
    /// How often a frame is sent at most; then it is given up.
    public var triesMax: Int
    /// What comes before the data: 20 us in 802.11a, 40 us in mixed 802.11n with two streams.
    public var preamble: TimeDelta
    /// The rate of acknowledgements.
    public var basicRate: DataRate

    /// MAC header with quality of service, frame check sequence and LLC.
    public static let overhead = DataSize(bytes: 26 + 4 + 8)

    public init(
        smallestWindow: Int = 15,
        largestWindow: Int = 1_023,
        triesMax: Int = 7,
        preamble: TimeDelta = .microseconds(40),
        basicRate: DataRate = .kilobitsPerSecond(24_000)
    ) {
        precondition(smallestWindow > 0 && largestWindow >= smallestWindow, "a window has slots to draw from")
        precondition(triesMax > 0 && preamble >= .zero && basicRate >= .kilobitsPerSecond(1_000), "a frame is sent")
        self.smallestWindow = smallestWindow
        self.largestWindow = largestWindow
        self.triesMax = triesMax
        self.preamble = preamble
        self.basicRate = basicRate
    }

    /// The window of a try, from 0: it doubles with each until it is as large as may be.
    func window(ofTry tries: Int) -> Int {
        var window = smallestWindow
        for _ in 0..<min(tries, 16) where window < largestWindow { window = min(2 * window + 1, largestWindow) }
        return window
    }

    /// How long a frame takes that holds so many bytes of service, tail and padding apart.
    func airtime(ofBytes bytes: Int64, at rate: DataRate, preamble: TimeDelta) -> TimeDelta {
        let bits = 16 + 6 + 8 * bytes
        let bitsPerSymbol = max(1, rate.bitsPerSecond * Self.symbol / 1_000_000_000)
        return preamble + TimeDelta(nanoseconds: (bits + bitsPerSymbol - 1) / bitsPerSymbol * Self.symbol)
    }

    /// How long one packet's frame takes.
    public func airtime(of size: DataSize, at rate: DataRate) -> TimeDelta {
        airtime(ofBytes: (size + Self.overhead).bytes, at: rate, preamble: preamble)
    }

    /// SIFS and the acknowledgement of 14 bytes, or of 32 for a block.
    public func acknowledgement(ofBlock: Bool) -> TimeDelta {
        Self.sifs + airtime(ofBytes: ofBlock ? 32 : 14, at: basicRate, preamble: .microseconds(20))
    }
}
