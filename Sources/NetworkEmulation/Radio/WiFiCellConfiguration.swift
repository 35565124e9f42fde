import DequeModule
public import Units

/// A Wi-Fi cell: who is in it, and how they send.
public struct WiFiCellConfiguration: Hashable, Sendable {
    /// The rate of the radio of each station, both ways.
    public let stations: [DataRate]
    public let timings: WiFiTimings
    /// The chance that a frame which nobody disturbed is broken.
    public let frameErrors: Probability
    /// How long frames to one receiver may be sent in one go (A-MPDU, 4 ms in practice); `nil` sends one at a time.
    public let aggregation: TimeDelta?
    /// How many packets a transmitter holds; more are dropped.
    public let packetsMax: Int

    public init(
        stations: [DataRate],
        timings: WiFiTimings = WiFiTimings(),
        frameErrors: Probability = .never,
        aggregation: TimeDelta? = nil,
        packetsMax: Int = 1_000
    ) {
        precondition(stations.allSatisfy { $0 >= .kilobitsPerSecond(1_000) }, "a radio sends 1 Mbit/s at least")
        precondition(packetsMax > 0, "a transmitter holds a packet")
        self.stations = stations
        self.timings = timings
        self.frameErrors = frameErrors
        self.aggregation = aggregation
        self.packetsMax = packetsMax
    }

    var aggregates: Bool { aggregation != nil }

    /// What is sent in one go.
    struct Burst: Sendable {
        let count: Int
        let airtime: TimeDelta
    }

    /// The most frames in one aggregate (IEEE 802.11, remembered).
    private static let framesMax = 64

    /// What the first of these frames and those behind it, to the same station, make up.
    func burst(of frames: Deque<WiFiFrame>) -> Burst {
        guard let first = frames.first else { return Burst(count: 0, airtime: .zero) }
        let rate = stations[first.station]
        guard let aggregation else {
            return Burst(count: 1, airtime: timings.airtime(of: first.packet.size, at: rate))
        }
        var bytes: Int64 = 0
        var count = 0
        for frame in frames.prefix(Self.framesMax) {
            guard frame.station == first.station else { break }
            // A delimiter of 4 bytes, and padding to a multiple of 4.
            let more = bytes + (frame.packet.size + WiFiTimings.overhead).bytes / 4 * 4 + 8
            if count > 0, airtime(more, rate) > aggregation { break }
            bytes = more
            count += 1
        }
        return Burst(count: count, airtime: airtime(bytes, rate))
    }

    private func airtime(_ bytes: Int64, _ rate: DataRate) -> TimeDelta {
        timings.airtime(ofBytes: bytes, at: rate, preamble: timings.preamble)
    }
}

/// Who tried to use the medium of a cell, by transmitter: the access point first, then the stations.
public struct WiFiUsage: Hashable, Sendable {
    public private(set) var attempts: [Int]
    public private(set) var collisions: [Int]

    init(transmitterCount: Int) {
        attempts = Array(repeating: 0, count: transmitterCount)
        collisions = attempts
    }

    mutating func note(attemptOf transmitter: Int, collides: Bool) {
        attempts[transmitter] += 1
        if collides { collisions[transmitter] += 1 }
    }
}
