/// How much longer losses last than if each came by itself (BurstR); 1 is random, and less counts as 1.
///
/// Mean observed burst length over 1 / (1 - loss rate), the length under independent loss; ITU-T G.107 (06/2015), 7.5,
/// as implementations have it.
public struct BurstRatio: Hashable, Sendable {
    public static let random = Self(clamping: 1)

    /// 1 or more.
    public let value: Double

    private init(clamping value: Double) { self.value = max(value, 1) }

    /// Of a chain of two states: 1 / (p + q), p into loss and q out of it; `nil` unless both are in (0, 1].
    public init?(intoLoss p: Double, outOfLoss q: Double) {
        guard p > 0, p <= 1, q > 0, q <= 1 else { return nil }
        self.init(clamping: 1 / (p + q))
    }

    /// Of a loss rate in (0, 1) and a mean burst of 1 or more; `nil` otherwise.
    public init?(lossRate: Double, meanBurst: Double) {
        guard lossRate > 0, lossRate < 1, meanBurst >= 1, meanBurst.isFinite else { return nil }
        self.init(clamping: meanBurst * (1 - lossRate))
    }

    /// Of packets in order, `true` where one was lost; `nil` where none or all were, as there is nothing to compare.
    public init?(losses: some Sequence<Bool>) {
        var count = 0
        var lost = 0
        var bursts = 0
        var isBurst = false
        for isLost in losses {
            count += 1
            lost += isLost ? 1 : 0
            bursts += isLost && !isBurst ? 1 : 0
            isBurst = isLost
        }
        guard bursts > 0 else { return nil }
        self.init(lossRate: Double(lost) / Double(count), meanBurst: Double(lost) / Double(bursts))
    }
}
