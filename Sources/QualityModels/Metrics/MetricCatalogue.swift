/// Every metric that Rehearsal knows, in the order of reports.
public enum MetricCatalogue {
    public static let all: [Metric] = audio + video + call + consultation + flow + link + relay + clinic

    /// The metric of this name, or `nil` where there is none.
    public static func metric(named name: String) -> Metric? { all.first { $0.name == name } }

    static func metric(
        _ name: String,
        _ unit: MetricUnit,
        _ sampling: MetricSampling,
        _ direction: MetricDirection,
        _ meaning: String,
        _ source: String,
        isIndicator: Bool = false,
        scale: String? = nil,
        needs: MetricNeeds = [],
        isDetail: Bool = false,
        margin: Double? = nil
    ) -> Metric {
        Metric(
            name: name,
            unit: unit,
            sampling: sampling,
            direction: direction,
            isIndicator: isIndicator,
            scale: scale,
            needs: needs,
            isDetail: isDetail,
            margin: margin,
            meaning: meaning,
            source: source
        )
    }
}
