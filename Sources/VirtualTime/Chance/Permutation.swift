/// A random order of the numbers from 0, each of the possible orders with the same chance.
///
/// Fisher and Yates's shuffle in Durstenfeld's form (CACM 7, 1964, algorithm 235), spelled out because the standard
/// library does not promise that its shuffle stays the same.
public struct Permutation: Hashable, Sendable {
    public let order: [Int]

    public init(count: Int, random: inout RandomStream) {
        var order = Array(0..<max(count, 0))
        for last in order.indices.dropFirst().reversed() {
            order.swapAt(last, random.index(below: last + 1))
        }
        self.order = order
    }

    /// The number that stands at a position.
    public subscript(position: Int) -> Int { order[position] }
}
