public import Units

/// When the lines of a call's series are taken.
public enum SeriesClock: Hashable, Sendable {
    /// At both ends at once, at the end of each second since the parties joined.
    case joining
    /// At each end by itself, this long after its connection stood and each second from there on.
    ///
    /// So do recordings of browsers, whose scripts start when the connection stands.
    case connection(delay: TimeDelta)
}
