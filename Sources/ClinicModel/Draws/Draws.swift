import VirtualTime

/// The numbers that one appointment, or one clinician of one session, draws.
///
/// Each cause has a stream of its own, of which each appointment takes as many numbers whatever becomes of it: changing
/// one setting leaves all other draws alone.
struct Draws {
    let seed: UInt64
    let owner: UInt32
    let leg: Leg

    /// A number between 0 and 1, neither of them; `place` counts a cause's draws from 0.
    func probability(_ cause: Cause, place: Int = 0) -> Double {
        var stream = RandomStream(seed: seed, owner: owner, cause: cause, leg: leg)
        stream.skip(place)
        return (Double(stream.next() >> 12) + 0.5) * 0x1p-52
    }
}

/// Where an appointment stands, as the owner of its draws: the day in the highest twelve bits, then the session and
/// which of its clinicians, then the place in the list.
struct DrawOwner {
    static let daysMax = 1 << 12
    static let sessionsMax = 1 << 6
    static let cliniciansMax = 1 << 6
    static let placesMax = 1 << 8
    /// Of a list on demand, which has no sessions.
    static let arrivalsMax = 1 << 20

    let number: UInt32

    init(day: Int, session: Int, clinician: Int, place: Int) {
        precondition(day < Self.daysMax && session < Self.sessionsMax, "day \(day), session \(session) has no number")
        precondition(
            clinician < Self.cliniciansMax && place < Self.placesMax,
            "clinician \(clinician), place \(place) has no number"
        )
        number = UInt32(((day << 6 | session) << 6 | clinician) << 8 | place)
    }

    init(day: Int, arrival: Int) {
        precondition(day < Self.daysMax && arrival < Self.arrivalsMax, "day \(day), arrival \(arrival) has no number")
        number = UInt32(day << 20 | arrival)
    }
}
