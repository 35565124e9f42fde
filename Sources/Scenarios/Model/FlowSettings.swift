public import Units

/// Traffic without people: a media flow under congestion control, or what competes with media.
public struct FlowSettings: Hashable, Sendable {
    public let name: String
    public let kind: Kind
    /// What connects each end; `nil` connects it at once and without limit.
    public let from: AccessNetwork?
    public let to: AccessNetwork?
    /// The shared links on the way forward, by their places in `Scenario.links`.
    public let via: [Int]
    /// Whether the way forward crosses the shared links upwards.
    public let isUpwards: Bool
    public let start: Timestamp
    public let stop: Timestamp
    /// Spans in which the source is silent, in order of time and apart from one another.
    public let pauses: [Range<Timestamp>]

    public enum Kind: Hashable, Sendable {
        case media(MediaFlowSettings)
        case tcp(TCPFlowSettings)
        case udp(UDPFlowSettings)
        case web(WebPattern)
        case stream(StreamFlowSettings)

        /// The word in the scenario file.
        public var name: String {
            switch self {
            case .media: "media"
            case .tcp: "tcp"
            case .udp: "udp"
            case .web: "web"
            case .stream: "stream"
            }
        }
    }
}

/// Audio of constant rate and video of RFC 8593's synthetic source, under the same congestion control as calls.
public struct MediaFlowSettings: Hashable, Sendable {
    /// Whether both ends send.
    public let isTwoWay: Bool
    /// `nil` sends no audio.
    public let audioBitrate: DataRate?
    public let videoMin: DataRate
    public let videoMax: DataRate
    public let videoStart: DataRate
    public let frameRate: Int
}

/// A download over TCP.
public struct TCPFlowSettings: Hashable, Sendable {
    public enum Control: String, Hashable, Sendable, CaseIterable {
        case cubic
        case reno
    }

    public let control: Control
    /// `nil` downloads without end.
    public let size: DataSize?
}

/// Datagrams at a constant rate, all the time or in bursts.
public struct UDPFlowSettings: Hashable, Sendable {
    public let rate: DataRate
    public let packet: DataSize
    /// Mean lengths of exponential bursts and silences; `nil` sends all the time.
    public let onOff: OnOff?

    public struct OnOff: Hashable, Sendable {
        public let on: TimeDelta
        public let off: TimeDelta
    }
}

/// Whose pages are loaded.
public enum WebPattern: String, Hashable, Sendable, CaseIterable {
    /// What a clinician does beside the call.
    case background
    /// The short flows of RFC 8867, section 5.7.
    case short
}

/// Adaptive video over TCP.
public struct StreamFlowSettings: Hashable, Sendable {
    /// The rates that the server offers, ascending.
    public let ladder: [DataRate]
    public let segment: TimeDelta
    public let buffer: TimeDelta
}
