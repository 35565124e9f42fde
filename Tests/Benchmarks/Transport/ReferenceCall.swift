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

    init() {
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
        while let datagram = source.arrival(at: now) {
            end.endpoint.receive(datagram, at: now, into: &effects)
            settle(&end, &target, &effects, &pending, at: now)
        }
        end.advance(to: now, into: &effects)
        settle(&end, &target, &effects, &pending, at: now)
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
            while let effect = effects.popLast() { pending.append(effect) }
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
    private var newest: [Datagram] = []
    /// The first to arrive last.
    private var oldest: [Datagram] = []
    private var arrivals: Deque<Timestamp> = []
    private var jitterIndex = 0
    private(set) var packetCount = 0

    /// fttc at both ends: half of 16 ms of round trip each.
    private static let delay = TimeDelta.milliseconds(16)
    /// Of up to 3.2 ms, drawn once: no random numbers belong to the measurement.
    private static let jitter = (0..<64).map { TimeDelta.microseconds(Int64(($0 * 37 + 11) % 64) * 50) }

    var nextArrival: Timestamp { arrivals.first ?? .distantFuture }

    mutating func send(_ datagram: consuming Datagram, at now: Timestamp) {
        if case .rtp = datagram { packetCount += 1 }
        jitterIndex = (jitterIndex + 1) & 63
        var arrival = now + Self.delay + Self.jitter[jitterIndex]
        if let last = arrivals.last { arrival = max(arrival, last) }
        arrivals.append(arrival)
        newest.append(datagram)
    }

    mutating func arrival(at now: Timestamp) -> Datagram? {
        guard nextArrival <= now else { return nil }
        arrivals.removeFirst()
        if oldest.isEmpty { while let datagram = newest.popLast() { oldest.append(datagram) } }
        return oldest.popLast()
    }
}
