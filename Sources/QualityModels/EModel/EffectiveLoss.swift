/// The loss that an E-model is told of (Ppl), counted in one of two ways and never in both.
///
/// What was concealed includes what was lost, came late or was discarded: nothing is to be added to it. Ours, after the
/// rule that losses include the jitter buffer's discards (RFC 3611) and that a Bpl covers the concealment.
public struct EffectiveLoss: Hashable, Sendable {
    /// What was counted.
    public enum Basis: Hashable, Sendable {
        /// Samples that concealment made up, as heard.
        case concealment
        /// Packets that did not reach the decoder, after any repair.
        case packets
    }

    public let basis: Basis
    /// Ppl, 0 to 100 %.
    public let percent: Double

    /// Of samples played: those concealed, without those within DTX that harmed nothing.
    ///
    /// `nil` where nothing was played, or for counts that cannot be.
    public init?(concealedSamples: Int, withinDTX: Int = 0, ofSamples total: Int) {
        guard total > 0, withinDTX >= 0, concealedSamples >= withinDTX, concealedSamples <= total else { return nil }
        basis = .concealment
        percent = 100 * Double(concealedSamples - withinDTX) / Double(total)
    }

    /// Of packets sent: those lost, without those that redundancy or retransmission brought back in time, and those
    /// that came and were discarded.
    ///
    /// `nil` where nothing was sent, or for counts that cannot be.
    public init?(lostPackets: Int, repaired: Int = 0, discarded: Int = 0, ofPackets total: Int) {
        guard total > 0, repaired >= 0, lostPackets >= repaired, lostPackets <= total else { return nil }
        let arrived = total - (lostPackets - repaired)
        guard discarded >= 0, discarded <= arrived else { return nil }
        basis = .packets
        percent = 100 * Double(lostPackets - repaired + discarded) / Double(total)
    }
}

extension EModelParameters {
    /// Takes a loss, and how bursty it was.
    public mutating func setLoss(_ loss: EffectiveLoss, burstRatio: BurstRatio = .random) {
        ppl = loss.percent
        burstR = burstRatio.value
    }
}
