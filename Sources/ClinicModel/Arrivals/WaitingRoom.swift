public import Units

/// Patients who come as they need to, and wait for whichever clinician is free first.
public struct WaitingRoom: Sendable {
    /// What became of one patient.
    public enum Fate: Hashable, Sendable {
        case seen(at: Timestamp, clinician: Int)
        case left(at: Timestamp)
    }

    /// When each clinician is free next.
    public private(set) var free: [Timestamp]
    /// How long each clinician was busy.
    public private(set) var busy: [TimeDelta]

    /// A room with so many clinicians, all there from a time on.
    public init(clinicians: Int, opens: Timestamp) {
        precondition(clinicians > 0, "nobody would be seen")
        free = Array(repeating: opens, count: clinicians)
        busy = Array(repeating: .zero, count: clinicians)
    }

    /// The next patient, in the order of arrival; `patience` is `nil` for one who waits as long as it takes.
    ///
    /// First come, first served. One who leaves takes no clinician's time, so that the time of being seen is known at
    /// once; `service` says how long somebody takes who is begun with then.
    public mutating func receive(
        _ arrival: Timestamp,
        patience: TimeDelta?,
        service: (_ begin: Timestamp) -> TimeDelta
    ) -> Fate {
        let clinician = free.indices.min { (free[$0], $0) < (free[$1], $1) } ?? 0
        let begin = max(arrival, free[clinician])
        if let patience, begin - arrival > patience { return .left(at: arrival + patience) }
        let length = service(begin)
        free[clinician] = begin + length
        busy[clinician] += length
        return .seen(at: begin, clinician: clinician)
    }
}
