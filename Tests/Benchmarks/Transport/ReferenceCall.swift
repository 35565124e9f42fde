import DequeModule
import MediaTransport
import RTPWire
import Units

/// Two endpoints joined by a pipe of fixed delay and a small repeating jitter that keeps the order.
struct ReferenceCall: ~Copyable {
    private var first = ReferenceEnd(index: 0)
    private var second = ReferenceEnd(index: 1)
    private var toFirst = Pipe()
    private var toSecond = Pipe()
    private var effects: [EndpointEffect] = []
    private var pending: [EndpointEffect] = []

    var packetCount: Int { toFirst.packetCount + toSecond.packetCount }

    /// Everything that both ends count.
    var statistics: String {
        "\(first.endpoint.sender.statistics)\n\(first.endpoint.receiver.statistics)\n"
            + "\(second.endpoint.sender.statistics)\n\(second.endpoint.receiver.statistics)"
    }

    /// Loses every so many of the packets of media; none for 0.
    init(losingEvery number: Int = 0) {
        toFirst.losesEvery = number
        toSecond.losesEvery = number
        first.endpoint.start(at: .start, into: &effects)
        Self.settle(&first, &toSecond, &effects, &pending, at: .start)
        second.endpoint.start(at: .start, into: &effects)
        Self.settle(&second, &toFirst, &effects, &pending, at: .start)
    }

    mutating func run(until seconds: Int64) {
        let end = Timestamp.start + .seconds(seconds)
        while true {
            let nextOfFirst = min(first.nextEvent, toFirst.nextArrival)
            let nextOfSecond = min(second.nextEvent, toSecond.nextArrival)
            let next = min(nextOfFirst, nextOfSecond)
            guard next < end else { return }
            if nextOfFirst == next { Self.step(&first, from: &toFirst, to: &toSecond, &effects, &pending, at: next) }
            if nextOfSecond == next { Self.step(&second, from: &toSecond, to: &toFirst, &effects, &pending, at: next) }
        }
    }

    private static func step(
        _ end: inout ReferenceEnd,
        from source: inout Pipe,
        to target: inout Pipe,
        _ effects: inout [EndpointEffect],
        _ pending: inout [EndpointEffect],
        at now: Timestamp
    ) {
        while source.nextArrival <= now, let datagram = source.takeFirst() {
            end.endpoint.receive(consume datagram, at: now, into: &effects)
            if !effects.isEmpty { settle(&end, &target, &effects, &pending, at: now) }
        }
        end.advance(to: now, into: &effects)
        if !effects.isEmpty { settle(&end, &target, &effects, &pending, at: now) }
        end.setNextEvent()
    }

    private static func settle(
        _ end: inout ReferenceEnd,
        _ target: inout Pipe,
        _ effects: inout [EndpointEffect],
        _ pending: inout [EndpointEffect],
        at now: Timestamp
    ) {
        while !effects.isEmpty {
            // Turned over, so that the first is taken out at the end and not copied.
            if effects.count == 1 {
                swap(&effects, &pending)
            } else {
                while let effect = effects.popLast() { pending.append(effect) }
            }
            while let effect = pending.popLast() {
                switch consume effect {
                case .transmit(let datagram): target.send(datagram, at: now)
                case .connected: end.connect(at: now)
                case .decode(let frame): end.decode(frame, at: now, into: &effects)
                case .encoderTarget, .keyFrameRequested, .videoFlushed, .connectionFailed: break
                }
            }
        }
    }
}

/// One direction: a fixed delay, and a jitter that repeats and keeps the order.
struct Pipe {
    private struct Flight {
        var arrival: Timestamp
        var datagram: Datagram
    }

    private var flights: Deque<Flight> = []
    private var lastArrival = Timestamp.start
    private(set) var nextArrival = Timestamp.distantFuture
    private var jitterIndex = 0
    private(set) var packetCount = 0
    /// No packet is lost for 0.
    var losesEvery = 0

    /// fttc at both ends: half of 16 ms of round trip each.
    private static var delay: TimeDelta { .milliseconds(16) }
    /// Of up to 3.2 ms, drawn once: no random numbers belong to the measurement.
    private let jitter = (0..<64).map { TimeDelta.microseconds(Int64(($0 * 37 + 11) % 64) * 50) }

    mutating func send(_ datagram: consuming Datagram, at now: Timestamp) {
        if case .rtp = datagram {
            packetCount += 1
            if losesEvery > 0, packetCount % losesEvery == 0 { return }
        }
        jitterIndex = (jitterIndex + 1) & 63
        lastArrival = max(now + Self.delay + jitter[jitterIndex], lastArrival)
        if flights.isEmpty { nextArrival = lastArrival }
        flights.append(Flight(arrival: lastArrival, datagram: datagram))
    }

    /// The datagram that arrives at `nextArrival`.
    mutating func takeFirst() -> Datagram? {
        guard let flight = flights.popFirst() else { return nil }
        nextArrival = flights.first?.arrival ?? .distantFuture
        return flight.datagram
    }
}
