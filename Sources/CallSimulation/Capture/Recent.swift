/// The last values of a growing sequence, by their numbers from 0.
struct Recent<Value> {
    private var values: [Value] = []
    private let capacity: Int
    private(set) var count = 0

    init(capacity: Int) { self.capacity = capacity }

    mutating func append(_ value: Value) {
        if values.count < capacity { values.append(value) } else { values[count % capacity] = value }
        count += 1
    }

    /// `nil` for one that has not come yet, or has gone.
    subscript(number: Int) -> Value? {
        guard number >= 0, number < count, number >= count - values.count else { return nil }
        return values[number % capacity]
    }
}
