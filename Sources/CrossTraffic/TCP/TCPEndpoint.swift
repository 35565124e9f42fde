import Units

/// One end of a connection: a sending and a receiving machine, whose acknowledgements travel with data where they can.
struct TCPEndpoint: Sendable {
    let end: TCPEnd
    private let headerSize: Int
    private(set) var sender: TCPSender
    private(set) var receiver: TCPReceiver
    private(set) var acknowledgementsSent = 0

    init(end: TCPEnd, configuration: TCPConfiguration) {
        self.end = end
        headerSize = configuration.headerSize
        sender = TCPSender(configuration: configuration)
        receiver = TCPReceiver(acknowledgementDelay: configuration.acknowledgementDelay)
    }

    mutating func write(_ bytes: Int64) { sender.write(bytes) }
    mutating func writeWithoutEnd() { sender.writeWithoutEnd() }
    mutating func stopWriting() { sender.stopWriting() }
    mutating func sample(_ roundTrip: TimeDelta) { sender.sample(roundTrip) }

    mutating func receive(_ segment: TCPSegment, at now: Timestamp) {
        if segment.carriesData { receiver.receive(segment, at: now) }
        sender.receive(segment.acknowledgement, at: now)
    }

    /// Sends what may go, and an acknowledgement by itself where one is owed that nothing carries.
    mutating func fill(at now: Timestamp, into effects: inout [TCPEffect]) {
        while let outgoing = sender.next(at: now) { transmit(outgoing, at: now, into: &effects) }
        if receiver.owesAcknowledgement(at: now) { acknowledge(at: now, into: &effects) }
    }

    mutating func acknowledge(at now: Timestamp, into effects: inout [TCPEffect]) {
        acknowledgementsSent += 1
        transmit(TCPSender.Outgoing(number: 0, length: 0, isRepeated: false), at: now, into: &effects)
    }

    private mutating func transmit(_ outgoing: TCPSender.Outgoing, at now: Timestamp, into effects: inout [TCPEffect]) {
        let acknowledgement = receiver.acknowledge()
        let size = headerSize + acknowledgement.selective.headerSize + outgoing.length
        effects.append(
            .transmit(
                TCPSegment(
                    origin: end,
                    kind: .established,
                    size: DataSize(bytes: Int64(size)),
                    length: outgoing.length,
                    isRetransmission: outgoing.isRepeated,
                    number: outgoing.number,
                    acknowledgement: acknowledgement,
                    sentAt: now
                )
            )
        )
    }

    var nextTimeout: Timestamp? { Timestamp.earlier(sender.nextTimeout, receiver.nextTimeout) }

    mutating func advance(to now: Timestamp) { sender.advance(to: now) }
}
