public import Units

/// A path by the five-segment time-series model of ITU-T G.1050 (11/2007), which is TIA-921-A: local network, access
/// link, core, access link, local network.
///
/// The Recommendation itself could not be read: constants and tables are those of the project's reference, taken
/// from what spandsp's simulator quotes of Appendix II. Where that is silent the choices are ours; the model's page
/// names them.
public struct G1050: Hashable, Sendable {
    /// How bad the path is, from A, the best, to H.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        case a = "A"
        case b = "B"
        case c = "C"
        case d = "D"
        case e = "E"
        case f = "F"
        case g = "G"
        case h = "H"
    }

    /// How far the core reaches.
    public enum Core: String, Hashable, Sendable, CaseIterable {
        case regional
        case intercontinental
    }

    /// Whose constants the local networks and access links have.
    public enum Edition: Int, Hashable, Sendable, CaseIterable {
        case year2005 = 2005
        case year2007 = 2007
    }

    /// The rate of both local networks unless one is given; assumed.
    public static let usualLANRate = DataRate.kilobitsPerSecond(100_000)
    /// The rate of both access links unless one is given; assumed.
    public static let usualAccessRate = DataRate.kilobitsPerSecond(10_000)

    public let severity: Severity
    public let core: Core
    public let edition: Edition
    /// How fast the local networks pass the traffic of others, which makes the height of their impulses.
    public let lanRate: DataRate
    /// The same of the access links; packets themselves take their time there, too.
    public let accessRate: DataRate

    public init(
        severity: Severity,
        core: Core = .regional,
        edition: Edition = .year2007,
        lanRate: DataRate = usualLANRate,
        accessRate: DataRate = usualAccessRate
    ) {
        precondition(lanRate > .zero && accessRate > .zero, "a segment of G.1050 has a rate")
        self.severity = severity
        self.core = core
        self.edition = edition
        self.lanRate = lanRate
        self.accessRate = accessRate
    }

    var conditions: G1050Conditions { G1050Conditions.of(severity) }
}
