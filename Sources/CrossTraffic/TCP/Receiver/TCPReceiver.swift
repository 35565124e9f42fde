import Units

/// The receiving machine of one end: order, acknowledgements and when they go.
///
/// Every second piece is acknowledged at once, a single one after 40 ms at the latest; so is every piece that comes
/// out of order, that fills a gap or that was there before (RFC 1122, 4.2.3.2; RFC 5681, 4.2).
struct TCPReceiver: Sendable {
    private let acknowledgementDelay: TimeDelta
    private var reassembly = Reassembly()
    private var selective = SelectiveBlocks()
    private var echo: Timestamp?
    private var unacknowledgedCount = 0
    private var isAcknowledgementDue = false
    /// When an acknowledgement that waits for company goes by itself.
    private(set) var nextTimeout: Timestamp?

    init(acknowledgementDelay: TimeDelta) { self.acknowledgementDelay = acknowledgementDelay }

    /// Bytes that came in order.
    var bytes: Int64 { reassembly.bytes }

    mutating func receive(_ segment: TCPSegment, at now: Timestamp) {
        let before = reassembly.next
        let hadGap = reassembly.holdsSomething
        let run = reassembly.insert(segment.number, length: segment.length)
        // RFC 7323, 4.3: while an acknowledgement waits, the oldest segment that it answers is the one that counts.
        if segment.number <= before, unacknowledgedCount == 0 || hadGap {
            echo = max(echo ?? segment.sentAt, segment.sentAt)
        }
        selective.drop(below: reassembly.next)
        unacknowledgedCount += 1
        if let run, run.upperBound > reassembly.next { selective.note(run) }
        if run == nil || hadGap || reassembly.holdsSomething || unacknowledgedCount >= 2 {
            isAcknowledgementDue = true
        } else {
            nextTimeout = now + acknowledgementDelay
        }
    }

    /// Whether an acknowledgement has to go now.
    func owesAcknowledgement(at now: Timestamp) -> Bool {
        if isAcknowledgementDue { return true }
        guard let nextTimeout else { return false }
        return nextTimeout <= now
    }

    /// What any segment that goes now says; nothing is owed after it.
    mutating func acknowledge() -> TCPAcknowledgement {
        unacknowledgedCount = 0
        isAcknowledgementDue = false
        nextTimeout = nil
        return TCPAcknowledgement(next: reassembly.next, selective: selective, echo: echo)
    }
}
