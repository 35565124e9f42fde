public import Units

/// What a player of adaptive video over TCP is like.
///
/// A model of ours after the usual players.
public struct VideoStreamConfiguration: Hashable, Sendable {
    /// The rates that the server offers, ascending.
    public var ladder: [DataRate]
    public var segment: TimeDelta
    /// How much play time is fetched ahead.
    public var buffer: TimeDelta

    public init(ladder: [DataRate], segment: TimeDelta = .seconds(4), buffer: TimeDelta = .seconds(25)) {
        precondition(
            !ladder.isEmpty && segment > .zero && buffer >= segment,
            "a player has rates and room for a segment"
        )
        self.ladder = ladder
        self.segment = segment
        self.buffer = buffer
    }
}

/// What a player of adaptive video went through.
public struct VideoStreamStatistics: Hashable, Sendable {
    public internal(set) var segments = 0
    /// How many segments were fetched of each rung.
    public internal(set) var segmentsByRung: [Int]
    public internal(set) var stalls = 0
    public internal(set) var stalledTime = TimeDelta.zero
}

/// A player that fetches one segment after the other on one connection, and pauses when its buffer is full.
///
/// It takes the highest rate within 80 % of the harmonic mean throughput of the last five segments, and the lowest
/// while less than two segments are buffered; both are usual and neither is a standard.
struct VideoStream: Sendable {
    private static let safety = 0.8
    private static let memory = 5

    private let configuration: VideoStreamConfiguration
    private var connection: TCPConnection
    private var effects: [TCPEffect] = []
    private(set) var statistics: VideoStreamStatistics
    private var throughputs: [Double] = []
    private var requestedAt: Timestamp
    private var requested: Int64 = 0
    private var expected: Int64 = 0
    private var isFetching = false
    private var nextRequest: Timestamp?
    /// Play time in the buffer at `bufferedAt`; playing begins with the first segment.
    private var buffered = TimeDelta.zero
    private var bufferedAt: Timestamp
    private var isPlaying = false

    init(_ configuration: VideoStreamConfiguration, control: CongestionControlAlgorithm, at start: Timestamp) {
        self.configuration = configuration
        connection = TCPConnection(
            configuration: TCPConfiguration(congestionControl: control, setUp: .tls(roundTrips: 1))
        )
        statistics = VideoStreamStatistics(segmentsByRung: configuration.ladder.map { _ in 0 })
        requestedAt = start
        bufferedAt = start
        nextRequest = start
    }

    var nextTimeout: Timestamp? {
        guard let timeout = connection.nextTimeout else { return nextRequest }
        return nextRequest.map { min($0, timeout) } ?? timeout
    }

    mutating func start(at now: Timestamp, into sent: inout [TrafficEffect]) {
        connection.open(at: now, into: &effects)
        settle(at: now, into: &sent)
    }

    mutating func advance(to now: Timestamp, fetchesMore: Bool, into sent: inout [TrafficEffect]) {
        if let due = nextRequest, due <= now {
            nextRequest = nil
            if fetchesMore { fetch(at: now) }
        }
        if let timeout = connection.nextTimeout, timeout <= now { connection.advance(to: now, into: &effects) }
        settle(at: now, into: &sent)
    }

    mutating func arrive(_ segment: TCPSegment, at now: Timestamp, into sent: inout [TrafficEffect]) {
        connection.receive(segment, at: now, into: &effects)
        settle(at: now, into: &sent)
    }

    private mutating func fetch(at now: Timestamp) {
        play(until: now)
        let rung = chooseRung()
        let bits = Double(configuration.ladder[rung].bitsPerSecond) * configuration.segment.seconds
        requested = Int64((bits / 8).rounded())
        expected += requested
        requestedAt = now
        isFetching = true
        statistics.segments += 1
        statistics.segmentsByRung[rung] += 1
        connection.write(DataSize(bytes: requested), from: .server, at: now, into: &effects)
    }

    private func chooseRung() -> Int {
        guard !throughputs.isEmpty, buffered >= configuration.segment * 2 else { return 0 }
        let harmonic = Double(throughputs.count) / throughputs.reduce(0) { $0 + 1 / $1 }
        let limit = harmonic * Self.safety
        return configuration.ladder.lastIndex { Double($0.bitsPerSecond) <= limit } ?? 0
    }

    private mutating func settle(at now: Timestamp, into sent: inout [TrafficEffect]) {
        var arrived: Int64 = 0
        for effect in effects {
            switch effect {
            case .transmit(let segment): sent.append(.send(TrafficPacket(segment, connection: 0)))
            case .delivered(let bytes, let end): if end == .client { arrived = max(arrived, bytes) }
            case .established: break
            }
        }
        effects.removeAll(keepingCapacity: true)
        guard isFetching, arrived >= expected else { return }
        isFetching = false
        play(until: now)
        if now > requestedAt {
            throughputs.append(Double(requested * 8) / (now - requestedAt).seconds)
            if throughputs.count > Self.memory { throughputs.removeFirst() }
        }
        buffered += configuration.segment
        isPlaying = true
        let room = configuration.buffer - buffered
        nextRequest = room >= configuration.segment ? now : now + (configuration.segment - room)
    }

    /// Plays what is buffered, and counts what is missing.
    private mutating func play(until now: Timestamp) {
        let elapsed = now - bufferedAt
        bufferedAt = now
        guard isPlaying else { return }
        buffered -= elapsed
        guard buffered < .zero else { return }
        statistics.stalls += 1
        statistics.stalledTime += -buffered
        buffered = .zero
    }
}
