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

    /// Of a record's loss rate, in (0, 1), and mean burst, 1 or more; `nil` otherwise.
    ///
    /// `LossTally` counts both.
    public init?(lossRate: Double, meanBurst: Double) {
        guard lossRate > 0, lossRate < 1, meanBurst >= 1, meanBurst.isFinite else { return nil }
        self.init(clamping: meanBurst * (1 - lossRate))
    }
}
