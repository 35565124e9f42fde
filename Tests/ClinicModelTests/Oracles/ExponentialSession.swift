import Statistics

/// A session of one clinician, punctual patients and exponential times, exactly.
///
/// The number present just before each slot is a Markov chain: between slots patients are seen at the service's rate, and
/// who finds k present waits k mean times.
struct ExponentialSession: Hashable, Sendable {
    /// The mean wait of a patient who comes.
    let meanWait: Double
    /// The mean of when all work that was there at the last slot is done, or the last slot where there was none.
    let meanFinish: Double
    /// The mean time beyond the last slot's end.
    let meanOvertime: Double
    /// What is left of `meanFinish` beside the service.
    let meanIdle: Double

    /// `patients` a slot, slots of equal length, each patient coming with a chance and staying for a mean time.
    init(patients: [Int], slot: Double, meanService: Double, show: Double) {
        var present = [1.0]
        var (wait, shows) = (0.0, 0.0)
        var finish = 0.0
        for (place, count) in patients.enumerated() {
            for _ in 0..<count {
                wait += show * meanService * Self.mean(present)
                shows += show
                var next = Array(repeating: 0.0, count: present.count + 1)
                for (number, mass) in present.enumerated() {
                    next[number] += mass * (1 - show)
                    next[number + 1] += mass * show
                }
                present = next
            }
            if place == patients.count - 1 {
                finish = Double(place) * slot + meanService * Self.mean(present)
            }
            present = Self.after(slot / meanService, present)
        }
        meanWait = shows > 0 ? wait / shows : 0
        meanFinish = finish
        meanOvertime = meanService * Self.mean(present)
        meanIdle = finish - shows * meanService
    }

    private static func mean(_ masses: [Double]) -> Double {
        masses.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    }

    /// What is left after a time in which so many could be seen on average.
    private static func after(_ seen: Double, _ masses: [Double]) -> [Double] {
        var departures = [Elementary.exp(-seen)]
        for count in 1...max(masses.count, 1) { departures.append(departures[count - 1] * seen / Double(count)) }
        var left = Array(repeating: 0.0, count: masses.count)
        for (number, mass) in masses.enumerated() {
            var some = 0.0
            for count in 0..<number {
                left[number - count] += mass * departures[count]
                some += departures[count]
            }
            left[0] += mass * (1 - some)
        }
        return left
    }
}
