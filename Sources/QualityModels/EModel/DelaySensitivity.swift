/// How much the people of a call mind its delay, ITU-T G.107 (06/2015), 7.4; narrowband only.
///
/// The values of the classes low and very low were seen in one open implementation.
public enum DelaySensitivity: CaseIterable, Hashable, Sendable {
    /// What holds where nothing is known.
    case `default`
    case low
    case veryLow

    /// The sensitivity sT.
    public var sT: Double {
        switch self {
        case .default: 1
        case .low: 0.55
        case .veryLow: 0.4
        }
    }

    /// The minimum perceivable delay mT in milliseconds.
    public var mT: Double {
        switch self {
        case .default: 100
        case .low: 120
        case .veryLow: 150
        }
    }
}

extension EModelParameters {
    /// Takes sT and mT of a class.
    public mutating func setDelaySensitivity(_ sensitivity: DelaySensitivity) {
        sT = sensitivity.sT
        mT = sensitivity.mT
    }

    /// Takes a sidetone masking rating with the listener sidetone rating that belongs to it, LSTR = STMR + Dr.
    public mutating func setSidetone(stmr: Double, dr: Double = 3) {
        self.stmr = stmr
        self.dr = dr
        lstr = stmr + dr
    }
}
