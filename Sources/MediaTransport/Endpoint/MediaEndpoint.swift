public import RTPWire
public import Units

/// One party's end of a call: connection set-up, the sender and the receiver of its streams, and RTCP between them.
///
/// Feed it datagrams, encoded frames and the time; it appends what it wants done to `effects`. Media may be handed
/// over once the connection stands (`EndpointEffect.connected`).
public struct MediaEndpoint: ~Copyable, Sendable {
    public private(set) var connection: ConnectionSetup
    /// How often the receiver is told of the round trip (libwebrtc, `call_stats2.cc`).
    private static let roundTripInterval = TimeDelta.seconds(1)

    public private(set) var sender: MediaSender
    private var nextRoundTripUpdate = Timestamp.start
    public private(set) var receiver: MediaReceiver
    private var schedules: [ReportSchedule] = [] {
        didSet { nextReport = schedules.reduce(.distantFuture) { min($0, $1.due) } }
    }
    private var nextReport = Timestamp.distantFuture
    private let senderConfiguration: SenderConfiguration
    private let identifiers: StreamIdentifiers
    private let canonicalName: String
    private let reportFactors: [Double]
    private let kinds: [MediaKind]
    private let usesReducedSizeRTCP: Bool
    private var messages: [ControlMessage] = []
    private var sent: [SenderEffect] = []
    private var received: [ReceiverEffect] = []
    /// The same turned over, for taking out the first at the end.
    private var turnedSent: [SenderEffect] = []
    private var turnedReceived: [ReceiverEffect] = []

    public init(configuration: EndpointConfiguration, at now: Timestamp) {
        connection = ConnectionSetup(role: configuration.role, at: now)
        sender = MediaSender(configuration: configuration.sender, at: now)
        receiver = MediaReceiver(configuration: configuration.receiver)
        senderConfiguration = configuration.sender
        identifiers = configuration.sender.identifiers
        canonicalName = configuration.canonicalName
        reportFactors = configuration.reportIntervalFactors
        usesReducedSizeRTCP = configuration.usesReducedSizeRTCP
        kinds = configuration.carriesVideo ? [.audio, .video] : [.audio]
    }

    /// When something is due again.
    ///
    /// Mutating, though it changes nothing: read through a class the compiler would first copy the whole machine, which
    /// took a quarter of the time of a call's transport.
    public var nextTimeout: Timestamp? {
        mutating get {
            // There are reports only while it is connected.
            guard nextReport < .distantFuture else { return connection.nextTimeout }
            return min(min(nextReport, sender.wakeTime), receiver.wakeTime)
        }
    }

    public var isConnected: Bool {
        if case .connected = connection.state { return true }
        return false
    }

    /// Joins: sends the first connectivity check.
    public mutating func start(at now: Timestamp, into effects: inout [EndpointEffect]) {
        connection.start(at: now, into: &messages)
        flushMessages(into: &effects)
    }

    public mutating func receive(
        _ datagram: consuming Datagram,
        at now: Timestamp,
        into effects: inout [EndpointEffect]
    ) {
        switch consume datagram {
        case .control(let message):
            changeConnection(at: now, into: &effects) { $0.receive(message, at: now, into: &$1) }
        case .rtp(let packet):
            receiver.receive(packet, at: now, into: &received)
        case .rtcp(let packets):
            for packet in packets { receive(packet, at: now) }
            receiver.updateAvailableBitrate(sender.availableBitrate)
        }
        flush(at: now, into: &effects)
    }

    public mutating func advance(to now: Timestamp, into effects: inout [EndpointEffect]) {
        guard isConnected else {
            changeConnection(at: now, into: &effects) { $0.advance(to: now, into: &$1) }
            return
        }
        sender.advance(to: now, into: &sent)
        receiver.updateAvailableBitrate(sender.availableBitrate)
        receiver.advance(to: now, into: &received)
        sendDueReports(at: now, into: &effects)
        flush(at: now, into: &effects)
    }

    public mutating func send(_ frame: EncodedAudioFrame, at now: Timestamp, into effects: inout [EndpointEffect]) {
        sender.send(frame, at: now, into: &sent)
        flush(at: now, into: &effects)
    }

    public mutating func send(_ frame: EncodedVideoFrame, at now: Timestamp, into effects: inout [EndpointEffect]) {
        sender.send(frame, at: now, into: &sent)
        flush(at: now, into: &effects)
    }

    /// Asks what to do for the next 10 ms of play-out; see `MediaReceiver.pullAudio`.
    public mutating func pullAudio(at now: Timestamp, decodedSampleCount: Int) -> AudioDecision {
        receiver.pullAudio(at: now, decodedSampleCount: decodedSampleCount)
    }

    public mutating func completeAudio(_ outcome: AudioOutcome, at now: Timestamp) {
        receiver.completeAudio(outcome, at: now)
    }

    /// Takes what became of a frame that was to be decoded; `nil` where no picture came of it.
    public mutating func videoDecoded(
        _ frame: ReceivedVideoFrame,
        as picture: DecodedPicture?,
        at now: Timestamp,
        into effects: inout [EndpointEffect]
    ) {
        receiver.videoDecoded(
            frame,
            succeeded: picture != nil,
            picture: picture,
            decodeTime: .zero,
            at: now,
            into: &received
        )
        flush(at: now, into: &effects)
    }

    public mutating func videoRendered(at now: Timestamp) { receiver.videoRendered(at: now) }

    private mutating func receive(_ packet: RTCPPacket, at now: Timestamp) {
        if case .senderReport(let report) = packet { receiver.receive(report, at: now) }
        sender.receive(packet, at: now, into: &sent)
        guard let time = sender.roundTripTime, now >= nextRoundTripUpdate else { return }
        nextRoundTripUpdate = now + Self.roundTripInterval
        receiver.updateRoundTripTime(time, at: now)
    }

    private mutating func changeConnection(
        at now: Timestamp,
        into effects: inout [EndpointEffect],
        by change: (inout ConnectionSetup, inout [ControlMessage]) -> Void
    ) {
        let before = connection.state
        change(&connection, &messages)
        flushMessages(into: &effects)
        guard connection.state != before else { return }
        switch connection.state {
        case .connected:
            schedules = kinds.flatMap { kind in
                [true, false].map { ReportSchedule(kind: kind, isSending: $0, factors: reportFactors, at: now) }
            }
            // Probing and the start phase count from the first packet that can be sent.
            sender = MediaSender(configuration: senderConfiguration, at: now)
            effects.append(.connected)
        case .failed: effects.append(.connectionFailed)
        case .checking, .securing: break
        }
    }

    /// Sender reports with a source description (RFC 3550, section 6.1); receiver reports go by themselves (RFC 5506).
    private mutating func sendDueReports(at now: Timestamp, into effects: inout [EndpointEffect]) {
        guard nextReport <= now else { return }
        for index in schedules.indices where schedules[index].due <= now {
            let kind = schedules[index].kind
            schedules[index].advance(from: now, sendingRate: sender.encoderTarget.videoBitrate)
            guard schedules[index].isSending else {
                effects.append(.transmit(.rtcp([receiverReport(for: kind, at: now)])))
                continue
            }
            guard let report = sender.senderReport(for: kind, at: now) else { continue }
            let description = SourceDescription(ssrc: report.ssrc, canonicalName: canonicalName)
            effects.append(.transmit(.rtcp([.senderReport(report), .sourceDescription(description)])))
        }
    }

    private mutating func receiverReport(for kind: MediaKind, at now: Timestamp) -> RTCPPacket {
        .receiverReport(
            ReceiverReport(
                ssrc: kind == .audio ? identifiers.audioSSRC : identifiers.videoSSRC,
                reportBlocks: receiver.reportBlocks(for: kind, at: now)
            )
        )
    }

    /// Puts a receiver report before a request about a stream where reduced size was not agreed on; the next report of its
    /// own then waits a whole interval.
    private mutating func feedback(_ packet: RTCPPacket, at now: Timestamp) -> [RTCPPacket] {
        let kind: MediaKind
        switch packet {
        case .genericNACK(let nack): kind = nack.mediaSSRC == receiver.configuration.audioSSRC ? .audio : .video
        case .pictureLossIndication, .fullIntraRequest: kind = .video
        default: return [packet]
        }
        guard !usesReducedSizeRTCP else { return [packet] }
        for index in schedules.indices where schedules[index].kind == kind && !schedules[index].isSending {
            schedules[index].advance(from: now, sendingRate: sender.encoderTarget.videoBitrate)
        }
        return [receiverReport(for: kind, at: now), packet]
    }

    private mutating func flushMessages(into effects: inout [EndpointEffect]) {
        for message in messages { effects.append(.transmit(.control(message))) }
        messages.removeAll(keepingCapacity: true)
    }

    private mutating func flush(at now: Timestamp, into effects: inout [EndpointEffect]) {
        if !received.isEmpty { flushReceived(at: now, into: &effects) }
        if !sent.isEmpty { flushSent(into: &effects) }
    }

    private mutating func flushReceived(at now: Timestamp, into effects: inout [EndpointEffect]) {
        received.pour(into: &turnedReceived)
        while let effect = turnedReceived.popLast() {
            switch consume effect {
            case .feedback(let packet): effects.append(.transmit(.rtcp(feedback(packet, at: now))))
            case .decode(let frame): effects.append(.decode(frame))
            }
        }
    }

    private mutating func flushSent(into effects: inout [EndpointEffect]) {
        sent.pour(into: &turnedSent)
        while let effect = turnedSent.popLast() {
            switch consume effect {
            case .transmit(let packet): effects.append(.transmit(.rtp(packet)))
            case .encoderTarget(let target):
                effects.append(.encoderTarget(target))
                receiver.updateAvailableBitrate(sender.statistics.availableOutgoingBitrate)
            case .keyFrameRequested: effects.append(.keyFrameRequested)
            case .videoFlushed(let packetCount): effects.append(.videoFlushed(packetCount: packetCount))
            }
        }
    }
}
