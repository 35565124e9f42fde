/// Chooses how much audio to hold back: the larger wish of the underrun and the reorder optimiser, within bounds.
///
/// libwebrtc `delay_manager.cc` and `delay_constraints.cc`. There is no peak detector any more.
struct TargetDelay: Sendable {
    /// The target before the first half second has been measured.
    static let startMilliseconds = 80

    /// The target without the bounds.
    private(set) var unlimitedTargetMilliseconds = Self.startMilliseconds { didSet { applyBounds() } }
    /// The least delay that the outside asks for, as audio and video synchronisation does.
    var minimumMilliseconds = 0 { didSet { applyBounds() } }
    /// The largest delay that the outside allows, zero where it does not care.
    var maximumMilliseconds = 0 { didSet { applyBounds() } }
    /// The duration of one packet; the target never exceeds three quarters of a full packet buffer.
    var packetMilliseconds = 0 { didSet { applyBounds() } }

    private var underrun = UnderrunOptimizer()
    private var reorder = ReorderOptimizer()
    private let packetCountMax: Int

    init(packetCountMax: Int) { self.packetCountMax = packetCountMax }

    /// The delay to aim at.
    private(set) var targetMilliseconds = Self.startMilliseconds

    private mutating func applyBounds() {
        var target = max(unlimitedTargetMilliseconds, minimumMilliseconds)
        if maximumMilliseconds > 0 { target = min(target, maximumMilliseconds) }
        if packetMilliseconds > 0 { target = min(target, packetCountMax * packetMilliseconds * 3 / 4) }
        targetMilliseconds = target
    }

    /// Takes the relative delay of one packet.
    mutating func update(relativeDelayMilliseconds delay: Int, isReordered: Bool, atMilliseconds now: Int64) {
        if !isReordered { underrun.update(relativeDelayMilliseconds: delay, atMilliseconds: now) }
        let base = underrun.optimalDelayMilliseconds ?? Self.startMilliseconds
        reorder.update(relativeDelayMilliseconds: delay, isReordered: isReordered, base: base)
        let target = max(base, reorder.optimalDelayMilliseconds ?? 0)
        if target != unlimitedTargetMilliseconds { unlimitedTargetMilliseconds = target }
    }

    /// Forgets what was measured, keeping the bounds.
    mutating func reset() {
        underrun.reset()
        reorder.reset()
        unlimitedTargetMilliseconds = Self.startMilliseconds
        packetMilliseconds = 0
    }
}
