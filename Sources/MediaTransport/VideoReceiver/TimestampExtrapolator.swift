import RTPWire
import Units

/// Fits a line through (arrival, RTP time stamp) and tells when a time stamp's frame should arrive.
///
/// Recursive least squares without forgetting, with a change detector that lets the offset move after a lasting
/// change of delay (libwebrtc `timestamp_extrapolator.cc`). M150's rejection of single outliers is left out: with
/// ideal clocks the fit is close to the mean without it.
struct TimestampExtrapolator: Sendable {
    private static let ticksPerMillisecond = 90.0
    private static let offsetVarianceStart = 1e10
    private static let errorMax = 7_000.0
    private static let drift = 6_600.0
    private static let alarm = 60_000.0
    private static let startupFrameCount = 2
    private static let silenceMax = TimeDelta.seconds(10)

    private var unwrapper = TimestampUnwrapper()
    private var start: Timestamp?
    private var previousArrival: Timestamp = .start
    private var first: Int64?
    private var previous: Int64?
    private var slope = Self.ticksPerMillisecond
    private var offset = 0.0
    private var covariance = (slope: 1.0, cross: 0.0, crossBelow: 0.0, offset: Self.offsetVarianceStart)
    private var frameCount = 0
    private var accumulatedPositive = 0.0
    private var accumulatedNegative = 0.0

    /// Takes the arrival of a frame that was not delayed by a retransmission.
    mutating func update(rtpTimestamp: UInt32, arrival: Timestamp) {
        if start == nil || arrival - previousArrival > Self.silenceMax { reset(at: arrival) }
        previousArrival = max(previousArrival, arrival)
        let time = (arrival - (start ?? arrival)).milliseconds
        let timestamp = unwrapper.unwrap(rtpTimestamp)
        if first == nil {
            first = timestamp
            offset = -slope * time
        }
        let residual = Double(timestamp - (first ?? timestamp)) - time * slope - offset
        if detectsChange(residual), frameCount >= Self.startupFrameCount {
            covariance.offset = Self.offsetVarianceStart
        }
        if let previous, timestamp < previous { return }
        fit(time: time, residual: residual)
        previous = timestamp
        if frameCount < Self.startupFrameCount { frameCount += 1 }
    }

    /// When the frame with this time stamp should arrive, or nil before the first.
    func arrivalTime(rtpTimestamp: UInt32) -> Timestamp? {
        guard let start, let first, let previous else { return nil }
        let timestamp = unwrapper.peek(rtpTimestamp)
        if frameCount < Self.startupFrameCount {
            return previousArrival + TimeDelta(seconds: Double(timestamp - previous) / 90_000)
        }
        guard slope >= 1e-3 else { return start }
        // Whole milliseconds, as the original has them.
        let milliseconds = ((Double(timestamp - first) - offset) / slope + 0.5).rounded(.towardZero)
        guard abs(milliseconds) < 1e11 else { return start }
        return start + .milliseconds(Int64(milliseconds))
    }

    mutating func reset(at now: Timestamp) {
        self = Self()
        start = now
        previousArrival = now
    }

    private mutating func fit(time: Double, residual: Double) {
        let p = covariance
        var gainSlope = p.slope * time + p.cross
        var gainOffset = p.crossBelow * time + p.offset
        let scale = 1 + time * gainSlope + gainOffset
        gainSlope /= scale
        gainOffset /= scale
        slope += gainSlope * residual
        offset += gainOffset * residual
        covariance.slope = p.slope - (gainSlope * time * p.slope + gainSlope * p.crossBelow)
        covariance.cross = p.cross - (gainSlope * time * p.cross + gainSlope * p.offset)
        covariance.crossBelow = p.crossBelow - (gainOffset * time * p.slope + gainOffset * p.crossBelow)
        covariance.offset = p.offset - (gainOffset * time * p.cross + gainOffset * p.offset)
    }

    /// Cumulative sums on both sides: a lasting shift of more than the drift raises the alarm.
    private mutating func detectsChange(_ residual: Double) -> Bool {
        let error = min(max(residual, -Self.errorMax), Self.errorMax)
        accumulatedPositive = max(accumulatedPositive + error - Self.drift, 0)
        accumulatedNegative = min(accumulatedNegative + error + Self.drift, 0)
        guard accumulatedPositive > Self.alarm || accumulatedNegative < -Self.alarm else { return false }
        accumulatedPositive = 0
        accumulatedNegative = 0
        return true
    }
}
