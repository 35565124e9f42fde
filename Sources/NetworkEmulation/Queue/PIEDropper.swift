import Units
import VirtualTime

/// Which arrivals PIE drops: RFC 8033, sections 4 and 5, in its basic form.
///
/// The delay is what waits over the rate of the moment, or the wait itself; a link knows both, and the RFC lets an
/// implementation estimate it.
/// One draw a packet, needed or not.
struct PIEDropper: Sendable {
    /// Section 4.2, in hertz.
    private static let alpha = 0.125
    private static let beta = 1.25
    /// Two of them always pass (section 4.1); the RFC leaves the size open, and this is an Ethernet's largest.
    private static let meanPacketSize = DataSize(bytes: 1_500)
    /// Below a drop probability, by how much changes are scaled down (section 4.2).
    private static let scales: [(below: Double, factor: Double)] = [
        (1e-6, 1 / 2048), (1e-5, 1 / 512), (1e-4, 1 / 128), (1e-3, 1 / 32), (1e-2, 1 / 8), (0.1, 1 / 2),
    ]

    private let parameters: PIE
    private var random: RandomStream
    private(set) var probability = 0.0
    private var lastDelay = TimeDelta.zero
    private var burstAllowance: TimeDelta
    private var nextUpdate: Timestamp?

    init(_ parameters: PIE, random: RandomStream) {
        self.parameters = parameters
        self.random = random
        burstAllowance = parameters.burstAllowance
    }

    /// Whether a packet is dropped before it reaches the queue.
    mutating func drops(_ size: DataSize, before queue: inout BottleneckQueue, at now: Timestamp) -> Bool {
        update(until: now, queue: &queue)
        queue.advance(to: now)
        let half = parameters.target / 2
        if probability == 0, queue.delay(at: now) < half, lastDelay < half {
            burstAllowance = parameters.burstAllowance
        }
        let isSafe =
            burstAllowance > .zero || (lastDelay < half && probability < 0.2)
            || queue.size.bytes <= 2 * Self.meanPacketSize.bytes
        return random.unitInterval() < probability && !isSafe
    }

    private mutating func update(until now: Timestamp, queue: inout BottleneckQueue) {
        guard var time = nextUpdate else {
            nextUpdate = now + parameters.updateInterval
            return
        }
        while time <= now {
            queue.advance(to: time)
            let delay = queue.delay(at: time)
            if probability == 0, lastDelay == .zero, delay == .zero {
                // Nothing waits and nothing changes until the next packet.
                let missed = (now - time).nanoseconds / parameters.updateInterval.nanoseconds
                burstAllowance = .zero
                time += parameters.updateInterval * (missed + 1)
                break
            }
            update(delay)
            time += parameters.updateInterval
        }
        nextUpdate = time
    }

    private mutating func update(_ delay: TimeDelta) {
        var change =
            Self.alpha * (delay - parameters.target).seconds + Self.beta * (delay - lastDelay).seconds
        if let scale = Self.scales.first(where: { probability < $0.below }) { change *= scale.factor }
        probability += change
        if delay == .zero, lastDelay == .zero { probability *= 0.98 }
        probability = min(max(probability, 0), 1)
        lastDelay = delay
        burstAllowance = max(burstAllowance - parameters.updateInterval, .zero)
    }
}
