/// A queue in one block of memory that is gone round in.
///
/// The machines keep their recent past in such queues and touch several with each packet. A value that is taken out
/// stays where it was until another is put there, so that taking it out only moves the head; a `Deque` checks and
/// clears more each time. That an index lies within the count is held in debug builds; in release builds, as ever, that it
/// lies within the block.
struct Ring<Element: Sendable>: Sendable, RandomAccessCollection, MutableCollection {
    private static var startCapacity: Int { 16 }

    /// A power of two long, or empty.
    private var storage: [Element] = []
    private var head = 0
    private(set) var count = 0

    init() {}

    var startIndex: Int { 0 }
    var endIndex: Int { count }
    var isEmpty: Bool { count == 0 }
    var first: Element? { count == 0 ? nil : storage[head] }
    var last: Element? { count == 0 ? nil : storage[slot(count - 1)] }

    subscript(index: Int) -> Element {
        _read {
            assert(index >= 0 && index < count, "there are \(count) elements in the ring")
            yield storage[slot(index)]
        }
        _modify {
            assert(index >= 0 && index < count, "there are \(count) elements in the ring")
            yield &storage[slot(index)]
        }
    }

    @inline(__always)
    mutating func append(_ element: consuming Element) {
        if count == storage.count { grow(with: element) }
        storage[slot(count)] = element
        count += 1
    }

    mutating func prepend(_ element: Element) {
        if count == storage.count { grow(with: element) }
        head = slot(storage.count - 1)
        storage[head] = element
        count += 1
    }

    /// Inserts before `index`, moving what lies behind.
    mutating func insert(_ element: Element, at index: Int) {
        append(element)
        var position = count - 1
        while position > index {
            self[position] = self[position - 1]
            position -= 1
        }
        self[index] = element
    }

    @discardableResult
    mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = storage[head]
        head = slot(1)
        count -= 1
        return element
    }

    mutating func removeFirst(_ number: Int = 1) {
        precondition(number >= 0 && number <= count, "there are \(count) elements in the ring")
        guard number > 0 else { return }
        head = slot(number)
        count -= number
    }

    mutating func removeLast() {
        precondition(count > 0, "the ring is empty")
        count -= 1
    }

    mutating func removeAll() { count = 0 }

    private func slot(_ index: Int) -> Int { (head &+ index) & (storage.count &- 1) }

    private mutating func grow(with filler: Element) {
        var larger = [Element](repeating: filler, count: Swift.max(2 * storage.count, Self.startCapacity))
        for index in 0..<count { larger[index] = storage[slot(index)] }
        storage = larger
        head = 0
    }
}
