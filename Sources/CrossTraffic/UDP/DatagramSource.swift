public import Units
public import VirtualTime

/// Datagrams of one size at a constant rate, all the time or in bursts.
///
/// The n-th datagram of a burst leaves n sizes after its first at the rate, to the nanosecond below, so that nothing
/// drifts. Bursts and silences are exponential (one draw each); a source starts with a burst.
public struct DatagramSource: Sendable {
    public struct OnOff: Hashable, Sendable {
        public let meanOn: TimeDelta
        public let meanOff: TimeDelta

        public init(meanOn: TimeDelta, meanOff: TimeDelta) {
            self.meanOn = meanOn
            self.meanOff = meanOff
        }
    }

    /// On the wire, headers included.
    public let size: DataSize
    private let rate: DataRate
    private let onOff: OnOff?
    private var random: RandomStream
    private var burstStart: Timestamp
    private var burstEnd: Timestamp
    private var count: Int64 = 0
    /// When the next datagram leaves.
    public private(set) var nextTime: Timestamp

    public init(rate: DataRate, size: DataSize, onOff: OnOff? = nil, random: RandomStream, at start: Timestamp) {
        precondition(rate.bitsPerSecond > 0 && size > .zero, "a source sends something")
        self.rate = rate
        self.size = size
        self.onOff = onOff
        self.random = random
        burstStart = start
        nextTime = start
        burstEnd = .distantFuture
        if let onOff { burstEnd = start + self.random.exponential(mean: onOff.meanOn) }
    }

    /// Sends the datagram that leaves at `nextTime`, which moves on.
    public mutating func send() {
        count += 1
        nextTime = burstStart + time(of: count)
        guard let onOff else { return }
        while nextTime >= burstEnd {
            burstStart = burstEnd + random.exponential(mean: onOff.meanOff)
            burstEnd = burstStart + random.exponential(mean: onOff.meanOn)
            nextTime = burstStart
            count = 0
        }
    }

    /// When the n-th datagram leaves after the first: n sizes at the rate.
    private func time(of number: Int64) -> TimeDelta {
        let bits = number.multipliedFullWidth(by: size.bytes * 8)
        precondition(bits.high == 0, "so many datagrams were never sent")
        let product = bits.low.multipliedFullWidth(by: 1_000_000_000)
        let (quotient, _) = UInt64(rate.bitsPerSecond).dividingFullWidth(product)
        return TimeDelta(nanoseconds: Int64(quotient))
    }
}
