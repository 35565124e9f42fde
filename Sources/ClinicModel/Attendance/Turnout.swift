import Statistics
import Units
import VirtualTime

/// What an appointment comes to before anybody joins.
enum Turnout {
    case comes
    case missed
    /// `isRefilled` where somebody else has the slot now.
    case cancelled(isRefilled: Bool)

    /// Draws cancellation first, then whether the patient comes.
    ///
    /// `person` is where the patient stands among all in propensity to miss, from 0 to 1.
    init(_ draws: Draws, _ settings: AttendanceSettings, missing: Probability, person: Double) {
        let isCancelled = draws.probability(.lateCancellation) < settings.lateCancellation.value
        let lead =
            -Elementary.log(1 - draws.probability(.lateCancellation, place: 1)) * settings.cancellationLead.seconds
        let isTaken = draws.probability(.refill) < settings.refill.value
        let misses = Self.misses(
            draws.probability(.attendance),
            missing: missing,
            concentration: settings.concentration,
            person: person
        )
        if isCancelled {
            self = .cancelled(isRefilled: isTaken && lead >= settings.refillNotice.seconds)
        } else {
            self = misses ? .missed : .comes
        }
    }

    /// Whether a number between 0 and 1 is below the patient's own chance, beta distributed about the mean of all.
    ///
    /// That is where the law's distribution function at the number is below the patient's place, which costs one value
    /// of it and no search for the quantile.
    private static func misses(
        _ number: Double,
        missing: Probability,
        concentration: Double?,
        person: Double
    ) -> Bool {
        guard let concentration, missing > .never, missing < .always else { return number < missing.value }
        let mean = missing.value
        return RegularisedBeta.value(number, a: mean * concentration, b: (1 - mean) * concentration) < person
    }
}
