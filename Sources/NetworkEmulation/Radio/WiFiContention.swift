public import Units

/// A Wi-Fi link by a few numbers: what others leave of the medium, and frames that are sent again.
///
/// The model is ours.
///
/// Now and then others contend for the medium, for an exponential time, and then only a share of it is left. A frame
/// takes DIFS, a back-off, its air time and an acknowledgement at each try; a try fails with a fixed chance, and the last
/// failure loses it, so that q to the power of the tries is lost.
public struct WiFiContention: Hashable, Sendable {
    /// The rate of the radio.
    public let rate: DataRate
    /// The chance that a try fails.
    public let retry: Probability
    /// The share of all time in which others contend, and for how long on average.
    public let busyShare: Probability
    public let meanBusy: TimeDelta
    /// What is left of the medium then, in millionths.
    public let shareLeft: Int
    public let timings: WiFiTimings

    /// `nil` where the rate is below 1 Mbit/s, nothing of the medium is left or no try succeeds.
    public init?(
        rate: DataRate,
        retry: Probability = .never,
        busyShare: Probability = .never,
        meanBusy: TimeDelta = .milliseconds(50),
        shareLeft: Probability = .always,
        timings: WiFiTimings = WiFiTimings()
    ) {
        let millionths = Int((shareLeft.value * 1e6).rounded())
        guard rate >= .kilobitsPerSecond(1_000), retry < .always, millionths > 0, meanBusy > .zero else { return nil }
        self.rate = rate
        self.retry = retry
        self.busyShare = busyShare
        self.meanBusy = meanBusy
        self.shareLeft = millionths
        self.timings = timings
    }

    /// How long a packet's n-th try (from 0) takes beside its back-off.
    func tryTime(of size: DataSize) -> TimeDelta {
        WiFiTimings.difs + timings.airtime(of: size, at: rate) + timings.acknowledgement(ofBlock: false)
    }

    /// What goes through in the mean with packets of 1500 bytes that are sent once.
    public var meanRate: DataRate {
        let size = DataSize(bytes: 1_500)
        let backOff = Double(timings.smallestWindow) / 2 * WiFiTimings.slot.seconds
        let left = 1 - busyShare.value * (1 - Double(shareLeft) / 1e6)
        let seconds = tryTime(of: size).seconds + backOff
        return DataRate(bitsPerSecond: max(1, Int64((Double(size.bytes) * 8 / seconds * left).rounded())))
    }
}
