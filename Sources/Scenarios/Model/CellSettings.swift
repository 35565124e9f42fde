public import Units

/// A Wi-Fi cell that participants share, before it is known who is in it.
public struct CellSettings: Hashable, Sendable {
    /// The rate of a station's radio.
    public let rate: DataRate
    public let slow: Slow?
    /// The chance that a frame which nobody disturbed is broken.
    public let frameErrors: Probability
    /// How long frames to one receiver may be sent in one go; `nil` sends one at a time.
    public let aggregation: TimeDelta?
    /// How many packets a transmitter holds.
    public let packetsMax: Int

    /// Stations with slower radios.
    public struct Slow: Hashable, Sendable {
        /// The chance of a station to be one.
        public let share: Probability
        public let rate: DataRate
    }
}
