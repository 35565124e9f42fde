import NetworkEmulation
import RTPWire
import Results
import Units
import VirtualTime

/// Every datagram of a call by its number, and what became of it.
struct PacketLedger {
    enum Outcome {
        case onItsWay
        case arrived(Timestamp)
        /// At the forwarding unit, half way.
        case reachedUnit(Timestamp)
        case dropped(Fate, on: Leg, at: Timestamp)
    }

    struct Transmission {
        let number: UInt64
        let sentAt: Timestamp
        var outcome = Outcome.onItsWay
        /// How long it waited in the queue of each link so far.
        var queueing: [TimeDelta] = []
    }

    /// By number; a relay's segments have numbers, too, and are not kept.
    private var transmissions: [UInt64: Transmission] = [:]

    subscript(number: UInt64) -> Transmission? { transmissions[number] }

    mutating func sent(_ number: UInt64, at now: Timestamp) {
        precondition(transmissions[number] == nil, "packet \(number) is sent twice")
        transmissions[number] = Transmission(number: number, sentAt: now)
    }

    mutating func passed(_ number: UInt64, over leg: Leg, _ fate: Fate, at now: Timestamp) {
        if case .delivered(_, let queueing) = fate {
            transmissions[number]?.queueing.append(queueing)
        } else {
            transmissions[number]?.outcome = .dropped(fate, on: leg, at: now)
        }
    }

    mutating func arrived(_ number: UInt64, at place: EventPlace, _ now: Timestamp) {
        transmissions[number]?.outcome = place == .sfu ? .reachedUnit(now) : .arrived(now)
    }

    /// What took the first of a packet's sendings that was to reach the other party; `nil` where nothing did.
    func firstLoss(of sendings: [UInt64]) -> Fate? {
        for number in sendings {
            switch transmissions[number]?.outcome {
            case .dropped(let fate, _, _): return fate
            case .reachedUnit: continue
            case .arrived, .onItsWay, nil: return nil
            }
        }
        return nil
    }

    /// One sending of a packet and its end, for an event.
    func story(of number: UInt64, _ log: EventLog) -> JSONValue {
        guard let transmission = self[number] else { return .object(["packet": .integer(number)]) }
        var object: JSONObject = ["packet": .integer(number), "sent_s": log.seconds(transmission.sentAt)]
        switch transmission.outcome {
        case .onItsWay: object.append("fate", .string("on_its_way"))
        case .arrived(let time), .reachedUnit(let time):
            object.append("fate", .string("arrived"))
            if case .reachedUnit = transmission.outcome { object.append("at", .string(EventPlace.sfu.rawValue)) }
            object.append("arrived_s", log.seconds(time))
            object.append("queue_ms", .array(transmission.queueing.map { .milliseconds($0) }))
        case .dropped(let fate, let leg, _):
            object.append("fate", .string(fate.name))
            object.append("link", .string(leg.name))
        }
        return .object(object)
    }
}

/// The packets of one media stream by sequence number, each with its sendings and the requests for it.
struct StreamLedger {
    struct Entry {
        /// Numbers of the datagrams that carried it, the first sending first.
        var sendings: [UInt64] = []
        var requestedAt: [Timestamp] = []
        var arrivedAt: Timestamp?
        /// The camera's frame, where the packet carries video.
        var frame: Int?
    }

    private var entries: [Int64: Entry] = [:]
    private var sequences = SequenceUnwrapper()
    private(set) var highest: Int64?

    /// The unwrapped number nearest to what was sent last.
    func sequence(of number: UInt16) -> Int64 { sequences.peek(number) }

    subscript(sequence: Int64) -> Entry? { entries[sequence] }

    /// Notes a first sending; its unwrapped number.
    mutating func sent(_ number: UInt16, in datagram: UInt64, frame: Int?) -> Int64 {
        let sequence = sequences.unwrap(number)
        highest = max(highest ?? sequence, sequence)
        entries[sequence, default: Entry()].sendings.append(datagram)
        entries[sequence]?.frame = frame
        return sequence
    }

    mutating func repeated(_ number: UInt16, in datagram: UInt64) {
        entries[sequence(of: number)]?.sendings.append(datagram)
    }

    mutating func requested(_ number: UInt16, at now: Timestamp) {
        entries[sequence(of: number)]?.requestedAt.append(now)
    }

    /// Notes that a sending arrived; the frame of which it completes a packet, where it is the first to arrive.
    mutating func arrived(_ number: UInt16, at now: Timestamp) -> Int? {
        let sequence = sequence(of: number)
        guard let entry = entries[sequence], entry.arrivedAt == nil else { return nil }
        entries[sequence]?.arrivedAt = now
        return entry.frame
    }

    /// All that is known of one packet, for an event.
    func story(of sequence: Int64, _ packets: PacketLedger, _ log: EventLog) -> JSONValue {
        var object: JSONObject = ["seq": .integer(UInt16(truncatingIfNeeded: sequence))]
        guard let entry = entries[sequence] else {
            object.append("sendings", .array([]))
            return .object(object)
        }
        object.append("sendings", .array(entry.sendings.map { packets.story(of: $0, log) }))
        if !entry.requestedAt.isEmpty { object.append("nacked_s", .array(entry.requestedAt.map(log.seconds))) }
        return .object(object)
    }
}
