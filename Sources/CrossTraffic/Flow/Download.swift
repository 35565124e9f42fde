import Units

/// One download over TCP, of a size or without end.
struct Download: Sendable {
    private var connection: TCPConnection
    private let size: DataSize?
    private var isWriting = false
    private var effects: [TCPEffect] = []

    init(control: CongestionControlAlgorithm, size: DataSize?) {
        connection = TCPConnection(configuration: TCPConfiguration(congestionControl: control, setUp: .handshake))
        self.size = size
    }

    mutating func start(at now: Timestamp, into sent: inout [TrafficEffect]) {
        connection.open(at: now, into: &effects)
        if let size {
            connection.write(size, from: .server, at: now, into: &effects)
        } else {
            write(at: now)
        }
        settle(into: &sent)
    }

    func nextTimeout(_ times: TrafficTimes) -> Timestamp? {
        let switches = size == nil ? times.pauses.flatMap { [$0.lowerBound, $0.upperBound] } + [times.stop] : []
        let next = switches.first { $0 > lastSwitch }
        return [next, connection.nextTimeout].compactMap { $0 }.min()
    }

    private var lastSwitch = Timestamp(nanoseconds: .min)

    mutating func advance(to now: Timestamp, _ times: TrafficTimes, into sent: inout [TrafficEffect]) {
        lastSwitch = now
        if size == nil {
            let isActive = times.isActive(at: now)
            if isWriting, !isActive {
                connection.stopWriting(from: .server)
                isWriting = false
            } else if !isWriting, isActive {
                write(at: now)
            }
        }
        if let timeout = connection.nextTimeout, timeout <= now { connection.advance(to: now, into: &effects) }
        settle(into: &sent)
    }

    mutating func arrive(_ segment: TCPSegment, at now: Timestamp, into sent: inout [TrafficEffect]) {
        connection.receive(segment, at: now, into: &effects)
        settle(into: &sent)
    }

    private mutating func write(at now: Timestamp) {
        connection.writeWithoutEnd(from: .server, at: now, into: &effects)
        isWriting = true
    }

    private mutating func settle(into sent: inout [TrafficEffect]) {
        for effect in effects {
            if case .transmit(let segment) = effect { sent.append(.send(TrafficPacket(segment, connection: 0))) }
        }
        effects.removeAll(keepingCapacity: true)
    }
}
