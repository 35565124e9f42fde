import Units

/// What a severity of G.1050 means: network.md 3.2, after spandsp's quotation of the 2007 edition.
struct G1050Conditions: Sendable {
    /// Shares of 0 to 1.
    var lanOccupancy: Double
    var accessOccupancy: Double
    var regionalDelay: TimeDelta
    var intercontinentalDelay: TimeDelta
    var coreLoss: Double
    var coreJitter: TimeDelta
    /// How often the route changes to a longer one or back, and by how much; `nil` where it never does.
    var routeFlap: Recurrence?
    /// How often the core fails, and for how long.
    var linkFailure: Recurrence?

    /// The largest packets of others on an access link, in bytes; on a local network it is `lanPacketBytes`.
    var accessPacketBytes: Int64 = 1_508
    static let lanPacketBytes: Int64 = 1_508

    /// Something of a size that comes every so often.
    struct Recurrence: Sendable {
        var interval: TimeDelta
        var size: TimeDelta
    }

    func coreDelay(_ core: G1050.Core) -> TimeDelta {
        core == .regional ? regionalDelay : intercontinentalDelay
    }

    static func of(_ severity: G1050.Severity) -> G1050Conditions {
        var conditions =
            switch severity {
            case .a: row(1, 0, 4, 16, 0, 5, 0, 0, 0)
            case .b: row(2, 1, 8, 32, 0.01, 10, 3_600, 2, 64)
            case .c: row(3, 2, 16, 64, 0.02, 16, 1_800, 4, 128)
            case .d: row(5, 4, 32, 128, 0.04, 40, 900, 8, 256)
            case .e: row(8, 8, 64, 196, 0.1, 70, 480, 16, 400)
            case .f: row(12, 15, 128, 256, 0.2, 100, 240, 32, 800)
            case .g: row(16, 30, 256, 512, 0.5, 150, 120, 64, 1_600)
            case .h: row(20, 50, 512, 768, 1, 500, 60, 128, 3_000)
            }
        if severity == .a || severity == .b { conditions.accessPacketBytes = 512 }
        return conditions
    }

    /// Occupancies in percent; delays in ms; loss in percent; jitter in ms; the interval of flaps and of failures in
    /// s, which is the same; the flap's size and the failure's length in ms.
    private static func row(
        _ lan: Double,
        _ access: Double,
        _ regional: Int64,
        _ intercontinental: Int64,
        _ loss: Double,
        _ jitter: Int64,
        _ interval: Int64,
        _ flap: Int64,
        _ failure: Int64
    ) -> G1050Conditions {
        func recurrence(_ milliseconds: Int64) -> Recurrence? {
            interval > 0 ? Recurrence(interval: .seconds(interval), size: .milliseconds(milliseconds)) : nil
        }
        return G1050Conditions(
            lanOccupancy: lan / 100,
            accessOccupancy: access / 100,
            regionalDelay: .milliseconds(regional),
            intercontinentalDelay: .milliseconds(intercontinental),
            coreLoss: loss / 100,
            coreJitter: .milliseconds(jitter),
            routeFlap: recurrence(flap),
            linkFailure: recurrence(failure)
        )
    }
}
