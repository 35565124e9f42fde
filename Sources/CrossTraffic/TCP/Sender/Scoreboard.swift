import DequeModule
import HeapModule
import Units

/// A piece of the stream that was sent and is not acknowledged in order yet.
struct SentPiece: Sendable {
    enum State: UInt8, Sendable {
        case inFlight
        /// Thought to be lost, and not sent again yet.
        case lost
        /// The receiver holds it beyond a gap.
        case selected
    }

    let offset: Int64
    let length: Int
    var sentAt: Timestamp
    /// Which of all transmissions was its last.
    var transmission: Int64
    var state = State.inFlight
    var isRepeated = false
    /// Its own number, or once the receiver holds it, that of a later piece with nothing missing between.
    var nextUnselected: Int64
}

/// What an acknowledgement told.
struct Delivery: Hashable, Sendable {
    /// Pieces that are now known to have arrived.
    var count = 0
    /// Whether the first missing piece moved on.
    var advances = false
    /// From the oldest piece acknowledged in order that was sent once.
    var roundTrip: TimeDelta?
    /// From the newest that arrived and was sent once.
    var newestRoundTrip: TimeDelta?
}

/// Which pieces are on their way, lost or held by the receiver.
///
/// Every transmission has a number and waits in one queue until it arrives or is found lost, so that finding losses
/// never looks at a piece twice; runs that the receiver holds are passed over by links that shorten as they are
/// followed. Each segment costs an amortised constant time, a lost one the logarithm of how many are lost.
struct Scoreboard: Sendable {
    /// The number of the first piece that is not acknowledged.
    private(set) var first: Int64 = 0
    private(set) var inFlightCount = 0
    private var selectedCount = 0
    private var pieces: Deque<SentPiece> = []
    private var transmissions: Deque<Int64> = []
    private var firstTransmission: Int64 = 0
    private var lost = Heap<Int64>()
    private var evidence = LossEvidence()
    private var highestDelivered: Int64 = -1

    /// The number of the next new piece.
    var next: Int64 { first + Int64(pieces.count) }
    var count: Int { pieces.count }
    var firstOffset: Int64? { pieces.first?.offset }
    /// Whether something lost waits to be sent again.
    var hasLost: Bool { inFlightCount + selectedCount < pieces.count }

    // MARK: - Sending

    mutating func send(offset: Int64, length: Int, at now: Timestamp) -> (number: Int64, piece: SentPiece) {
        let number = next
        let piece = SentPiece(
            offset: offset,
            length: length,
            sentAt: now,
            transmission: firstTransmission + Int64(transmissions.count),
            nextUnselected: number
        )
        pieces.append(piece)
        transmissions.append(number)
        inFlightCount += 1
        return (number, piece)
    }

    /// Sends the first lost piece again, if one is.
    mutating func resend(at now: Timestamp) -> (number: Int64, piece: SentPiece)? {
        while let number = lost.popMin() {
            guard number >= first else { continue }
            let index = Int(number - first)
            guard pieces[index].state == .lost else { continue }
            pieces[index].state = .inFlight
            pieces[index].isRepeated = true
            pieces[index].sentAt = now
            pieces[index].transmission = firstTransmission + Int64(transmissions.count)
            transmissions.append(number)
            inFlightCount += 1
            return (number, pieces[index])
        }
        return nil
    }

    // MARK: - Acknowledgements

    mutating func take(_ acknowledgement: TCPAcknowledgement, at now: Timestamp) -> Delivery {
        var delivery = Delivery()
        while first < min(acknowledgement.next, next), let piece = pieces.popFirst() {
            if piece.state != .selected {
                note(piece, number: first, acknowledgement.echo, at: now, in: &delivery)
                if !piece.isRepeated, delivery.roundTrip == nil { delivery.roundTrip = now - piece.sentAt }
            } else {
                selectedCount -= 1
            }
            first += 1
            if !delivery.advances, piece.isRepeated, let echo = acknowledgement.echo { delivery.roundTrip = now - echo }
            delivery.advances = true
        }
        for block in 0..<acknowledgement.selective.count {
            select(acknowledgement.selective[block], acknowledgement.echo, at: now, in: &delivery)
        }
        return delivery
    }

    private mutating func select(
        _ run: Range<Int64>,
        _ echo: Timestamp?,
        at now: Timestamp,
        in delivery: inout Delivery
    ) {
        let end = min(run.upperBound, next)
        var number = unselected(from: max(run.lowerBound, first))
        while number < end {
            let index = Int(number - first)
            note(pieces[index], number: number, echo, at: now, in: &delivery)
            pieces[index].state = .selected
            selectedCount += 1
            pieces[index].nextUnselected = number + 1
            number = unselected(from: number + 1)
        }
    }

    /// The first piece from a number on that the receiver is not known to hold.
    private mutating func unselected(from start: Int64) -> Int64 {
        var number = start
        let end = next
        while number < end {
            let link = pieces[Int(number - first)].nextUnselected
            if link == number { break }
            if link < end { pieces[Int(number - first)].nextUnselected = pieces[Int(link - first)].nextUnselected }
            number = link
        }
        return number
    }

    private mutating func note(
        _ piece: SentPiece,
        number: Int64,
        _ echo: Timestamp?,
        at now: Timestamp,
        in delivery: inout Delivery
    ) {
        delivery.count += 1
        if piece.state == .inFlight { inFlightCount -= 1 }
        if piece.isRepeated {
            // What arrived may be an earlier transmission (RFC 8985, 6.2, step 2).
            if let echo, echo < piece.sentAt { return }
        } else {
            delivery.newestRoundTrip = now - piece.sentAt
            if number < highestDelivered { evidence.noteReordering() }
        }
        highestDelivered = max(highestDelivered, number)
        evidence.note(transmission: piece.transmission, sentAt: piece.sentAt, at: now)
    }

    // MARK: - Losses

    /// Finds what is lost by now; how many pieces that are.
    mutating func findLosses(by detection: TCPLossDetection, least: TimeDelta?, at now: Timestamp) -> Int {
        var count = 0
        while let number = transmissions.first {
            if isWaiting(number) {
                let sentAt = pieces[Int(number - first)].sentAt
                guard evidence.condemns(firstTransmission, sentAt: sentAt, by: detection, least: least, at: now) else {
                    break
                }
                lose(number)
                count += 1
            }
            transmissions.removeFirst()
            firstTransmission += 1
        }
        return count
    }

    /// When the first transmission will have to be thought lost although nothing more arrives.
    func lossDeadline(by detection: TCPLossDetection, least: TimeDelta?) -> Timestamp? {
        guard detection == .recent, let number = transmissions.first, isWaiting(number) else { return nil }
        return evidence.deadline(of: firstTransmission, sentAt: pieces[Int(number - first)].sentAt, least: least)
    }

    /// Takes everything on its way for lost, after a time-out.
    mutating func loseAll() {
        while let number = transmissions.popFirst() {
            if isWaiting(number) { lose(number) }
            firstTransmission += 1
        }
    }

    /// Whether the first transmission in the queue is still its piece's last, and has not arrived.
    private func isWaiting(_ number: Int64) -> Bool {
        guard number >= first else { return false }
        let piece = pieces[Int(number - first)]
        return piece.state == .inFlight && piece.transmission == firstTransmission
    }

    private mutating func lose(_ number: Int64) {
        pieces[Int(number - first)].state = .lost
        inFlightCount -= 1
        lost.insert(number)
    }
}
