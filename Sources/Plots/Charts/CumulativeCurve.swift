/// The share of samples that are no larger than a number, over the numbers: a step at each sample.
public enum CumulativeCurve {
    /// The corners of the steps, at most about two for each of `stepsMax` steps, from the smallest sample's rise on.
    ///
    /// - Parameter sorted: finite samples in ascending order.
    public static func corners(sorted samples: [Double], stepsMax: Int = 70) -> [Chart.Point] {
        guard let smallest = samples.first else { return [] }
        var corners = [Chart.Point(smallest, 0)]
        var share = 0.0
        for end in ends(samples, stepsMax: stepsMax) {
            let value = samples[end - 1]
            let next = Double(end) / Double(samples.count)
            if value != corners[corners.count - 1].x { corners.append(Chart.Point(value, share)) }
            corners.append(Chart.Point(value, next))
            share = next
        }
        return corners
    }

    /// Behind which samples the curve has risen: after the last of equal ones, evenly spread where there are too many.
    private static func ends(_ samples: [Double], stepsMax: Int) -> [Int] {
        var ends: [Int] = []
        var due = 0
        for place in samples.indices {
            let isLastOfEqual = place + 1 == samples.count || samples[place + 1] != samples[place]
            guard isLastOfEqual, (place + 1) * stepsMax >= due * samples.count || place + 1 == samples.count else {
                continue
            }
            ends.append(place + 1)
            due = (place + 1) * stepsMax / samples.count + 1
        }
        return ends
    }
}
