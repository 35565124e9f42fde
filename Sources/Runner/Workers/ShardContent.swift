import CallSimulation

/// The calls and flows that one shard of a run holds, by number and in order.
struct ShardContent {
    let calls: [Int]
    let flows: [Int]

    init(of shard: Shard, planner: CallPlanner, flowCount: Int) {
        calls = planner.callNumbers.filter { shard.holds(partition: planner.partition(ofCall: $0)) }
        flows = (0..<flowCount).map { $0 + 1 }.filter { shard.holds(partition: planner.partition(ofFlow: $0)) }
    }
}
