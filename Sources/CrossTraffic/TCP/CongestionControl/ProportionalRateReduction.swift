/// How many segments go for each that arrives while losses are repaired (RFC 6937, 2013, with its slow-start bound).
///
/// The number on the way comes down to the new window smoothly within about one round trip, instead of a silence.
struct ProportionalRateReduction: Sendable {
    private let flightAtEntry: Double
    private let target: Double
    private var deliveredCount = 0
    private(set) var sentCount = 0

    /// - Parameters:
    ///   - flight: segments sent and not acknowledged in order when the loss was found
    ///   - target: the window to come down to
    init(flight: Int, target: Double) {
        flightAtEntry = Double(max(flight, 1))
        self.target = target
    }

    mutating func noteSent() { sentCount += 1 }

    /// How many segments may go now, after so many arrived, with so many still on their way.
    mutating func allowance(delivered: Int, inFlight: Int) -> Int {
        deliveredCount += delivered
        let allowance: Int
        if Double(inFlight) > target {
            let share = (Double(deliveredCount) * target / flightAtEntry).rounded(.up)
            allowance = Int(share) - sentCount
        } else {
            let bound = max(deliveredCount - sentCount, delivered) + 1
            allowance = min(Int(target) - inFlight, bound)
        }
        // The first repair goes in any case.
        return max(allowance, sentCount == 0 ? 1 : 0)
    }
}
