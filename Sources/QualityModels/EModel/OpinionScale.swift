/// A scale of mean opinion scores, as a type.
public protocol OpinionScale: Sendable {
    /// What has to stand beside every score of the scale.
    static var name: String { get }
    static var range: ClosedRange<Double> { get }
}

/// The scale of an E-model, which has ratings too.
public protocol RatedScale: OpinionScale {
    static var conversion: MeanOpinionScale { get }
}

extension RatedScale {
    public static var range: ClosedRange<Double> { 1...4.5 }
}

/// Estimated conversational quality, narrowband; ITU-T G.107.
public enum NarrowbandScale: RatedScale {
    public static let name = "MOS-CQE"
    public static let conversion = MeanOpinionScale.narrowband
}

/// Estimated conversational quality, wideband; ITU-T G.107.1.
public enum WidebandScale: RatedScale {
    public static let name = "MOS-CQEW"
    public static let conversion = MeanOpinionScale.wideband
}

/// Estimated conversational quality, fullband; ITU-T G.107.2.
public enum FullbandScale: RatedScale {
    public static let name = "MOS-CQEF"
    public static let conversion = MeanOpinionScale.fullband
}

/// Speech quality without delay, Sq; ITU-T G.1070.
public enum PlanningSpeechScale: OpinionScale {
    public static let name = "G.1070 Sq (planning)"
    public static let range = 1...4.5
}

/// Video quality, Vq; ITU-T G.1070.
public enum PlanningVideoScale: OpinionScale {
    public static let name = "G.1070 Vq (planning)"
    public static let range = 1.0...5
}

/// Audiovisual quality with delay, MMq; ITU-T G.1070.
public enum PlanningCallScale: OpinionScale {
    public static let name = "G.1070 MMq (planning)"
    public static let range = 1.0...5
}
