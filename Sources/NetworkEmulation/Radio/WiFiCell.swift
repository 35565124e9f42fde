import DequeModule
import HeapModule
public import Units
import VirtualTime

/// A Wi-Fi cell: an access point and its stations, one medium for all they send, up and down (802.11's DCF).
///
/// A medium that packets of many participants enter, with a link's interface: `LinkPacket.flow` says who sends it to
/// whom, by `flow(up:)` and `flow(down:)`. Each transmitter has one queue, the access point's holding what goes down to
/// all stations. Who has something to send backs off a random number of slots; who comes first sends, those who come
/// first together collide. As in Bianchi's chain, and as under EDCA, a busy medium counts one slot down.
///
/// G. Bianchi, "Performance Analysis of the IEEE 802.11 Distributed Coordination Function", IEEE JSAC 18 (2000). The
/// times are remembered (`WiFiTimings`); capture, hidden stations, rate adaptation and power saving are left out.
public struct WiFiCell: Sendable {
    public let configuration: WiFiCellConfiguration
    /// Of what stations send.
    public private(set) var up = LinkCounters()
    /// Of what stations are sent.
    public private(set) var down = LinkCounters()
    /// Who tried to use the medium.
    public private(set) var usage: WiFiUsage
    /// When the medium is used next; kept, for asking a cell copies it.
    public private(set) var nextTimeout: Timestamp?

    /// Since when somebody has sent or waited to send without a break, and for how long before that.
    private var busyFrom: Timestamp?
    private var busyBefore = TimeDelta.zero

    private var transmitters: [WiFiTransmitter]
    private var queue = Heap<WiFiTransmitter.Turn>()
    /// When slots began to be counted after the medium was last used, and the number of the first of them.
    private var idleFrom = Timestamp.start
    private var slot: Int64 = 0
    private var backOff: RandomStream
    private var errors: RandomStream
    private var lastOffer = Timestamp(nanoseconds: .min)

    public init(configuration: WiFiCellConfiguration, seed: UInt64, owner: UInt32) {
        self.configuration = configuration
        let count = configuration.stations.count + 1
        transmitters = (0..<count).map { _ in WiFiTransmitter() }
        usage = WiFiUsage(transmitterCount: count)
        backOff = RandomStream(seed: seed, owner: owner, cause: .wifiBackOff, leg: .sharedUp)
        errors = RandomStream(seed: seed, owner: owner, cause: .wifiErrors, leg: .sharedUp)
    }

    /// The flow of what a station sends, by its number from 0.
    public static func flow(up station: Int) -> UInt32 { UInt32(2 * station) }
    /// The flow of what the access point sends to a station.
    public static func flow(down station: Int) -> UInt32 { UInt32(2 * station + 1) }

    /// Takes a packet in, not before the packet offered last; what happened before it is appended.
    public mutating func offer(_ packet: LinkPacket, at now: Timestamp, into passages: inout [Passage]) {
        precondition(now >= lastOffer, "packets are offered in the order of time")
        precondition(packet.size >= .zero, "a packet cannot be smaller than nothing")
        let station = Int(packet.flow / 2)
        precondition(station < configuration.stations.count, "the cell has no station \(station)")
        while let next = nextTimeout, next < now { transmit(at: next, into: &passages) }
        lastOffer = now
        if packet.isUpwards { up.offer(packet.size) } else { down.offer(packet.size) }
        let index = packet.isUpwards ? station + 1 : 0
        guard transmitters[index].frames.count < configuration.packetsMax else {
            return finish(packet, .queueDropped, into: &passages)
        }
        let number = transmitters[index].frameCount
        transmitters[index].frameCount += 1
        transmitters[index].frames.append(
            WiFiFrame(packet: packet, offeredAt: now, station: station, number: number)
        )
        guard transmitters[index].frames.count == 1 else { return }
        contend(index, at: now)
    }

    /// Lets time pass; what became of packets that were sent by then is appended.
    public mutating func advance(to now: Timestamp, into passages: inout [Passage]) {
        while let next = nextTimeout, next <= now { transmit(at: next, into: &passages) }
    }
}

// MARK: - The medium

extension WiFiCell {
    private mutating func setTimeout() {
        nextTimeout = queue.min.map { idleFrom + WiFiTimings.slot * ($0.slot - slot) }
    }

    /// A transmitter that had nothing to send joins those that wait.
    private mutating func contend(_ index: Int, at now: Timestamp) {
        let isIdle = now >= idleFrom
        // The next edge of a slot; while the medium is busy, the first after it.
        let passed =
            isIdle
            ? ((now - idleFrom).nanoseconds + WiFiTimings.slot.nanoseconds - 1) / WiFiTimings.slot.nanoseconds : 0
        let edge = slot + passed
        if transmitters[index].readySlot < edge || (!isIdle && transmitters[index].readySlot <= edge) {
            // The back-off after the last frame is over: it sends at once, or draws anew where the medium is busy.
            transmitters[index].readySlot = isIdle ? edge : edge + drawBackOff(index)
        }
        queue.insert(WiFiTransmitter.Turn(slot: transmitters[index].readySlot, index: index))
        if busyFrom == nil { busyFrom = max(now, idleFrom) }
        setTimeout()
    }

    /// How long until a time somebody sent or waited to send: acknowledgements, spaces and back-off are part of it.
    public func busyTime(until time: Timestamp) -> TimeDelta {
        busyBefore + (busyFrom.map { max(time - $0, .zero) } ?? .zero)
    }

    private mutating func drawBackOff(_ index: Int) -> Int64 {
        let window = configuration.timings.window(ofTry: transmitters[index].failures)
        return Int64(((backOff.next() >> 32) * UInt64(window + 1)) >> 32)
    }

    /// All whose turn it is use the medium, from an instant on.
    private mutating func transmit(at now: Timestamp, into passages: inout [Passage]) {
        guard let first = queue.popMin() else { return }
        slot = first.slot
        var senders = [first.index]
        while let other = queue.min, other.slot == slot {
            senders.append(other.index)
            queue.removeMin()
        }
        var airtime = TimeDelta.zero
        for sender in senders {
            let burst = configuration.burst(of: transmitters[sender].frames)
            usage.note(attemptOf: sender, collides: senders.count > 1)
            airtime = max(airtime, burst.airtime)
            if senders.count == 1 {
                arrive(sender, burst, at: now, into: &passages)
            } else {
                fail(sender, burst.count, at: now, into: &passages)
            }
        }
        idleFrom =
            now + airtime + configuration.timings.acknowledgement(ofBlock: configuration.aggregates) + WiFiTimings.difs
        slot += 1
        for sender in senders {
            transmitters[sender].readySlot = slot + drawBackOff(sender)
            guard !transmitters[sender].frames.isEmpty else { continue }
            queue.insert(WiFiTransmitter.Turn(slot: transmitters[sender].readySlot, index: sender))
        }
        if queue.isEmpty, let start = busyFrom {
            busyBefore += idleFrom - start
            busyFrom = nil
        }
        setTimeout()
    }

    /// Frames that nobody disturbed; each arrives unless it is broken.
    private mutating func arrive(
        _ sender: Int,
        _ burst: WiFiCellConfiguration.Burst,
        at now: Timestamp,
        into passages: inout [Passage]
    ) {
        var kept: [WiFiFrame] = []
        var hasArrived = false
        for _ in 0..<burst.count {
            guard var frame = transmitters[sender].frames.popFirst() else { break }
            if errors.unitInterval() < configuration.frameErrors.value {
                frame.tries += 1
                if frame.tries < configuration.timings.triesMax {
                    kept.append(frame)
                } else {
                    giveUp(frame, into: &passages)
                }
                continue
            }
            hasArrived = true
            transmitters[sender].held.append(HeldFrame(frame: frame, queueing: now - frame.offeredAt))
        }
        for frame in kept.reversed() { transmitters[sender].frames.prepend(frame) }
        release(sender, before: kept.first?.number, at: now + burst.airtime, into: &passages)
        transmitters[sender].failures = hasArrived ? 0 : nextFailures(sender)
    }

    /// Hands up in order what no longer waits for a frame before it.
    private mutating func release(
        _ sender: Int,
        before number: Int?,
        at time: Timestamp,
        into passages: inout [Passage]
    ) {
        transmitters[sender].held.sort { $0.frame.number < $1.frame.number }
        while let first = transmitters[sender].held.first, number.map({ first.frame.number < $0 }) ?? true {
            transmitters[sender].held.removeFirst()
            finish(first.frame.packet, .delivered(at: time, queueing: first.queueing), into: &passages)
        }
    }

    /// Frames that another's destroyed.
    private mutating func fail(_ sender: Int, _ count: Int, at now: Timestamp, into passages: inout [Passage]) {
        var kept: [WiFiFrame] = []
        for _ in 0..<count {
            guard var frame = transmitters[sender].frames.popFirst() else { break }
            frame.tries += 1
            if frame.tries < configuration.timings.triesMax {
                kept.append(frame)
            } else {
                giveUp(frame, into: &passages)
            }
        }
        let isOver = kept.isEmpty
        for frame in kept.reversed() { transmitters[sender].frames.prepend(frame) }
        if !transmitters[sender].held.isEmpty {
            release(sender, before: kept.first?.number, at: now, into: &passages)
        }
        transmitters[sender].failures = isOver ? 0 : nextFailures(sender)
    }

    private func nextFailures(_ sender: Int) -> Int {
        transmitters[sender].frames.isEmpty ? 0 : transmitters[sender].failures + 1
    }

    private mutating func giveUp(_ frame: WiFiFrame, into passages: inout [Passage]) {
        finish(frame.packet, .lost, into: &passages)
    }

    private mutating func finish(_ packet: LinkPacket, _ fate: Fate, into passages: inout [Passage]) {
        if packet.isUpwards { up.count(fate, of: packet.size) } else { down.count(fate, of: packet.size) }
        passages.append(Passage(ticket: packet.ticket, fate: fate))
    }
}

extension LinkPacket {
    /// Whether a station of a cell sends it.
    fileprivate var isUpwards: Bool { flow & 1 == 0 }
}
