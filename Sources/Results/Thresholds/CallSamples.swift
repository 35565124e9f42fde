import QualityModels
public import Units

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
            let unknown = windows.isEmpty ? ScoreWindow.count(in: length) : 0
            return CallSamples(to: from.other, values: windows, unknown: unknown)
        }
    }
}

/// The windows in which audio is scored.
public enum ScoreWindow {
    public static let length = TimeDelta.seconds(10)
    /// A last piece of this length or more counts as a window.
    public static let pieceMin = TimeDelta.seconds(5)

    /// How many windows a call of this length has.
    public static func count(in callLength: TimeDelta) -> Int {
        let whole = max(callLength.nanoseconds, 0) / length.nanoseconds
        let rest = max(callLength.nanoseconds, 0) % length.nanoseconds
        return Int(whole) + (rest >= pieceMin.nanoseconds ? 1 : 0)
    }
}
