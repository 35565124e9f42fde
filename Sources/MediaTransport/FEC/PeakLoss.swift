import Units

/// The largest loss of the last ten seconds, in bins of a second (libwebrtc, `media_opt_util.cc`).
struct PeakLoss: Sendable {
    private static let binLength = TimeDelta.seconds(1)
    private static let binCount = 10

    /// Closed bins, newest first, by when they were closed.
    private var bins: [(closed: Timestamp, loss: Int)] = []
    private var open = 0
    private var areBinsZero = true

    /// Takes the loss known now, in 256ths, and returns the peak.
    mutating func update(_ loss: Int, at now: Timestamp) -> Int {
        if let newest = bins.first, now - newest.closed < Self.binLength {
            open = max(open, loss)
        } else {
            let closing = open == 0 ? loss : open
            bins.insert((now, closing), at: 0)
            if bins.count > Self.binCount { bins.removeLast() }
            areBinsZero = bins.allSatisfy { $0.loss == 0 }
            open = 0
        }
        if areBinsZero { return open }
        var peak = open
        for bin in bins {
            guard now - bin.closed <= Self.binLength * Int64(Self.binCount) else { break }
            peak = max(peak, bin.loss)
        }
        return peak
    }
}
