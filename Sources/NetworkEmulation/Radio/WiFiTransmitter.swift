import DequeModule
import Units

/// A packet that waits for the medium, and for whom it is.
struct WiFiFrame: Sendable {
    let packet: LinkPacket
    let offeredAt: Timestamp
    let station: Int
    /// Its place among all that the transmitter was given.
    let number: Int
    var tries = 0
}

/// A frame that arrived behind one that did not, and the wait before it was sent.
struct HeldFrame: Sendable {
    let frame: WiFiFrame
    let queueing: TimeDelta
}

/// The access point or a station, with what it has to send.
struct WiFiTransmitter: Sendable {
    /// When its back-off is over, by the number of the slot.
    struct Turn: Comparable, Sendable {
        let slot: Int64
        let index: Int

        static func < (left: Self, right: Self) -> Bool {
            left.slot != right.slot ? left.slot < right.slot : left.index < right.index
        }
    }

    var frames: Deque<WiFiFrame> = []
    var frameCount = 0
    /// What its receiver keeps until all before it has come or been given up, as block acknowledgement has it, in order.
    var held: [HeldFrame] = []
    /// The slot in which its back-off is over, or was.
    var readySlot: Int64 = 0
    /// How often in a row it failed, which widens its window.
    var failures = 0
}
