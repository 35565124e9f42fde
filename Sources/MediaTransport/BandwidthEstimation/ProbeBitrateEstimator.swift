import Units

/// Reads the rate of a probe off the arrival of its packets (libwebrtc, `probe_bitrate_estimator.cc`).
struct ProbeBitrateEstimator: Sendable {
    fileprivate struct Aggregate {
        var cluster: ProbeCluster
        var packets = 0
        var size = 0
        var firstSend: Timestamp
        var lastSend: Timestamp
        var firstReceive: Timestamp
        var lastReceive: Timestamp
        var sizeOfLastSend = 0
        var sizeOfFirstReceive = 0
    }

    private static let requiredShare = 0.8
    private static let longestInterval = TimeDelta.seconds(1)
    /// A faster arrival than this many times the sending is no measurement.
    private static let largestRatio = 2.0
    private static let saturatedRatio = 0.9
    private static let saturatedFactor = 0.95

    /// The last few clusters, the newest last.
    private var clusters: [ProbeCluster] = []
    private var aggregates: [Aggregate] = []

    mutating func started(_ cluster: ProbeCluster) {
        if clusters.count == 8 { clusters.removeFirst() }
        clusters.append(cluster)
    }

    /// Takes a received probe packet; returns the rate in bit/s once enough of its cluster is there.
    mutating func receive(_ sent: SentPacket, receiveTime: Timestamp) -> Double? {
        guard let cluster = clusters.first(where: { $0.identifier == sent.probeCluster }) else { return nil }
        aggregates.removeAll { receiveTime - $0.lastReceive > Self.longestInterval }
        let index: Int
        if let known = aggregates.firstIndex(where: { $0.cluster.identifier == cluster.identifier }) {
            index = known
        } else {
            aggregates.append(
                Aggregate(
                    cluster: cluster,
                    firstSend: sent.sendTime,
                    lastSend: sent.sendTime,
                    firstReceive: receiveTime,
                    lastReceive: receiveTime
                )
            )
            index = aggregates.count - 1
        }
        aggregates[index].add(sent, receiveTime: receiveTime)
        return Self.bitrate(aggregates[index])
    }

    private static func bitrate(_ aggregate: Aggregate) -> Double? {
        let cluster = aggregate.cluster
        guard Double(aggregate.packets) >= Double(ProbeCluster.minimumPackets) * requiredShare,
            Double(aggregate.size) >= Double(cluster.minimumBytes) * requiredShare
        else { return nil }
        let sendInterval = aggregate.lastSend - aggregate.firstSend
        let receiveInterval = aggregate.lastReceive - aggregate.firstReceive
        guard sendInterval > .zero, sendInterval <= longestInterval, receiveInterval > .zero,
            receiveInterval <= longestInterval
        else { return nil }
        // The packet at the far end of each interval does not fill it.
        let sendRate = Double((aggregate.size - aggregate.sizeOfLastSend) * 8) / sendInterval.seconds
        let receiveRate = Double((aggregate.size - aggregate.sizeOfFirstReceive) * 8) / receiveInterval.seconds
        guard receiveRate <= largestRatio * sendRate else { return nil }
        return receiveRate < saturatedRatio * sendRate ? saturatedFactor * receiveRate : min(sendRate, receiveRate)
    }
}

extension ProbeBitrateEstimator.Aggregate {
    fileprivate mutating func add(_ sent: SentPacket, receiveTime: Timestamp) {
        firstSend = min(firstSend, sent.sendTime)
        if sent.sendTime >= lastSend {
            lastSend = sent.sendTime
            sizeOfLastSend = sent.size
        }
        if receiveTime < firstReceive || packets == 0 {
            firstReceive = receiveTime
            sizeOfFirstReceive = sent.size
        }
        lastReceive = max(lastReceive, receiveTime)
        packets += 1
        size += sent.size
    }
}
