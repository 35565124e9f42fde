import Units

/// Many queues under CoDel each, served in turn by deficit round robin, new ones first: RFC 8290, section 4.
///
/// Packets lie in one arena, each queue a chain through it, so that a queue costs nothing while it is empty. A flow's
/// queue is chosen by a hash of our own: the flow and a perturbation from the link's seed, multiplied and folded.
struct FairQueue: Sendable {
    private struct Node: Sendable {
        var packet: HeldPacket
        var next: Int32
    }

    private struct Flow: Sendable {
        var first: Int32 = -1
        var last: Int32 = -1
        var size: Int64 = 0
        var deficit: Int64 = 0
        var state = CoDelState()
        /// The next in the list that it stands in.
        var follower: Int32 = -1
        var isListed = false
    }

    /// A list of flows, by their numbers.
    private struct FlowList: Sendable {
        private(set) var first: Int32 = -1
        private(set) var last: Int32 = -1

        mutating func append(_ index: Int32) {
            if last < 0 { first = index }
            last = index
        }

        mutating func removeFirst(before next: Int32) {
            first = next
            if next < 0 { last = -1 }
        }
    }

    private let parameters: FairQueueCoDel
    private let perturbation: UInt64
    private let shift: UInt64
    /// The flow of each hash value, -1 where none has come yet.
    private var flowOfHash: [Int32]
    private var flows: [Flow] = []
    private var fattest = FattestFlow()
    private var nodes: [Node] = []
    private var free: [Int32] = []
    private var new = FlowList()
    private var old = FlowList()
    private(set) var count = 0
    private(set) var size = DataSize.zero

    init(_ parameters: FairQueueCoDel, perturbation: UInt64) {
        self.parameters = parameters
        self.perturbation = perturbation
        shift = 64 - UInt64(parameters.queueCount.trailingZeroBitCount)
        flowOfHash = Array(repeating: -1, count: parameters.queueCount)
    }

    /// Which queue a flow's packets go to.
    static func hash(_ flow: UInt32, perturbation: UInt64) -> UInt64 {
        var mixed = (UInt64(flow) ^ perturbation) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ mixed >> 32
    }

    mutating func append(_ packet: HeldPacket) {
        let index = flow(of: packet.packet.flow)
        let node = insert(packet)
        if flows[index].last >= 0 { nodes[Int(flows[index].last)].next = node } else { flows[index].first = node }
        flows[index].last = node
        resize(index, by: packet.packet.size.bytes)
        count += 1
        guard !flows[index].isListed else { return }
        flows[index].isListed = true
        flows[index].deficit = parameters.quantum.bytes
        add(index, toNew: true)
    }

    /// The packet that leaves now, if one is left; what is dropped before it is appended.
    mutating func dequeue(at now: Timestamp, dropped: inout [Bottleneck.Departure]) -> HeldPacket? {
        while true {
            let isNew = new.first >= 0
            let index = Int(isNew ? new.first : old.first)
            guard index >= 0 else { return nil }
            if flows[index].deficit <= 0 {
                flows[index].deficit += parameters.quantum.bytes
                moveFirst(isNew)
                add(index, toNew: false)
                continue
            }
            if let packet = takeFrom(index, at: now, dropped: &dropped) {
                flows[index].deficit -= packet.packet.size.bytes
                return packet
            }
            moveFirst(isNew)
            // A new queue that is empty waits behind the old ones, lest it come back as new at once.
            if isNew, old.first >= 0 { add(index, toNew: false) } else { flows[index].isListed = false }
        }
    }

    /// Drops half of what the fattest queue holds, at most 64 packets, from its head (section 4.1.3).
    mutating func dropFromFattest(into dropped: inout [Bottleneck.Departure]) {
        let index = fattest.index
        let enough = flows[index].size / 2
        var bytes: Int64 = 0
        for _ in 0..<64 {
            guard let packet = pop(index) else { return }
            dropped.append(Bottleneck.Departure(packet: packet.packet, offeredAt: packet.offeredAt, service: nil))
            bytes += packet.packet.size.bytes
            if bytes >= enough { return }
        }
    }

    private mutating func takeFrom(
        _ index: Int,
        at now: Timestamp,
        dropped: inout [Bottleneck.Departure]
    ) -> HeldPacket? {
        var stage = CoDelState.Stage.first
        while let packet = pop(index) {
            let drops = flows[index].state.drops(
                sojourn: now - packet.offeredAt,
                backlog: DataSize(bytes: flows[index].size),
                stage: &stage,
                parameters: parameters.codel,
                at: now
            )
            guard drops else { return packet }
            dropped.append(Bottleneck.Departure(packet: packet.packet, offeredAt: packet.offeredAt, service: nil))
        }
        flows[index].state.findsNothing(stage: stage)
        return nil
    }

    private mutating func flow(of number: UInt32) -> Int {
        let hash = shift < 64 ? Int(Self.hash(number, perturbation: perturbation) >> shift) : 0
        if flowOfHash[hash] < 0 {
            flowOfHash[hash] = Int32(flows.count)
            flows.append(Flow())
            fattest.append()
        }
        return Int(flowOfHash[hash])
    }

    private mutating func insert(_ packet: HeldPacket) -> Int32 {
        if let slot = free.popLast() {
            nodes[Int(slot)] = Node(packet: packet, next: -1)
            return slot
        }
        nodes.append(Node(packet: packet, next: -1))
        return Int32(nodes.count - 1)
    }

    private mutating func pop(_ index: Int) -> HeldPacket? {
        let slot = flows[index].first
        guard slot >= 0 else { return nil }
        let node = nodes[Int(slot)]
        free.append(slot)
        flows[index].first = node.next
        if node.next < 0 { flows[index].last = -1 }
        resize(index, by: -node.packet.packet.size.bytes)
        count -= 1
        return node.packet
    }

    private mutating func resize(_ index: Int, by bytes: Int64) {
        size += DataSize(bytes: bytes)
        flows[index].size += bytes
        fattest.set(index, to: flows[index].size)
    }

    private mutating func add(_ index: Int, toNew isNew: Bool) {
        flows[index].follower = -1
        let last = isNew ? new.last : old.last
        if last >= 0 { flows[Int(last)].follower = Int32(index) }
        if isNew { new.append(Int32(index)) } else { old.append(Int32(index)) }
    }

    /// Takes the first flow out of the new or the old list.
    private mutating func moveFirst(_ isNew: Bool) {
        if isNew {
            new.removeFirst(before: flows[Int(new.first)].follower)
        } else {
            old.removeFirst(before: flows[Int(old.first)].follower)
        }
    }
}
