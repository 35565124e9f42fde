public import Units

/// One patient as a session sees them.
public struct Visit: Hashable, Sendable {
    public let slot: Timestamp
    /// `nil` for a patient who does not come.
    public let arrival: Timestamp?
    /// How long the clinician is with the patient, and busy with the notes afterwards.
    public let service: TimeDelta
    public let wrapUp: TimeDelta
    /// How long the patient waits beyond the later of arrival and slot; `nil` for as long as it takes.
    public let patience: TimeDelta?

    public init(
        slot: Timestamp,
        arrival: Timestamp?,
        service: TimeDelta,
        wrapUp: TimeDelta = .zero,
        patience: TimeDelta? = nil
    ) {
        self.slot = slot
        self.arrival = arrival
        self.service = service
        self.wrapUp = wrapUp
        self.patience = patience
    }

    /// When the patient gives up.
    var leaves: Timestamp? {
        guard let arrival, let patience else { return nil }
        return max(arrival, slot) + patience
    }
}

/// Whom a clinician takes next.
public enum ServeOrder: String, Hashable, Sendable, CaseIterable {
    /// Whoever is booked next and comes at all, waiting for them where they are late.
    case appointment
    /// Of those present, whoever is booked first; nobody waits for a late patient while another is there.
    case presentFirst = "present-first"
}

/// A session of one clinician, who sees one patient after the other.
public struct SessionReplay: Hashable, Sendable {
    /// What became of a visit.
    public enum Fate: Hashable, Sendable {
        case absent
        case seen(at: Timestamp)
        /// The patient left before being seen.
        case left(at: Timestamp)
        /// The session ended before.
        case notReached
    }

    /// By visit.
    public private(set) var fates: [Fate]
    /// When the clinician began.
    public let began: Timestamp
    /// When the clinician was done with the last patient, notes included.
    public private(set) var finish: Timestamp
    /// How long the clinician was with patients, and with notes.
    public private(set) var busy = TimeDelta.zero

    /// How long the clinician had nobody, from the beginning until done.
    public var idle: TimeDelta { finish - began - busy }

    /// Replays visits in the order of booking.
    ///
    /// `closes` is when nobody is begun with any more. `service` says how long a visit takes that begins at a time, instead
    /// of the visit itself.
    public init(
        _ visits: [Visit],
        began: Timestamp,
        order: ServeOrder,
        closes: Timestamp? = nil,
        service: ((_ visit: Int, _ begin: Timestamp) -> TimeDelta)? = nil
    ) {
        fates = Array(repeating: .absent, count: visits.count)
        self.began = began
        finish = began
        var free = began
        var waiting = visits.indices.filter { visits[$0].arrival != nil }
        while let next = Self.next(of: waiting, visits, free: free, order) {
            waiting.removeAll { $0 == next.visit }
            let visit = visits[next.visit]
            if let leaves = visit.leaves, leaves < next.begin {
                fates[next.visit] = .left(at: leaves)
                continue
            }
            if let closes, next.begin > closes {
                fates[next.visit] = .notReached
                continue
            }
            fates[next.visit] = .seen(at: next.begin)
            let whole = (service?(next.visit, next.begin) ?? visit.service) + visit.wrapUp
            free = next.begin + whole
            busy += whole
            finish = free
        }
    }

    private static func next(
        of waiting: [Int],
        _ visits: [Visit],
        free: Timestamp,
        _ order: ServeOrder
    ) -> (visit: Int, begin: Timestamp)? {
        let arrivals = waiting.compactMap { visit in visits[visit].arrival.map { (visit: visit, begin: max($0, free)) }
        }
        switch order {
        case .appointment: return arrivals.first
        // Everybody who is there could begin at once; else whoever comes first.
        case .presentFirst: return arrivals.min { ($0.begin, $0.visit) < ($1.begin, $1.visit) }
        }
    }
}
