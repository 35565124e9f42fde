public import Units

/// One RTP stream as it arrived somewhere.
public struct MediaArrivals: Hashable, Sendable {
    public struct Packet: Hashable, Sendable {
        public let arrival: Timestamp
        /// Both without their wraps.
        public let sequenceNumber: Int64
        public let timestamp: Int64
        public let size: DataSize

        public init(arrival: Timestamp, sequenceNumber: Int64, timestamp: Int64, size: DataSize) {
            self.arrival = arrival
            self.sequenceNumber = sequenceNumber
            self.timestamp = timestamp
            self.size = size
        }
    }

    /// In seconds; time stamps that differ more from the arrivals follow no clock.
    private static let longestDelay = 3_600.0

    /// In the order of arrival.
    private let packets: [Packet]

    public init(_ packets: [Packet]) { self.packets = packets }

    /// The clock of the time stamps in Hz, as the arrivals show it: the usual rate within 5 % of theirs, or `nil`.
    public var clockRate: Double? {
        guard let first = packets.first, let last = packets.last, last.arrival > first.arrival else { return nil }
        let rate = Double(last.timestamp - first.timestamp) / (last.arrival - first.arrival).seconds
        return [8_000, 16_000, 24_000, 48_000, 90_000].first { abs(rate / $0 - 1) < 0.05 }
    }

    /// What the stream tells of its path, or `nil` for fewer than two packets or numbers that are no one stream's.
    public var measurement: PathMeasurement? {
        let numbers = packets.map(\.sequenceNumber)
        guard packets.count > 1, let least = numbers.min(), let most = numbers.max(),
            most - least < 16 * Int64(packets.count) + 10_000
        else { return nil }
        var measurement = PathMeasurement(way: .oneWay)
        var losses = [Bool](repeating: true, count: Int(most - least) + 1)
        for number in numbers { losses[Int(number - least)] = false }
        measurement.losses = losses
        let duplicates = packets.count - losses.count { !$0 }
        if duplicates > 0 { measurement.remarks.append("\(duplicates) packets came twice and count once") }
        let span = packets[packets.count - 1].arrival - packets[0].arrival
        if span >= .milliseconds(1), losses.count > 1 {
            measurement.spacing = span / Int64(losses.count - 1)
            let size = packets.dropFirst().reduce(DataSize.zero) { $0 + $1.size }
            measurement.carriedRate = DataRate(size, per: span)
        }
        if let clockRate, let delays = relativeDelays(clockRate: clockRate) {
            measurement.delays = delays
            measurement.interarrivalJitter = interarrivalJitter(clockRate: clockRate)
        } else {
            measurement.remarks.append("the time stamps follow no clock that is usual: jitter is unknown")
        }
        return measurement
    }

    /// RFC 3550, section 6.4.1: J += (|D| - J) / 16 over the packets as they arrive.
    private func interarrivalJitter(clockRate: Double) -> TimeDelta {
        var jitter = 0.0
        for (before, packet) in zip(packets, packets.dropFirst()) {
            let sent = Double(packet.timestamp - before.timestamp) / clockRate
            jitter += (abs((packet.arrival - before.arrival).seconds - sent) - jitter) / 16
        }
        return TimeDelta(seconds: jitter)
    }

    /// The delays of the first packet of each time stamp, less what is common to all and a straight line for clocks
    /// that run apart; `nil` where the time stamps jump by more than any delay.
    private func relativeDelays(clockRate: Double) -> [PathMeasurement.Delay]? {
        guard let first = packets.first else { return nil }
        var points: [(time: Double, delay: Double)] = []
        var newest = Int64.min
        for packet in packets {
            let sent = Double(packet.timestamp - first.timestamp) / clockRate
            let delay = (packet.arrival - first.arrival).seconds - sent
            guard abs(delay) <= Self.longestDelay else { return nil }
            guard packet.timestamp > newest else { continue }
            newest = packet.timestamp
            points.append((sent, delay))
        }
        let n = Double(points.count)
        let meanTime = points.reduce(0) { $0 + $1.time } / n
        let meanDelay = points.reduce(0) { $0 + $1.delay } / n
        let square = points.reduce(0) { $0 + ($1.time - meanTime) * ($1.time - meanTime) }
        let both = points.reduce(0) { $0 + ($1.time - meanTime) * ($1.delay - meanDelay) }
        let slope = square > 0 ? both / square : 0
        return points.map {
            let rest = $0.delay - meanDelay - slope * ($0.time - meanTime)
            return PathMeasurement.Delay(time: $0.time, delay: TimeDelta(seconds: rest))
        }
    }
}
