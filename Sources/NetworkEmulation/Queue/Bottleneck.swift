import Units

/// Where packets wait for a link's rate.
struct Bottleneck: Sendable {
    /// When a packet is in service, from its first bit to its last.
    struct Service: Sendable {
        let start: Timestamp
        let end: Timestamp
    }

    /// What becomes of a packet at its offer.
    enum Admission: Sendable {
        case served(Service)
        case dropped
        case policed
        /// It waits; a `Departure` tells more.
        case held
    }

    /// A packet that was held, and how it left.
    struct Departure: Sendable {
        let packet: LinkPacket
        let offeredAt: Timestamp
        /// `nil` where the queue dropped it.
        let service: Service?
        /// When it was taken from the queue.
        let time: Timestamp
    }

    private var queue: BottleneckQueue

    init(timeline: LinkTimeline) {
        queue = BottleneckQueue(steps: timeline.rateSteps, countsPackets: timeline.hasPacketLimit)
    }

    mutating func offer(_ packet: LinkPacket, under configuration: LinkConfiguration, at now: Timestamp) -> Admission {
        queue.enqueue(packet.size, limit: configuration.queue, at: now).map(Admission.served) ?? .dropped
    }

    /// When a held packet may leave next.
    var nextTimeout: Timestamp? { nil }

    /// Lets time pass; held packets that left by then are appended in the order in which they left.
    mutating func advance(to now: Timestamp, into departures: inout [Departure]) {}
}
