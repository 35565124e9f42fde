/// The order in which a short recording is repeated without a cut: forwards, then backwards, no end played twice.
public enum PingPong {
    /// The place in a recording of `count` items that is played at `position` (from 0): 0 1 2 3 2 1 0 1 ...
    public static func index(_ position: Int, of count: Int) -> Int {
        precondition(count > 0 && position >= 0, "only a recording with content can repeat")
        guard count > 1 else { return 0 }
        let period = 2 * (count - 1)
        let offset = position % period
        return offset < count ? offset : period - offset
    }
}
