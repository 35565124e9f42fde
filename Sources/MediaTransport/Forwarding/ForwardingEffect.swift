public import RTPWire
public import Units

/// What a selective forwarding unit wants done.
public enum ForwardingEffect: Sendable {
    /// Put a datagram on the path to a party.
    case transmit(Datagram, to: Party)
    /// The leg to a party stands.
    case connected(Party)
    /// The leg to a party could not be brought up.
    case connectionFailed(Party)
}
