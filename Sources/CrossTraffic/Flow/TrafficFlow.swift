public import Units
import VirtualTime

/// What a flow of cross traffic is.
public enum TrafficKind: Hashable, Sendable {
    /// One download over TCP; `nil` downloads without end.
    case download(CongestionControlAlgorithm, size: DataSize?)
    case datagrams(rate: DataRate, size: DataSize, onOff: DatagramOnOff?)
    case web(WebPattern)
    case stream(VideoStreamConfiguration)
}

/// Mean lengths of exponential bursts and silences.
public typealias DatagramOnOff = DatagramSource.OnOff

/// When a flow runs.
public struct TrafficTimes: Hashable, Sendable {
    public let start: Timestamp
    public let stop: Timestamp
    /// Spans in which nothing new is sent, in order of time.
    public let pauses: [Range<Timestamp>]

    public init(start: Timestamp, stop: Timestamp, pauses: [Range<Timestamp>] = []) {
        self.start = start
        self.stop = stop
        self.pauses = pauses
    }

    /// Whether something new may be sent.
    func isActive(at time: Timestamp) -> Bool { time < stop && !pauses.contains { $0.contains(time) } }
}

/// Cross traffic: a source and its sink as one machine, whose packets travel over the caller's links.
public struct TrafficFlow: Sendable {
    private let times: TrafficTimes
    // One of these, by the kind; each by itself, so that it changes in place and nothing is copied a packet.
    private var download: Download?
    private var datagrams: DatagramSource?
    private var web: WebTraffic?
    private var stream: VideoStream?

    public init(_ kind: TrafficKind, times: TrafficTimes, seed: UInt64, owner: UInt32) {
        self.times = times
        func random(_ cause: Cause) -> RandomStream { RandomStream(seed: seed, owner: owner, cause: cause) }
        switch kind {
        case .download(let control, let size): download = Download(control: control, size: size)
        case .datagrams(let rate, let size, let onOff):
            let bursts = random(.datagramBursts)
            datagrams = DatagramSource(rate: rate, size: size, onOff: onOff, random: bursts, at: times.start)
        case .web(let pattern):
            web = WebTraffic(pattern, control: .cubic, random: random(.webPages), at: times.start)
        case .stream(let configuration): stream = VideoStream(configuration, control: .cubic, at: times.start)
        }
    }

    /// Starts at the flow's start.
    public mutating func start(into effects: inout [TrafficEffect]) {
        download?.start(at: times.start, into: &effects)
        stream?.start(at: times.start, into: &effects)
    }

    /// When something is due.
    ///
    /// Mutating, though it changes nothing: read through a class the compiler would first copy the whole machine.
    public var nextTimeout: Timestamp? {
        mutating get {
            if let next = datagrams?.nextTime { return next < times.stop ? next : nil }
            return download?.nextTimeout(times) ?? web?.nextTimeout ?? stream?.nextTimeout
        }
    }

    public mutating func advance(to now: Timestamp, into effects: inout [TrafficEffect]) {
        let isActive = times.isActive(at: now)
        while let due = datagrams?.nextTime, due <= now {
            if isActive, let size = datagrams?.size { effects.append(.send(TrafficPacket(datagram: size))) }
            datagrams?.send()
        }
        download?.advance(to: now, times, into: &effects)
        web?.advance(to: now, loadsMore: isActive, into: &effects)
        stream?.advance(to: now, fetchesMore: isActive, into: &effects)
    }

    /// Takes a packet that reached the end it was bound for.
    public mutating func arrive(_ packet: TrafficPacket, at now: Timestamp, into effects: inout [TrafficEffect]) {
        guard case .segment(let segment, let connection) = packet.payload else { return }
        download?.arrive(segment, at: now, into: &effects)
        web?.arrive(segment, connection: connection, at: now, into: &effects)
        stream?.arrive(segment, at: now, into: &effects)
    }

    /// What a player of adaptive video went through; `nil` for other kinds.
    public var streamStatistics: VideoStreamStatistics? { stream?.statistics }
}
