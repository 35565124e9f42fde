import QualityModels
import Units

/// What one call gives to a metric, for one receiver or for the call as a whole.
struct CallSamples {
    /// Who received; `nil` where the metric is of the whole call.
    let to: Party?
    let values: [Double]
    /// How many samples should be there and are not.
    let unknown: Int
}

extension CallRecord {
    /// The samples of a metric: one for the call, one for each direction, or one for each window and direction.
    func samples(of metric: Metric) -> [CallSamples] {
        guard metric.sampling.isOfCalls else { return [] }
        guard metric.sampling != .call else {
            let value = metrics[metric]
            return [CallSamples(to: nil, values: value.map { [$0] } ?? [], unknown: value == nil ? 1 : 0)]
        }
        return Party.allCases.map { from in
            let direction = direction(to: from.other)
            if metric.sampling == .direction {
                let value = direction?.metrics[metric]
                return CallSamples(to: from.other, values: value.map { [$0] } ?? [], unknown: value == nil ? 1 : 0)
            }
            let windows = direction?.windows[metric] ?? []
            let unknown = max(AudioWindows.sampleCount(in: length) - windows.count, 0)
            return CallSamples(to: from.other, values: windows, unknown: unknown)
        }
    }
}
