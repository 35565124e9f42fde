import Scenarios

/// Which calls of a scenario belong together, because they meet on a link.
struct PartitionPlanner: Sendable {
    /// Of each call, from the first on, the number of its partition; empty where no call shares anything.
    private let partitionOfCall: [Int]
    /// The calls of each partition that holds shared links, by its number.
    private let sharing: [Int: Members]
    let count: Int

    struct Members: Sendable {
        var calls: [Int] = []
        /// Numbers of the scenario's shared links, ascending.
        var links: [Int] = []
    }

    /// - Parameter linksOfCall: the scenario's shared links that each call uses, the calls in order.
    init(callCount: Int, linkCount: Int, linksOfCall: (_ number: Int) -> [Int]) {
        guard linkCount > 0 else {
            (partitionOfCall, sharing, count) = ([], [:], callCount)
            return
        }
        var joined = DisjointSets(count: linkCount)
        for number in 1...callCount {
            let links = linksOfCall(number)
            for link in links.dropFirst() { joined.unite(links[0], link) }
        }
        var partitionOfRoot: [Int: Int] = [:]
        var sharing: [Int: Members] = [:]
        var partitions: [Int] = []
        var next = 0
        for number in 1...callCount {
            guard let root = linksOfCall(number).first.map({ joined.root(of: $0) }) else {
                partitions.append(next)
                next += 1
                continue
            }
            let partition = partitionOfRoot[root] ?? next
            if partition == next {
                partitionOfRoot[root] = partition
                sharing[partition] = Members(links: (0..<linkCount).filter { joined.root(of: $0) == root })
                next += 1
            }
            partitions.append(partition)
            sharing[partition]?.calls.append(number)
        }
        (partitionOfCall, self.sharing, count) = (partitions, sharing, next)
    }

    /// The number of the partition of a call, from 0.
    func partition(ofCall number: Int) -> Int { partitionOfCall.isEmpty ? number - 1 : partitionOfCall[number - 1] }

    /// The members of a partition whose calls share links; `nil` for a call by itself.
    func members(of partition: Int) -> Members? { sharing[partition] }
}

/// Sets that grow together (Galler and Fischer, CACM 7, 1964), with paths halved.
private struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(of element: Int) -> Int {
        var element = element
        while parents[element] != element {
            parents[element] = parents[parents[element]]
            element = parents[element]
        }
        return element
    }

    /// The lower root becomes the root of both.
    mutating func unite(_ one: Int, _ other: Int) {
        let (first, second) = (root(of: one), root(of: other))
        parents[max(first, second)] = min(first, second)
    }
}
