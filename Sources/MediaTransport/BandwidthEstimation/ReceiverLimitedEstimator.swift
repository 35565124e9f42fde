import DequeModule
import RTPWire
import Units

/// What the path carries where the receiver says it: no more than its last REMB, and less while reports tell of loss
/// (libwebrtc, `send_side_bandwidth_estimation.cc` without transport-wide feedback).
///
/// Below 2 % of loss the rate grows by 8 % of its least value of the last second, above 10 % it falls by half the loss,
/// between the two it stays. Rates are in bit/s.
struct ReceiverLimitedEstimator: Sendable {
    private static let pacingFactor = 2.5
    /// REMB is believed at once this long after the first report, while nothing is lost.
    private static let startPhase = TimeDelta.seconds(2)
    private static let increaseInterval = TimeDelta.seconds(1)
    private static let increaseFactor = 1.08
    private static let increaseExtra = 1_000.0
    /// A cut waits this long and a round trip after the one before.
    private static let decreaseInterval = TimeDelta.milliseconds(300)
    /// In 256ths, as reports count: 2 % and 10 %.
    private static let lowLoss = 0.02 * 256
    private static let highLoss = 0.1 * 256
    /// A report older than this says nothing: 1.2 times the longest interval of reports.
    private static let reportValidity = TimeDelta.seconds(6)

    private(set) var target: Double
    private let minimum: Double
    private var limit = Double.infinity
    private var loss = 0
    private var firstReport: Timestamp?
    private var lastLoss: Timestamp?
    private var roundTripTime = TimeDelta.zero
    private var hasCut = false
    private var lastCut: Timestamp?
    /// Rates of the last second that are below all later ones, in ascending order.
    private var minima: Deque<(time: Timestamp, rate: Double)> = []

    init(start: Double, minimum: Double = 0, at now: Timestamp) {
        self.minimum = max(minimum, BandwidthEstimator.smallestMinimum)
        target = max(start, minimum)
    }

    var pacingRate: Double { target * Self.pacingFactor }

    /// Takes the receiver's word; zero lifts the limit.
    mutating func receive(_ remb: ReceiverEstimatedMaximumBitrate, at now: Timestamp) {
        limit = remb.bitrate > .zero ? Double(remb.bitrate.bitsPerSecond) : .infinity
        setTarget(target)
    }

    /// Takes a report, with the loss in 256ths where it is based on enough packets.
    mutating func reported(loss: Int?, roundTripTime: TimeDelta, at now: Timestamp) {
        self.roundTripTime = roundTripTime
        firstReport = firstReport ?? now
        guard let loss else { return }
        self.loss = loss
        lastLoss = now
        hasCut = false
        advance(to: now)
    }

    /// Brings the target up to date; to be called every 25 ms.
    mutating func advance(to now: Timestamp) {
        let isStarting = firstReport.map { now - $0 < Self.startPhase } ?? true
        if loss == 0, isStarting, limit.isFinite, limit > target {
            minima = [(now, target)]
            return setTarget(limit)
        }
        noteMinimum(at: now)
        guard let lastLoss, now - lastLoss < Self.reportValidity else { return setTarget(target) }
        if Double(loss) <= Self.lowLoss {
            let least = minima.first?.rate ?? target
            setTarget(least * Self.increaseFactor + Self.increaseExtra)
        } else if Double(loss) > Self.highLoss, !hasCut, isCutDue(at: now) {
            hasCut = true
            lastCut = now
            setTarget(target * Double(512 - loss) / 512)
        }
    }

    private func isCutDue(at now: Timestamp) -> Bool {
        lastCut.map { now - $0 >= Self.decreaseInterval + roundTripTime } ?? true
    }

    private mutating func noteMinimum(at now: Timestamp) {
        while let first = minima.first, now - first.time + .milliseconds(1) > Self.increaseInterval {
            minima.removeFirst()
        }
        while let last = minima.last, target <= last.rate { minima.removeLast() }
        minima.append((now, target))
    }

    private mutating func setTarget(_ rate: Double) {
        target = max(minimum, min(rate, limit))
    }
}
