import QualityModels
import Results
import Statistics
import Units

/// One number by which a recorded and a simulated call are compared, at one receiving end.
public struct ComparedMetric: Sendable {
    /// Which calls have it.
    enum Scope: Sendable {
        case everyCall
        case withVideo
        /// Calls whose link has a limited rate, with video.
        case limitedRate
    }

    public let name: String
    /// What it is, in one sentence without a full stop.
    public let meaning: String
    /// For people; values are multiplied by `displayFactor` first.
    public let unit: String
    public let displayFactor: Double
    public let decimals: Int
    public let widening: Widening
    let scope: Scope
    let measure: @Sendable (Observed) -> Double?

    /// What a metric may look at: the receiving end, and the end that sent to it.
    struct Observed {
        let receiver: EndMeasurements
        let sender: EndMeasurements
        let seconds: Int
    }

    init(
        _ name: String,
        _ meaning: String,
        unit: String = "",
        times displayFactor: Double = 1,
        decimals: Int = 0,
        _ scope: Scope,
        _ widening: Widening,
        _ measure: @escaping @Sendable (Observed) -> Double?
    ) {
        self.name = name
        self.meaning = meaning
        self.unit = unit
        self.displayFactor = displayFactor
        self.decimals = decimals
        self.scope = scope
        self.widening = widening
        self.measure = measure
    }

    /// Its value at a receiving end, or `nil` where it was not measured.
    public func value(of call: CallMeasurements, at end: RecordedEnd, seconds: Int) -> Double? {
        measure(Observed(receiver: call[end], sender: call[end.other], seconds: seconds))
    }

    /// Whether calls made so are compared by it.
    public func applies(to set: RecordedSettings) -> Bool {
        switch scope {
        case .everyCall: return true
        case .withVideo: return set.carriesVideo
        case .limitedRate:
            let schedule = try? ImpairmentSchedule(set.schedule, place: "")
            return set.carriesVideo && schedule?.limitsRate == true
        }
    }
}

/// The columns that the comparison reads, grouped by stats object.
public enum ComparedColumns {
    public static let names: [String] = [
        ("candidate-pair", ["availableOutgoingBitrate", "currentRoundTripTime"]),
        (
            "inbound-rtp.audio",
            [
                "concealedSamples", "concealmentEvents", "fecPacketsReceived", "jitterBufferDelay",
                "jitterBufferEmittedCount", "silentConcealedSamples", "totalSamplesReceived",
            ]
        ),
        (
            "inbound-rtp.video",
            [
                "bytesReceived", "framesDecoded", "freezeCount", "jitterBufferDelay", "jitterBufferEmittedCount",
                "keyFramesDecoded", "nackCount", "pliCount", "retransmittedPacketsReceived", "totalFreezesDuration",
            ]
        ),
        ("outbound-rtp.video", ["frameHeight", "targetBitrate"]),
        ("remote-inbound-rtp.audio", ["roundTripTime", "roundTripTimeMeasurements", "totalRoundTripTime"]),
        ("remote-inbound-rtp.video", ["roundTripTime", "roundTripTimeMeasurements", "totalRoundTripTime"]),
    ].flatMap { object, fields in fields.map { "\(object).\($0)" } }
}
