import Units

/// The rate at which the bottleneck's queue stays short (libwebrtc, `delay_based_bwe.cc`).
struct DelayBasedEstimator: Sendable {
    private static let streamTimeout = TimeDelta.seconds(2)

    private var interArrival = InterArrivalDelta()
    private var trendline = TrendlineEstimator()
    private var rateControl: AIMDRateControl
    private var lastFeedback: Timestamp?

    init(start: Double, minimum: Double) { rateControl = AIMDRateControl(start: start, minimum: minimum) }

    var usage: BandwidthUsage { trendline.usage }
    /// The rate control's own rate, in bit/s, believed or not.
    var latestRate: Double { rateControl.bitrate }
    /// Whether the last feedback showed that the queue has drained.
    private(set) var hasRecovered = false

    /// In bit/s; `nil` before a probe, five seconds of throughput or an overuse has set it.
    var bitrate: Double? { rateControl.isInitialised ? rateControl.bitrate : nil }

    mutating func setRoundTripTime(_ roundTripTime: TimeDelta) { rateControl.roundTripTime = roundTripTime }

    mutating func receive(_ results: [PacketResult], throughput: Double?, probe: Double?, at now: Timestamp) {
        var hasArrivals = false
        hasRecovered = false
        for result in results {
            guard let arrival = result.receiveTime else { continue }
            if !hasArrivals, let lastFeedback, now - lastFeedback > Self.streamTimeout {
                interArrival = InterArrivalDelta()
                trendline = TrendlineEstimator()
            }
            hasArrivals = true
            if let deltas = interArrival.receive(sendTime: result.sent.sendTime, arrival: arrival, at: now) {
                let before = trendline.usage
                trendline.receive(sendDelta: deltas.send, arrivalDelta: deltas.arrival, arrival: arrival)
                if before == .underusing, trendline.usage == .normal { hasRecovered = true }
            }
        }
        guard hasArrivals else { return }
        lastFeedback = now
        if trendline.usage == .overusing {
            if let throughput {
                if rateControl.isTimeToReduceFurther(throughput: throughput, at: now) {
                    rateControl.update(.overusing, throughput: throughput, at: now)
                }
            } else if rateControl.isInitialTimeToReduceFurther(at: now) {
                rateControl.setEstimate(rateControl.bitrate / 2, at: now)
            }
        } else if let probe {
            rateControl.setEstimate(probe, at: now)
        } else {
            rateControl.update(trendline.usage, throughput: throughput, at: now)
        }
    }
}
