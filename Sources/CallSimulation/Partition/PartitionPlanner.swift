/// Which calls and flows of a scenario belong together, because they meet on a link.
struct PartitionPlanner: Sendable {
    struct Members: Sendable {
        /// Ascending, from 1.
        var calls: [Int] = []
        var flows: [Int] = []
        /// Numbers of the scenario's shared links, ascending, from 0.
        var links: [Int] = []
    }

    /// Of each call, then of each flow, the number of its partition; empty where there is nothing but private calls.
    private let partitions: [Int]
    private let callCount: Int
    /// The members of each partition that is more than one call by itself, by its number.
    private let members: [Int: Members]
    let count: Int

    /// - Parameter links: the scenario's shared links that each call, then each flow, uses, from 0 on.
    init(callCount: Int, flowCount: Int, linkCount: Int, links: (_ place: Int) -> [Int]) {
        self.callCount = callCount
        guard linkCount > 0 || flowCount > 0 else {
            (partitions, members, count) = ([], [:], callCount)
            return
        }
        var joined = DisjointSets(count: linkCount)
        for place in 0..<callCount + flowCount {
            let links = links(place)
            for link in links.dropFirst() { joined.unite(links[0], link) }
        }
        var partitionOfRoot: [Int: Int] = [:]
        var members: [Int: Members] = [:]
        var partitions: [Int] = []
        var next = 0
        for place in 0..<callCount + flowCount {
            let root = links(place).first.map { joined.root(of: $0) }
            let partition = root.flatMap { partitionOfRoot[$0] } ?? next
            if partition == next {
                next += 1
                if let root {
                    partitionOfRoot[root] = partition
                    members[partition] = Members(links: (0..<linkCount).filter { joined.root(of: $0) == root })
                } else if place >= callCount {
                    members[partition] = Members()
                }
            }
            partitions.append(partition)
            if place < callCount {
                members[partition]?.calls.append(place + 1)
            } else {
                members[partition]?.flows.append(place - callCount + 1)
            }
        }
        (self.partitions, self.members, count) = (partitions, members, next)
    }

    /// The number of the partition of a call, from 0.
    func partition(ofCall number: Int) -> Int { partitions.isEmpty ? number - 1 : partitions[number - 1] }

    func partition(ofFlow number: Int) -> Int { partitions[callCount + number - 1] }

    /// The members of a partition; `nil` for a call by itself.
    func members(of partition: Int) -> Members? { members[partition] }
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
