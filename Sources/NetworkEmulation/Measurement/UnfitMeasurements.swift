import Units

/// Why measurements of an access make no profile, and which of them are to blame.
public struct UnfitMeasurements: Error, Hashable, Sendable {
    /// Places among the measurements.
    public let places: [Int]
    public let message: String
    public let advice: String
}

extension ProfileFit {
    /// The most that a profile can lose in one direction.
    public static let lossRateMax = 0.99

    /// Refuses measurements from which no profile can be made without saying something else than they do.
    ///
    /// - Throws: `UnfitMeasurements` for the first rule that is broken: a measurement holds a sample, a direction with
    ///   rates has one that is not zero, and no more is lost than `lossRateMax`.
    public static func check(_ measurements: [PathMeasurement]) throws(UnfitMeasurements) {
        let places = measurements.indices
        let empty = places.filter { measurements[$0].isEmpty }
        guard empty.isEmpty else {
            throw UnfitMeasurements(
                places: empty,
                message: "there is no rate, no delay and no loss in it",
                advice: "leave it out, or measure again"
            )
        }
        for (name, rates) in [("down", \PathMeasurement.downRates), ("up", \.upRates)] {
            let samples = measurements.flatMap { $0[keyPath: rates] }
            guard !samples.isEmpty, samples.allSatisfy({ $0 == .zero }) else { continue }
            throw UnfitMeasurements(
                places: places.filter { !measurements[$0][keyPath: rates].isEmpty },
                message: "every rate \(name) (\(samples.count) of them) is zero: a profile's rates are percentiles of "
                    + "those that are not",
                advice: "measure while something passes, or put - where nothing was measured"
            )
        }
        guard let loss = ProfileFit(measurements).loss, loss.rate.value > lossRateMax else { return }
        throw UnfitMeasurements(
            places: places.filter { measurements[$0].way == loss.way && !measurements[$0].losses.isEmpty },
            message:
                "\(loss.lossCount) of \(loss.packetCount) packets were lost: a profile loses at most 99 % each way",
            advice: "measure while something passes; for what does not last, profiles have events: outages"
        )
    }
}

extension PathMeasurement {
    fileprivate var isEmpty: Bool {
        delays.isEmpty && losses.isEmpty && downRates.isEmpty && upRates.isEmpty && carriedRate == nil
    }
}
