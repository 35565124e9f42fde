extension Array {
    /// Moves all elements to an empty array, the last first, and keeps the room for more.
    ///
    /// Poured over, the first can be taken from the end: nothing is copied, and nothing is left to clear.
    mutating func pour(into other: inout [Element]) {
        if count == 1 { return swap(&self, &other) }
        while let element = popLast() { other.append(element) }
    }
}
