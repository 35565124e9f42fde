/// Counts how often the size of the shown picture changed.
public struct PictureSizes: Sendable {
    /// The changes from one size to another; the first size is none.
    public private(set) var changeCount = 0
    private var current: (width: Int, height: Int)?

    public init() {}

    /// Takes note of a picture that is shown.
    public mutating func show(width: Int, height: Int) {
        if let current, current != (width, height) { changeCount += 1 }
        current = (width, height)
    }
}
