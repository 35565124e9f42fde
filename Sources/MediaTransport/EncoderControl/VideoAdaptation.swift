/// What gives way first when the rate does not suffice (W3C mediastream-contenthints, `RTCDegradationPreference`).
public enum DegradationPreference: Hashable, Sendable, CaseIterable {
    /// The pictures become smaller; what Chromium does for cameras.
    case maintainFrameRate
    /// The pictures become fewer, where something asks for it; a low rate alone does not (libwebrtc).
    case maintainResolution
    /// The frame rate and the size give way in turn.
    case balanced
    /// Nothing is adapted.
    case none

    /// Whether the quantiser is watched at all: libwebrtc does so only where pictures may become smaller.
    var scalesByQuality: Bool { self == .maintainFrameRate || self == .balanced }
}

/// The steps by which pictures become smaller or fewer, and back (libwebrtc, `video_stream_adapter.cc`).
struct VideoAdaptation: Sendable {
    /// What the camera is held to; `nil` is no limit.
    struct Restrictions: Hashable, Sendable {
        var maximumPixels: Int?
        var targetPixels: Int?
        var maximumFrameRate: Int?
        /// Steps down that were not taken back.
        var resolutionSteps = 0
        var frameRateSteps = 0
    }

    /// The pictures as they reach the encoder.
    struct Input: Hashable, Sendable {
        var pixels: Int
        /// In frames a second.
        var frameRate: Int
    }

    private static let smallestFrameRate = 2

    private let preference: DegradationPreference
    private let smallestPixels: Int
    private(set) var restrictions = Restrictions()
    /// The size before the last step, while that may still be on its way.
    private var stepped: (isGrowing: Bool, pixels: Int)?

    init(preference: DegradationPreference, smallestPixels: Int) {
        self.preference = preference
        self.smallestPixels = smallestPixels
    }

    /// Takes one step down; `false` where there is none left, or the last one has not arrived.
    mutating func stepDown(from input: Input) -> Bool {
        guard var next = stepDown(restrictions, from: input) else { return false }
        if isDifferenceTooSmall(next, input), let further = stepDown(next, from: input) { next = further }
        apply(next, from: input)
        return true
    }

    /// Takes a step down in size, whatever the frame rate does besides.
    mutating func stepDownResolution(from input: Input) -> Bool {
        guard preference.scalesByQuality, var next = stepDown(restrictions, from: input) else { return false }
        if next.resolutionSteps == restrictions.resolutionSteps {
            next = smaller(next, from: input) ?? next
        }
        apply(next, from: input)
        return true
    }

    /// Takes one step back up where `allows` agrees; it is asked only about more pixels.
    mutating func stepUp(from input: Input, allows: (_ pixels: Int) -> Bool) -> Bool {
        if let stepped, stepped.isGrowing, preference == .maintainFrameRate, input.pixels <= stepped.pixels {
            return false
        }
        let next: Restrictions? =
            switch preference {
            case .balanced: faster(restrictions, from: input) ?? larger(restrictions, from: input)
            case .maintainFrameRate: larger(restrictions, from: input)
            case .maintainResolution: faster(restrictions, from: input)
            case .none: nil
            }
        guard let next else { return false }
        let isLarger = next.resolutionSteps < restrictions.resolutionSteps
        if isLarger, !allows(Self.larger(input.pixels)) { return false }
        apply(next, from: input)
        return true
    }

    private mutating func apply(_ next: Restrictions, from input: Input) {
        stepped =
            next.resolutionSteps == restrictions.resolutionSteps
            ? nil : (next.resolutionSteps < restrictions.resolutionSteps, input.pixels)
        restrictions = next
    }
}

// MARK: - The single steps

extension VideoAdaptation {
    /// Three fifths of the pixels.
    static func smaller(_ pixels: Int) -> Int { pixels * 3 / 5 }
    static func larger(_ pixels: Int) -> Int { pixels * 5 / 3 }

    private func stepDown(_ current: Restrictions, from input: Input) -> Restrictions? {
        if let stepped, !stepped.isGrowing, preference == .maintainFrameRate, input.pixels >= stepped.pixels {
            return nil
        }
        return switch preference {
        case .balanced: slower(current, from: input) ?? smaller(current, from: input)
        case .maintainFrameRate: smaller(current, from: input)
        case .maintainResolution: slower(current, from: input)
        case .none: nil
        }
    }

    private func smaller(_ current: Restrictions, from input: Input) -> Restrictions? {
        let pixels = Self.smaller(input.pixels)
        guard pixels < current.maximumPixels ?? .max, pixels >= smallestPixels else { return nil }
        var next = current
        next.maximumPixels = pixels
        next.targetPixels = nil
        next.resolutionSteps += 1
        return next
    }

    /// Aims at five thirds of the pixels, and takes up to four times as many: sizes of a source come in steps.
    private func larger(_ current: Restrictions, from input: Input) -> Restrictions? {
        guard let maximum = current.maximumPixels else { return nil }
        var next = current
        next.resolutionSteps -= 1
        if current.resolutionSteps == 1 {
            next.maximumPixels = nil
            next.targetPixels = nil
            return next
        }
        let target = Self.larger(input.pixels)
        next.maximumPixels = target * 12 / 5
        next.targetPixels = target
        return target * 12 / 5 > maximum ? next : nil
    }

    private func slower(_ current: Restrictions, from input: Input) -> Restrictions? {
        let wanted: Int? =
            preference == .balanced
            ? BalancedFrameRate.smallest(atPixels: input.pixels) : input.frameRate * 2 / 3
        guard preference == .balanced || input.frameRate >= Self.smallestFrameRate, let wanted else { return nil }
        let rate = max(Self.smallestFrameRate, wanted)
        guard rate < current.maximumFrameRate ?? .max else { return nil }
        var next = current
        next.maximumFrameRate = rate
        next.frameRateSteps += 1
        return next
    }

    private func faster(_ current: Restrictions, from input: Input) -> Restrictions? {
        guard let maximum = current.maximumFrameRate else { return nil }
        let wanted: Int? =
            preference == .balanced
            ? BalancedFrameRate.largest(atPixels: input.pixels) : input.frameRate * 3 / 2
        var next = current
        next.frameRateSteps -= 1
        // As many steps up as down: where the limit could go before the last, it becomes too large to matter.
        let rate = wanted ?? .max - next.frameRateSteps
        guard rate > maximum else { return nil }
        next.maximumFrameRate = next.frameRateSteps == 0 ? nil : rate
        return next
    }

    /// Whether a step down in frame rate would change next to nothing.
    private func isDifferenceTooSmall(_ next: Restrictions, _ input: Input) -> Bool {
        guard preference == .balanced, next.frameRateSteps > restrictions.frameRateSteps,
            let rate = next.maximumFrameRate, let least = BalancedFrameRate.smallestDifference(atPixels: input.pixels)
        else { return false }
        return input.frameRate - rate < least
    }
}

/// Which frame rate goes with which size where both give way (libwebrtc, `balanced_degradation_settings.cc`).
private enum BalancedFrameRate {
    private static let steps: [(pixels: Int, frameRate: Int, smallestDifference: Int?)] = [
        (320 * 240, 7, nil), (480 * 360, 10, 1), (640 * 480, 15, 1),
    ]

    private static func step(atPixels pixels: Int) -> Int? { steps.firstIndex { pixels <= $0.pixels } }

    /// What the frame rate goes down to at this size, or `nil` where the size goes down first.
    static func smallest(atPixels pixels: Int) -> Int? { step(atPixels: pixels).map { steps[$0].frameRate } }

    /// What it goes up to before the size does, or `nil` for no limit.
    static func largest(atPixels pixels: Int) -> Int? {
        step(atPixels: pixels).flatMap { $0 + 1 < steps.count ? steps[$0 + 1].frameRate : nil }
    }

    static func smallestDifference(atPixels pixels: Int) -> Int? {
        step(atPixels: pixels).flatMap { steps[$0].smallestDifference }
    }
}
