import Statistics
import Units
import VirtualTime

/// How one consultation goes, from the moment the clinician joins.
struct ConsultationCourse {
    /// The calls of it: when each begins, since the clinician joined, and how long it lasts.
    private(set) var calls: [(offset: TimeDelta, length: TimeDelta)] = []
    /// How long it takes in all, without what the clinician does afterwards.
    private(set) var length = TimeDelta.zero
    /// What became of it; `nil` where it was held by video to its end.
    private(set) var failure: AppointmentOutcome?

    /// A consultation without a call.
    init(length: TimeDelta) { self.length = length }

    /// A consultation by video that takes `service` of talk.
    ///
    /// Drops are exponential in the time of talk, and come with every outage; a call that drops goes on after the patient
    /// has joined again, and by what `fallback` says once all retries are used up. `began` is when the clinician joined.
    init(
        _ draws: Draws,
        service: TimeDelta,
        settings: TechnicalSettings,
        began: Timestamp = .start,
        outages: [Timestamp] = []
    ) {
        let gaps = (0..<settings.retries).map { place in
            let span = settings.retryAfter.upperBound - settings.retryAfter.lowerBound
            let share = draws.probability(.retryDelay, place: place)
            return settings.retryAfter.lowerBound + TimeDelta(seconds: span.seconds * share)
        }
        guard draws.probability(.setUpFailure) >= settings.setUpFailure.value else {
            for gap in gaps { length += gap }
            fallBack(service, settings)
            return
        }
        var rest = service
        for place in 0...settings.retries {
            let now = began + length
            let outage = outages.first { $0 > now }.map { ($0 - now).seconds } ?? .infinity
            let talk = min(
                Self.talkUntilDrop(draws.probability(.callDrop, place: place), settings.dropsPerMinute),
                outage
            )
            guard talk < rest.seconds else {
                calls.append((length, rest))
                length += rest
                return
            }
            let part = TimeDelta(seconds: talk)
            if part > .zero { calls.append((length, part)) }
            length += part
            rest -= part
            if place < settings.retries { length += gaps[place] }
        }
        fallBack(rest, settings)
    }

    private mutating func fallBack(_ rest: TimeDelta, _ settings: TechnicalSettings) {
        switch settings.fallback {
        case .phone:
            length += settings.fallbackTime + rest
            failure = .fallbackPhone
        case .rebook: failure = .rebookedFaceToFace
        case .none: failure = .technicalFailure
        }
    }

    /// Seconds of talk until a drop, infinite where none ever drops.
    private static func talkUntilDrop(_ probability: Double, _ perMinute: Probability) -> Double {
        guard perMinute > .never else { return .infinity }
        guard perMinute < .always else { return 0 }
        return 60 * Elementary.log(1 - probability) / Elementary.log(1 - perMinute.value)
    }
}
