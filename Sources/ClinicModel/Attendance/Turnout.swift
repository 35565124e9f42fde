import Statistics
import Units
import VirtualTime

/// What an appointment comes to before anybody joins.
enum Turnout {
    case comes
    case missed
    /// `isRefilled` where somebody else has the slot now.
    case cancelled(isRefilled: Bool)

    /// Draws cancellation first, then whether a patient of the given propensity comes.
    init(_ draws: Draws, _ settings: AttendanceSettings, propensity: Double) {
        let isCancelled = draws.probability(.lateCancellation) < settings.lateCancellation.value
        let lead =
            -Elementary.log(1 - draws.probability(.lateCancellation, place: 1)) * settings.cancellationLead.seconds
        let isTaken = draws.probability(.refill) < settings.refill.value
        let misses = draws.probability(.attendance) < propensity
        if isCancelled {
            self = .cancelled(isRefilled: isTaken && lead >= settings.refillNotice.seconds)
        } else {
            self = misses ? .missed : .comes
        }
    }

    /// A patient's own chance to miss an appointment: beta distributed about the mean of all.
    static func propensity(_ probability: Double, mean: Probability, concentration: Double?) -> Double {
        guard let concentration, mean > .never, mean < .always else { return mean.value }
        return RegularisedBeta.quantile(
            probability,
            a: mean.value * concentration,
            b: (1 - mean.value) * concentration
        )
    }
}
