import Units

/// The sending machine of one end: what goes when, what is lost, and what is sent again.
struct TCPSender: Sendable {
    private enum State {
        case open
        /// Losses were found; over when everything sent before is acknowledged. Without a reduction, the new window
        /// alone is the limit.
        case recovery(through: Int64, ProportionalRateReduction?)
        /// The timer ran out; over likewise.
        case timedOut(through: Int64)
    }

    struct Outgoing: Sendable {
        var number: Int64
        var length: Int
        var isRepeated: Bool
    }

    private let configuration: TCPConfiguration
    private var state = State.open
    private var scoreboard = Scoreboard()
    private(set) var congestion: CongestionWindow
    private(set) var timer: RetransmissionTimer
    private var hyStart = HyStart()
    /// Where the next new byte lies in the stream.
    private(set) var sentOffset: Int64 = 0
    /// Where what the application wrote ends.
    private(set) var writtenOffset: Int64 = 0
    private var isEndless = false
    /// How many segments may be on their way while losses are repaired.
    private var recoveryWindow = 0
    private var lastSend: Timestamp?

    private(set) var segmentsSent = 0
    private(set) var segmentsRetransmitted = 0
    private(set) var timeouts = 0
    private(set) var recoveries = 0

    init(configuration: TCPConfiguration) {
        self.configuration = configuration
        congestion = CongestionWindow(
            algorithm: configuration.congestionControl,
            initial: configuration.initialWindow
        )
        timer = RetransmissionTimer(floor: configuration.timeoutFloor)
    }

    var acknowledgedOffset: Int64 { scoreboard.firstOffset ?? sentOffset }
    var inFlight: Int { scoreboard.inFlightCount }
    var writesWithoutEnd: Bool { isEndless }

    // MARK: - The application

    mutating func write(_ bytes: Int64) { writtenOffset += bytes }
    mutating func writeWithoutEnd() { isEndless = true }

    /// Ends an endless stream with what was sent so far.
    mutating func stopWriting() {
        guard isEndless else { return }
        isEndless = false
        writtenOffset = max(writtenOffset, sentOffset)
    }

    /// Takes the round trip of the set-up.
    mutating func sample(_ roundTrip: TimeDelta) {
        timer.sample(roundTrip)
        timer.noteLeast(roundTrip)
    }

    // MARK: - Sending

    /// The next piece to send, while one may go.
    mutating func next(at now: Timestamp) -> Outgoing? {
        if scoreboard.count == 0, sentOffset < writtenOffset || isEndless { restartAfterIdle(at: now) }
        guard scoreboard.inFlightCount < window else { return nil }
        if let (number, piece) = scoreboard.resend(at: now) {
            segmentsRetransmitted += 1
            noteSent(at: now)
            if number == scoreboard.first { timer.restart(at: now) }
            return Outgoing(number: number, length: piece.length, isRepeated: true)
        }
        let waiting = isEndless ? Int64(configuration.maximumSegmentSize) : writtenOffset - sentOffset
        let length = min(Int64(configuration.maximumSegmentSize), waiting)
        guard length > 0, sentOffset + length - acknowledgedOffset <= configuration.receiveWindow.bytes else {
            return nil
        }
        let (number, _) = scoreboard.send(offset: sentOffset, length: Int(length), at: now)
        sentOffset += length
        noteSent(at: now)
        return Outgoing(number: number, length: Int(length), isRepeated: false)
    }

    private var window: Int {
        if case .recovery = state { return recoveryWindow }
        return congestion.whole
    }

    private mutating func noteSent(at now: Timestamp) {
        segmentsSent += 1
        lastSend = now
        timer.startIfStopped(at: now)
        if case .recovery(let end, var reduction) = state {
            reduction?.noteSent()
            state = .recovery(through: end, reduction)
        }
    }

    private mutating func restartAfterIdle(at now: Timestamp) {
        guard configuration.restartsAfterIdle, let lastSend else { return }
        congestion.restart(after: now - lastSend, timeout: timer.base)
    }

    // MARK: - Acknowledgements

    mutating func receive(_ acknowledgement: TCPAcknowledgement, at now: Timestamp) {
        let isUsed = congestion.isUsed(by: scoreboard.inFlightCount)
        let delivery = scoreboard.take(acknowledgement, at: now)
        guard delivery.count > 0 || delivery.advances else { return }
        if let newest = delivery.newestRoundTrip { timer.noteLeast(newest) }
        if let roundTrip = delivery.roundTrip { timer.sample(roundTrip) }
        if delivery.advances {
            if scoreboard.count == 0 { timer.stop() } else { timer.restart(at: now) }
        }
        _ = scoreboard.findLosses(by: configuration.lossDetection, least: timer.least, at: now)
        follow(delivery, isUsed: isUsed, at: now)
    }

    /// Lets the congestion window and the state follow what arrived and what was found lost.
    private mutating func follow(_ delivery: Delivery, isUsed: Bool, at now: Timestamp) {
        switch state {
        case .recovery(let end, _) where scoreboard.first >= end: state = .open
        case .timedOut(let end) where scoreboard.first >= end: state = .open
        case .recovery(let end, var reduction):
            let inFlight = scoreboard.inFlightCount
            let allowance = reduction?.allowance(delivered: delivery.count, inFlight: inFlight)
            recoveryWindow = allowance.map { inFlight + $0 } ?? congestion.whole
            state = .recovery(through: end, reduction)
            return
        case .timedOut: break
        case .open: break
        }
        if case .open = state, scoreboard.hasLost {
            enterRecovery(delivered: delivery.count)
        } else if delivery.count > 0 {
            let roundTrip = timer.smoothed ?? .zero
            congestion.grow(
                by: delivery.count,
                isUsed: isUsed,
                at: now,
                roundTrip: roundTrip,
                slowStart: growth(after: delivery)
            )
        }
    }

    /// How fast the first slow start goes on; later ones have a threshold to end at.
    private mutating func growth(after delivery: Delivery) -> HyStart.Growth {
        guard configuration.usesHyStart, congestion.threshold == .infinity, let roundTrip = delivery.newestRoundTrip
        else { return .full }
        return hyStart.follow(roundTrip, acknowledged: scoreboard.first, next: scoreboard.next)
    }

    private mutating func enterRecovery(delivered: Int) {
        recoveries += 1
        let inFlight = scoreboard.inFlightCount
        // A flight that did not fill the window need not shrink (RFC 6675); one that did comes down evenly.
        let isFull = scoreboard.count >= congestion.whole
        congestion.reduce()
        var reduction: ProportionalRateReduction?
        if isFull { reduction = ProportionalRateReduction(flight: scoreboard.count, target: congestion.segments) }
        let allowance = reduction?.allowance(delivered: delivered, inFlight: inFlight)
        recoveryWindow = allowance.map { inFlight + $0 } ?? max(congestion.whole, inFlight + 1)
        state = .recovery(through: scoreboard.next, reduction)
    }

    // MARK: - Time

    var nextTimeout: Timestamp? {
        let deadline = scoreboard.lossDeadline(by: configuration.lossDetection, least: timer.least)
        return Timestamp.earlier(deadline, timer.expiry)
    }

    mutating func advance(to now: Timestamp) {
        let found = scoreboard.findLosses(by: configuration.lossDetection, least: timer.least, at: now)
        if found > 0, case .open = state { enterRecovery(delivered: 0) }
        guard let expiry = timer.expiry, expiry <= now else { return }
        guard scoreboard.count > 0 else {
            timer.stop()
            return
        }
        timeouts += 1
        var isRepeated = false
        if case .timedOut = state { isRepeated = true }
        congestion.collapse(isRepeated: isRepeated)
        scoreboard.loseAll()
        state = .timedOut(through: scoreboard.next)
        timer.backOff(at: now)
    }
}
