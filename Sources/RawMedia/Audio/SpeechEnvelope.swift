/// Follows the level of recorded speech and turns it into the opening of a mouth; ours, not from a standard.
public struct SpeechEnvelope: Sendable {
    /// 0 closed, 1 wide open.
    public private(set) var opening = 0.0

    /// Mean power below which the mouth stays shut: -50 dBov.
    private static let closedPower = 1.07e4
    /// Mean power at which it is wide open: -20 dBov.
    private static let openPower = 1.07e7

    public init() {}

    /// Takes the next block, best of 20 ms: opens at once, closes by half a block.
    public mutating func follow(_ block: [Int16]) {
        guard !block.isEmpty else { return }
        var energy = 0
        for sample in block { energy += Int(sample) * Int(sample) }
        let power = Double(energy) / Double(block.count)
        // The fourth root of power is close to loudness.
        let (closed, open) = (Self.closedPower.squareRoot().squareRoot(), Self.openPower.squareRoot().squareRoot())
        let wanted = min(1, max(0, (power.squareRoot().squareRoot() - closed) / (open - closed)))
        opening = wanted > opening ? wanted : (wanted + opening) / 2
    }
}
