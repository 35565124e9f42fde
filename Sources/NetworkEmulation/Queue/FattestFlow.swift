/// Which of many flows has the largest backlog: a tree of maxima, so that a change costs its depth at most.
struct FattestFlow: Sendable {
    /// The sizes at the leaves, from `capacity` on; each node above has the larger of its two.
    private var tree: [Int64] = [0, 0]
    private var capacity = 1
    private var count = 0

    /// Adds a flow of size zero.
    mutating func append() {
        if count == capacity {
            let sizes = tree[capacity...]
            capacity *= 2
            tree = Array(repeating: 0, count: 2 * capacity)
            tree.replaceSubrange(capacity..<capacity + sizes.count, with: sizes)
            for node in (1..<capacity).reversed() { tree[node] = max(tree[2 * node], tree[2 * node + 1]) }
        }
        count += 1
    }

    mutating func set(_ flow: Int, to size: Int64) {
        var node = capacity + flow
        tree[node] = size
        while node > 1 {
            node /= 2
            let largest = max(tree[2 * node], tree[2 * node + 1])
            if tree[node] == largest { return }
            tree[node] = largest
        }
    }

    /// The first of the largest.
    var index: Int {
        var node = 1
        while node < capacity { node = tree[2 * node] == tree[node] ? 2 * node : 2 * node + 1 }
        return node - capacity
    }
}
