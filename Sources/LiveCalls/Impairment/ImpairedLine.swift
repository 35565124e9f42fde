public import NetworkEmulation
public import Units
import HeapModule
import VirtualTime

/// Two directions of a line through which real datagrams pass, as a machine that is told the time.
///
/// Datagrams go in when they came and come out when the links let them; the caller sends what is due, and tells when
/// it really did, so that the line knows how late its caller is.
public struct ImpairedLine: Sendable {
    public enum Direction: Int, Hashable, Sendable, CaseIterable {
        /// From whoever sends to the listening address.
        case up
        case down
    }

    /// A datagram that is due.
    public struct Departure: Sendable {
        public let due: Timestamp
        public let direction: Direction
        /// The caller's number for whoever it is for or from.
        public let peer: Int
        public let bytes: [UInt8]
        fileprivate let sequence: UInt64
    }

    /// IPv4 and UDP, which take their share of the rate as well.
    public static let headerLength: Int64 = 28
    /// What may wait in the line at once; what comes beyond is refused, and makes the run invalid.
    public static let heldBytesMax = 256 << 20

    private var links: [Link]
    private var held: [Slot?] = []
    private var free: [Int] = []
    private var departures = Heap<Entry>()
    private var passages: [Passage] = []
    private var sequence: UInt64 = 0
    private var lastOffer = Timestamp.start
    private(set) var heldBytes = 0
    /// Datagrams that the line had no memory for.
    public private(set) var refused = 0
    public private(set) var lateness = LatenessLog()
    /// How long each direction's datagrams took, as sent.
    public private(set) var delays: [LatenessLog] = [LatenessLog(), LatenessLog()]

    private struct Slot {
        let direction: Direction
        let peer: Int
        let bytes: [UInt8]
        let arrivedAt: Timestamp
    }

    private struct Entry: Comparable {
        let due: Timestamp
        let sequence: UInt64
        let slot: Int

        static func == (left: Self, right: Self) -> Bool { left.sequence == right.sequence }
        static func < (left: Self, right: Self) -> Bool { (left.due, left.sequence) < (right.due, right.sequence) }
    }

    public init(
        up: LinkConfiguration,
        down: LinkConfiguration,
        upSchedule: LinkSchedule,
        downSchedule: LinkSchedule,
        seed: UInt64
    ) {
        links = [
            Link(configuration: up, schedule: upSchedule, seed: seed, owner: 1, leg: .patientUp),
            Link(configuration: down, schedule: downSchedule, seed: seed, owner: 1, leg: .patientDown),
        ]
    }

    public func counters(of direction: Direction) -> LinkCounters { links[direction.rawValue].counters }

    /// Takes in a datagram that came at a time; one that seems to come before the last is taken to come with it.
    public mutating func arrive(_ bytes: [UInt8], _ direction: Direction, peer: Int, at time: Timestamp) {
        guard heldBytes + bytes.count <= Self.heldBytesMax else {
            refused += 1
            return
        }
        lastOffer = max(lastOffer, time)
        let slot = insert(Slot(direction: direction, peer: peer, bytes: bytes, arrivedAt: lastOffer))
        let packet = LinkPacket(
            size: DataSize(bytes: Int64(bytes.count) + Self.headerLength),
            flow: UInt32(truncatingIfNeeded: peer),
            ticket: slot
        )
        links[direction.rawValue].offer(packet, at: lastOffer, into: &passages)
        settle()
    }

    /// When something is due next.
    public var nextTime: Timestamp? {
        let times = [departures.min?.due] + links.map(\.nextTimeout)
        return times.compactMap { $0 }.min()
    }

    /// Takes out the datagrams that are due by a time, in the order in which they are.
    public mutating func depart(by now: Timestamp, into due: inout [Departure]) {
        for index in links.indices { links[index].advance(to: max(now, lastOffer), into: &passages) }
        lastOffer = max(lastOffer, now)
        settle()
        while let next = departures.min, next.due <= now {
            departures.removeMin()
            guard let slot = held[next.slot] else { continue }
            remove(next.slot)
            due.append(
                Departure(
                    due: next.due,
                    direction: slot.direction,
                    peer: slot.peer,
                    bytes: slot.bytes,
                    sequence: next.sequence
                )
            )
            delays[slot.direction.rawValue].add(now - slot.arrivedAt)
        }
    }

    /// Notes that a departure was sent at a time.
    public mutating func noteSent(_ departure: Departure, at time: Timestamp) { lateness.add(time - departure.due) }

    private mutating func settle() {
        for isCopy in [true, false] {
            for passage in passages where passage.isCopy == isCopy { settle(passage) }
        }
        passages.removeAll(keepingCapacity: true)
    }

    private mutating func settle(_ passage: Passage) {
        guard let slot = held[passage.ticket] else { return }
        guard case .delivered(let due, _) = passage.fate else {
            if !passage.isCopy { remove(passage.ticket) }
            return
        }
        let place = passage.isCopy ? insert(slot) : passage.ticket
        departures.insert(Entry(due: due, sequence: sequence, slot: place))
        sequence += 1
    }

    private mutating func insert(_ slot: Slot) -> Int {
        heldBytes += slot.bytes.count
        guard let place = free.popLast() else {
            held.append(slot)
            return held.count - 1
        }
        held[place] = slot
        return place
    }

    private mutating func remove(_ place: Int) {
        heldBytes -= held[place]?.bytes.count ?? 0
        held[place] = nil
        free.append(place)
    }
}
