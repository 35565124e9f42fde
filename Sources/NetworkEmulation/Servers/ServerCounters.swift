import Units

/// What a server was offered and what it made of it.
public struct ServerCounters: Hashable, Sendable {
    public internal(set) var packetsOffered = 0
    public internal(set) var packetsRefused = 0
    public internal(set) var setUpsOffered = 0
    public internal(set) var setUpsRefused = 0
    public internal(set) var bytesOffered: Int64 = 0
    public internal(set) var bytesRefused: Int64 = 0
    /// Of all that was not refused, in picoseconds.
    var waitingTotal: Int128 = 0
    var waitingMax: Int128 = 0

    public var offered: Int { packetsOffered + setUpsOffered }
    public var refused: Int { packetsRefused + setUpsRefused }
    public var accepted: Int { offered - refused }

    /// The share of what was offered that was refused; `nil` where nothing was.
    public var refusedRatio: Double? { offered == 0 ? nil : Double(refused) / Double(offered) }
    /// The mean wait of what was accepted, in seconds; `nil` where nothing was.
    public var meanWaitSeconds: Double? { accepted == 0 ? nil : Double(waitingTotal) / 1e12 / Double(accepted) }
    /// The longest wait, in seconds; `nil` where nothing was accepted.
    public var longestWaitSeconds: Double? { accepted == 0 ? nil : Double(waitingMax) / 1e12 }

    mutating func offer(_ work: ServerWork) {
        switch work {
        case .packet(let size):
            packetsOffered += 1
            bytesOffered += size.bytes
        case .setUp:
            setUpsOffered += 1
        }
    }

    mutating func refuse(_ work: ServerWork) {
        switch work {
        case .packet(let size):
            packetsRefused += 1
            bytesRefused += size.bytes
        case .setUp:
            setUpsRefused += 1
        }
    }

    mutating func wait(_ picoseconds: Int128) {
        waitingTotal += picoseconds
        waitingMax = max(waitingMax, picoseconds)
    }
}
