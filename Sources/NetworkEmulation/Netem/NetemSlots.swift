import Units
import VirtualTime

/// netem's slots at work: packets leave only once a slot has begun, and no more of them than it has room for.
struct NetemSlots: Sendable {
    private var slot: Netem.Slot
    /// When the slot begins, or began.
    private(set) var next: Timestamp
    private var packetsLeft = 0
    private var bytesLeft: Int64 = 0
    private var random: RandomStream

    /// The first slot is open at once.
    init(_ slot: Netem.Slot, from time: Timestamp, random: RandomStream) {
        self.slot = slot
        self.random = random
        next = time
        refill()
    }

    mutating func change(to new: Netem.Slot, at time: Timestamp) {
        slot = new
        next = time
        refill()
    }

    /// Whether a packet that is due then needs another slot.
    func isOver(before timeToSend: Timestamp) -> Bool { next < timeToSend }

    /// Draws the next slot, from now on.
    mutating func begin(at now: Timestamp) {
        let word = UInt32(random.next() >> 32)
        let wait: Int64
        switch slot.spacing {
        case .uniform(let least, let most):
            let span = UInt64(max(0, (most - least).nanoseconds))
            wait = least.nanoseconds + Int64((UInt64(word).multipliedFullWidth(by: span).low) >> 32)
        case .distributed(let table, let delay, let jitter):
            let sigma = Int32(clamping: jitter.nanoseconds)
            wait = NetemDelay.tabledist(mu: delay.nanoseconds, sigma: sigma, random: word, table: table.values)
        }
        next = now + TimeDelta(nanoseconds: wait)
        refill()
    }

    /// Takes a packet that leaves off the slot's room.
    mutating func count(_ size: DataSize, at now: Timestamp) {
        packetsLeft -= 1
        bytesLeft -= size.bytes
        if packetsLeft <= 0 || bytesLeft <= 0 { begin(at: now) }
    }

    private mutating func refill() {
        packetsLeft = slot.packets > 0 ? slot.packets : Int(Int32.max)
        bytesLeft = slot.bytes > 0 ? slot.bytes : Int64(Int32.max)
    }
}
