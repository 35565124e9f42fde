import RTPWire
import Units

/// The leg between the unit and one party.
struct ForwardingLeg: Sendable {
    let configuration: ForwardingConfiguration.Leg
    var connection: ConnectionSetup
    var hasStarted = false
    var receiver: LegReceiver
    var sender: LegSender
    var limit = SenderLimit()
    /// What this end estimates itself of what comes, where the party tells when packets left.
    var ownEstimate: DataRate?
    var counters = ForwardingLegStatistics()
    private var schedules: [ReportSchedule] = [] {
        didSet { nextReport = schedules.reduce(.distantFuture) { min($0, $1.due) } }
    }
    private var nextReport = Timestamp.distantFuture

    init(_ configuration: ForwardingConfiguration, party: Party, at now: Timestamp) {
        self.configuration = configuration.leg(to: party)
        connection = ConnectionSetup(role: self.configuration.role, at: now)
        receiver = LegReceiver(configuration, leg: self.configuration)
        sender = LegSender(configuration, leg: self.configuration, source: configuration.leg(to: party.other), at: now)
    }

    var isConnected: Bool {
        if case .connected = connection.state { return true }
        return false
    }

    /// When something is due; `distantFuture` where nothing is.
    var wakeTime: Timestamp {
        mutating get {
            guard isConnected else { return connection.nextTimeout ?? .distantFuture }
            return min(nextReport, receiver.wakeTime, sender.wakeTime)
        }
    }

    /// Begins when the leg stands; nothing was sent before.
    ///
    /// - Parameter carriesVideo: whether there is video in either direction.
    mutating func start(carriesVideo: Bool, at now: Timestamp) {
        sender.start(at: now)
        let kinds: [MediaKind] = carriesVideo ? [.audio, .video] : [.audio]
        schedules = kinds.flatMap { kind in
            [true, false].map {
                ReportSchedule(kind: kind, isSending: $0, factors: configuration.reportIntervalFactors, at: now)
            }
        }
    }

    /// Sender reports about the other party's streams, with its name, and receiver reports about this party's.
    mutating func sendDueReports(
        clocks: StreamClocks,
        canonicalName: String,
        at now: Timestamp,
        into datagrams: inout [Datagram]
    ) {
        guard nextReport <= now else { return }
        for index in schedules.indices where schedules[index].due <= now {
            let kind = schedules[index].kind
            schedules[index].advance(from: now, sendingRate: sender.availableBitrate)
            guard schedules[index].isSending else {
                let blocks = receiver.reportBlocks(for: kind, at: now)
                let report = ReceiverReport(ssrc: configuration.localSSRC, reportBlocks: blocks)
                datagrams.append(.rtcp([.receiverReport(report)]))
                continue
            }
            guard let report = sender.senderReport(for: kind, clocks: clocks, at: now) else { continue }
            let description = SourceDescription(ssrc: report.ssrc, canonicalName: canonicalName)
            datagrams.append(.rtcp([.senderReport(report), .sourceDescription(description)]))
        }
    }

    var statistics: ForwardingLegStatistics {
        var result = counters
        result.inboundAudio = receiver.statistics(of: .audio)
        result.inboundVideo = receiver.statistics(of: .video)
        result.outboundAudio = sender.statistics(of: .audio)
        result.outboundVideo = sender.statistics(of: .video)
        result.availableOutgoingBitrate = sender.availableBitrate
        result.roundTripTime = sender.roundTrip.longest
        result.toldLimit = limit.toldRate
        return result
    }
}
