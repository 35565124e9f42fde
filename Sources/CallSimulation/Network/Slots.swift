/// Things under way, each under a number of its own until it is taken out; numbers are used again.
struct Slots<Element> {
    private var elements: [Element?] = []
    private var free: [Int] = []

    mutating func insert(_ element: Element) -> Int {
        guard let slot = free.popLast() else {
            elements.append(element)
            return elements.count - 1
        }
        elements[slot] = element
        return slot
    }

    subscript(slot: Int) -> Element {
        guard let element = elements[slot] else { preconditionFailure("slot \(slot) is empty") }
        return element
    }

    mutating func remove(_ slot: Int) -> Element {
        let element = self[slot]
        elements[slot] = nil
        free.append(slot)
        return element
    }
}
