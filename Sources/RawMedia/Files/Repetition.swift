/// The order in which a recording that is too short is played on.
public enum Repetition: Hashable, Sendable {
    /// Forwards, then backwards, without a cut and no end played twice: 0 1 2 3 2 1 0 1 ...
    case thereAndBack
    /// From the start again, as browsers' fake devices do: 0 1 2 3 0 1 ...
    case loop

    /// The place in a recording of `count` items that is played at `position` (from 0).
    public func index(_ position: Int, of count: Int) -> Int {
        precondition(count > 0 && position >= 0, "only a recording with content can repeat")
        if case .loop = self { return position % count }
        guard count > 1 else { return 0 }
        let period = 2 * (count - 1)
        let offset = position % period
        return offset < count ? offset : period - offset
    }
}
