import Units

/// Judges by the encoder's quantisers and dropped frames whether its pictures are too large for their rate, or could
/// be larger (libwebrtc, `quality_scaler.cc` with the defaults of `quality_scaling_experiment.cc`).
///
/// A check looks at what came before it, so it may be made up late, before the next frame is reported.
struct QualityScaler: Sendable {
    enum Usage: Hashable, Sendable {
        /// The quantiser or the share of dropped frames is high.
        case high
        /// The quantiser has been low for long.
        case low
    }

    private static let samplingPeriod = TimeDelta.seconds(2)
    private static let smallestFrameCount = 60
    /// In percent.
    private static let highDropShare = 60

    private let thresholds: ClosedRange<Int>
    private var drops = DropShare()
    /// Remembers about 2 s; judges whether the quantiser is high.
    private var recentQuantizer = ExponentialFilter(perMillisecond: 0.9995)
    /// Remembers about 10 s; judges whether it is low.
    private var lastingQuantizer = ExponentialFilter(perMillisecond: 0.9999)
    /// Until the first time that the quantiser was high.
    private var isRampingUp = true
    /// When the next check is due.
    private(set) var nextTimeout: Timestamp

    /// - Parameter thresholds: at most the lower bound is low, more than the upper bound is high.
    init(thresholds: ClosedRange<Int>, at now: Timestamp) {
        self.thresholds = thresholds
        nextTimeout = now + Self.samplingPeriod
    }

    /// The bounds that Chromium uses, on the scale of `EncodedVideoFrame.quantizer`.
    static func thresholds(of codec: VideoPayloadFormat) -> ClosedRange<Int> {
        switch codec {
        case .vp8: 29...95
        case .vp9: 149...205
        }
    }

    mutating func encoded(quantizer: Int, at now: Timestamp) {
        drops.add(isDrop: false)
        recentQuantizer.add(Double(quantizer), at: now)
        lastingQuantizer.add(Double(quantizer), at: now)
    }

    /// Takes a frame that the encoder left out to hold its rate.
    mutating func dropped() { drops.add(isDrop: true) }

    /// Makes the checks that are due, up to the first that finds something; ask until there is nothing.
    mutating func advance(to now: Timestamp) -> Usage? {
        while now >= nextTimeout {
            let hasEnoughFrames = drops.count >= Self.smallestFrameCount
            let usage = hasEnoughFrames ? usage : nil
            if usage == .high { isRampingUp = false }
            nextTimeout += interval(hadEnoughFrames: hasEnoughFrames)
            guard let usage else { continue }
            drops = DropShare()
            recentQuantizer.forget()
            lastingQuantizer.forget()
            return usage
        }
        return nil
    }

    private var usage: Usage? {
        if drops.percent >= Self.highDropShare { return .high }
        guard let recent = recentQuantizer.value, let lasting = lastingQuantizer.value else { return nil }
        if Int(recent) > thresholds.upperBound { return .high }
        return Int(lasting) <= thresholds.lowerBound ? .low : nil
    }

    private func interval(hadEnoughFrames: Bool) -> TimeDelta {
        if isRampingUp { return Self.samplingPeriod }
        return hadEnoughFrames ? Self.samplingPeriod * 5 / 2 : Self.samplingPeriod / 2
    }
}

/// How many of the last 150 frames were dropped.
private struct DropShare: Sendable {
    private static let window = 150

    private var frames: [Bool] = []
    private var next = 0
    private var dropCount = 0

    var count: Int { frames.count }
    /// Rounded down; 0 without frames.
    var percent: Int { frames.isEmpty ? 0 : dropCount * 100 / frames.count }

    mutating func add(isDrop: Bool) {
        if isDrop { dropCount += 1 }
        if frames.count < Self.window {
            frames.append(isDrop)
            return
        }
        if frames[next] { dropCount -= 1 }
        frames[next] = isDrop
        next = (next + 1) % Self.window
    }
}
