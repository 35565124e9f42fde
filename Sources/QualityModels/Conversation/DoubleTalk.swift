public import RawMedia
public import Units

/// Talking into each other because the other's speech is still on its way.
///
/// A turn is unaware when it begins before speech of the other party, who began earlier or at the same moment, has reached
/// the one who begins. Without delay there is none. The talk spurts are taken as they are: people who notice a delay
/// talk differently, and that is not modelled.
public struct DoubleTalk: Hashable, Sendable {
    /// What one party did and heard.
    public struct Side: Hashable, Sendable {
        /// Talk spurts that it began.
        public internal(set) var turns = 0
        /// Those that began while speech of the other was on its way to it.
        public internal(set) var unawareTurns = 0
        /// Of the unaware turns those that still went on when the other's speech came: double talk at this ear.
        public internal(set) var collisions = 0
        /// Time in which this party talked and heard the other.
        public internal(set) var doubleTalk = TimeDelta.zero
        /// The same without any delay.
        public internal(set) var doubleTalkWithoutDelay = TimeDelta.zero

        /// Double talk at this ear that the delay added; below zero where it pulled the two apart.
        public var addedDoubleTalk: TimeDelta { doubleTalk - doubleTalkWithoutDelay }
    }

    public let clinician: Side
    public let patient: Side
    public let length: TimeDelta

    /// Unaware turns of both parties a minute; `nil` for a conversation without length.
    public var unawareTurnsPerMinute: Double? { perMinute(clinician.unawareTurns + patient.unawareTurns) }

    /// Collisions at both ears a minute; `nil` for a conversation without length.
    public var collisionsPerMinute: Double? { perMinute(clinician.collisions + patient.collisions) }

    private func perMinute(_ count: Int) -> Double? {
        length > .zero ? Double(count) * 60 / length.seconds : nil
    }

    /// Counts the turns of a conversation of which both sides are known.
    ///
    /// - Parameters:
    ///   - clinician: when the clinician talked, by capture time, in order and apart from each other.
    ///   - patient: when the patient talked.
    ///   - toClinician: the delay from the patient's mouth to the clinician's ear.
    ///   - toPatient: the delay from the clinician's mouth to the patient's ear.
    ///   - length: of the conversation.
    public static func collisions(
        clinician: [TalkSpurt],
        patient: [TalkSpurt],
        toClinician: DelayOverTime,
        toPatient: DelayOverTime,
        length: TimeDelta
    ) -> Self {
        Self(
            clinician: side(clinician, hearing: patient, after: toClinician),
            patient: side(patient, hearing: clinician, after: toPatient),
            length: length
        )
    }

    /// What one party did, who talked in `own` and heard the other's spurts after a delay; all in order of capture time.
    public static func side(_ own: [TalkSpurt], hearing other: [TalkSpurt], after path: DelayOverTime) -> Side {
        var side = Side()
        side.turns = own.count
        var next = 0
        for spurt in own {
            while next < other.count, other[next].start <= spurt.start { next += 1 }
            var (isUnaware, collides) = (false, false)
            for earlier in other[..<next].reversed() {
                guard spurt.start - earlier.start < path.longest else { break }
                guard let delay = path.delay(at: earlier.start) else { continue }
                let arrival = earlier.start + delay
                guard spurt.start < arrival else { continue }
                isUnaware = true
                if arrival < spurt.end { collides = true }
            }
            side.unawareTurns += isUnaware ? 1 : 0
            side.collisions += collides ? 1 : 0
        }
        let arrived = other.compactMap { spurt in
            path.delay(at: spurt.start).map { TalkSpurt(start: spurt.start + $0, end: spurt.end + $0) }
        }
        side.doubleTalk = overlap(own, arrived)
        side.doubleTalkWithoutDelay = overlap(own, other)
        return side
    }

    /// The time common to two lists of spurts, both in order.
    private static func overlap(_ left: [TalkSpurt], _ right: [TalkSpurt]) -> TimeDelta {
        var sum = TimeDelta.zero
        var first = 0
        for spurt in left {
            while first < right.count, right[first].end <= spurt.start { first += 1 }
            for other in right[first...] {
                guard other.start < spurt.end else { break }
                sum += max(min(spurt.end, other.end) - max(spurt.start, other.start), .zero)
            }
        }
        return sum
    }
}
