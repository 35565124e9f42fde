/// A queue whose elements are moved in and out, never copied: packets wait in it.
///
/// What comes in is stacked up; when the front runs out the stack is turned over.
struct Line<Element: Sendable>: Sendable {
    /// The first to go last.
    private var front: [Element] = []
    private var back: [Element] = []

    var isEmpty: Bool { front.isEmpty && back.isEmpty }

    mutating func append(_ element: consuming Element) { back.append(element) }

    mutating func popFirst() -> Element? {
        if front.isEmpty { back.pour(into: &front) }
        return front.popLast()
    }
}

extension Array {
    /// Moves all elements to another array, the last first, and keeps the room for more.
    mutating func pour(into other: inout [Element]) {
        while let element = popLast() { other.append(element) }
    }
}
