import DequeModule
import Units

/// A packet that waits for the medium, and for whom it is.
struct WiFiFrame: Sendable {
    let packet: LinkPacket
    let offeredAt: Timestamp
    let station: Int
    var tries = 0
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
    /// The slot in which its back-off is over, or was.
    var readySlot: Int64 = 0
    /// How often in a row it failed, which widens its window.
    var failures = 0
}
