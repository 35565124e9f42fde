import RTPWire
import Units

/// The unit's sending half on the leg to one party: passes the other party's packets on at the pace of this leg, keeps
/// them to answer the party's requests, and follows what this leg carries.
struct LegSender: Sendable {
    /// The sender is told at least this share of the estimate, as a sender's own retransmissions leave its encoder.
    private static let leastMediaShare = 0.5
    /// Without pacing a packet goes as soon as it comes.
    private static let unpacedRate = 10e9

    let configuration: ForwardingConfiguration
    /// The streams that are passed on.
    let identifiers: StreamIdentifiers
    private let carriesVideo: Bool
    var estimator: BandwidthEstimator
    var receiverLimited: ReceiverLimitedEstimator?
    var pacer: Pacer
    var history = PacketHistory()
    var audioHistory: PacketHistory?
    var reportedLoss = ReportedLoss()
    var roundTrip = RoundTripMeter()
    var audioCounters = ForwardingOutboundStatistics()
    var videoCounters = ForwardingOutboundStatistics()
    var nextRTXSequenceNumber: UInt16
    private var waitingBytes = 0
    private var retransmissionMeter = RateMeter()

    /// `source` is the party whose streams are passed on.
    init(
        _ configuration: ForwardingConfiguration,
        leg: ForwardingConfiguration.Leg,
        source: ForwardingConfiguration.Leg,
        at now: Timestamp
    ) {
        self.configuration = configuration
        identifiers = source.identifiers
        carriesVideo = source.carriesVideo
        nextRTXSequenceNumber = leg.initialRTXSequenceNumber
        estimator = Self.estimator(configuration, carriesVideo: source.carriesVideo, at: now)
        pacer = Pacer(pacingRate: Self.unpacedRate, canPad: source.carriesVideo, at: now)
        if configuration.isAudioNACKEnabled { audioHistory = PacketHistory() }
    }

    /// Begins with the first packet that can be sent; nothing has been passed on before.
    mutating func start(at now: Timestamp) {
        estimator = Self.estimator(configuration, carriesVideo: carriesVideo, at: now)
        pacer = Pacer(pacingRate: Self.unpacedRate, canPad: carriesVideo, at: now)
        if configuration.congestionFeedback == .receiverEstimate {
            receiverLimited = ReceiverLimitedEstimator(
                start: Double(configuration.startBitrate.bitsPerSecond),
                minimum: Double(configuration.minimumBitrate.bitsPerSecond),
                at: now
            )
        }
        applyRates(at: now)
    }

    private static func estimator(
        _ configuration: ForwardingConfiguration,
        carriesVideo: Bool,
        at now: Timestamp
    ) -> BandwidthEstimator {
        let minimum = Double(configuration.minimumBitrate.bitsPerSecond)
        return BandwidthEstimator(
            start: Double(configuration.startBitrate.bitsPerSecond),
            allocation: minimum...max(minimum, Double(configuration.maximumBitrate.bitsPerSecond)),
            sendsVideo: carriesVideo,
            at: now
        )
    }

    var availableBitrate: DataRate { DataRate(bitsPerSecond: Int64(receiverLimited?.target ?? estimator.target)) }

    /// What the leg carries in a second besides what waits for it and the unit's own retransmissions: the sender sees
    /// neither, and cannot make room for them by itself (ours).
    var rateForMedia: DataRate {
        let available = availableBitrate.bitsPerSecond
        let taken = Int64(retransmissionMeter.bytes + waitingBytes) * 8
        return DataRate(bitsPerSecond: max(available - taken, Int64(Double(available) * Self.leastMediaShare)))
    }

    /// When something is due.
    var wakeTime: Timestamp {
        mutating get { min(pacer.nextTimeout ?? .distantFuture, estimator.nextTimeout) }
    }

    func statistics(of kind: MediaKind) -> ForwardingOutboundStatistics {
        kind == .audio ? audioCounters : videoCounters
    }

    /// Counts a packet that came while the leg did not stand.
    mutating func drop(_ kind: MediaKind) {
        switch kind {
        case .audio: audioCounters.packetsDroppedUnconnected += 1
        case .video: videoCounters.packetsDroppedUnconnected += 1
        }
    }

    /// Passes a packet on: sound at once, pictures behind what waits.
    mutating func forward(_ packet: RTPPacket, _ kind: MediaKind, at now: Timestamp, into datagrams: inout [Datagram]) {
        let size = MediaSender.wireSize(packet)
        if kind == .audio {
            audioCounters.packetsWaiting += 1
            pacer.enqueue(packet, priority: .audio, size: size, at: now)
        } else if waitingBytes + size <= Int(configuration.queueCapacity.bytes) {
            videoCounters.packetsWaiting += 1
            waitingBytes += size
            pacer.enqueue(packet, priority: .video, size: size, at: now)
        } else {
            videoCounters.packetsDroppedByQueue += 1
        }
        pump(at: now, into: &datagrams)
    }

    mutating func advance(to now: Timestamp, into datagrams: inout [Datagram]) {
        if now >= estimator.nextTimeout {
            estimator.advance(to: now)
            receiverLimited?.advance(to: now)
            retransmissionMeter.trim(to: now)
            applyRates(at: now)
        }
        pump(at: now, into: &datagrams)
    }

    /// The report about one stream; `nil` before the sender's own first.
    ///
    /// It says what the sender's last one says, carried on to `now`, so that sound and pictures stay together.
    func senderReport(for kind: MediaKind, clocks: StreamClocks, at now: Timestamp) -> SenderReport? {
        let counters = statistics(of: kind)
        guard let timestamp = clocks.rtpTimestamp(of: kind, at: now), counters.packetsForwarded > 0 else { return nil }
        return SenderReport(
            ssrc: kind == .audio ? identifiers.audioSSRC : identifiers.videoSSRC,
            ntpTime: NTPTime.value(at: now),
            rtpTimestamp: timestamp,
            packetCount: UInt32(truncatingIfNeeded: counters.packetsForwarded),
            octetCount: UInt32(truncatingIfNeeded: counters.bytesForwarded),
            reportBlocks: []
        )
    }

    /// Carries new rates to the pacer.
    mutating func applyRates(at now: Timestamp) {
        for probe in estimator.pendingProbes where receiverLimited == nil { pacer.append(probe, at: now) }
        estimator.pendingProbes.removeAll(keepingCapacity: true)
        pacer.setRates(
            pacing: configuration.isPaced ? receiverLimited?.pacingRate ?? estimator.pacingRate : Self.unpacedRate,
            padding: carriesVideo && receiverLimited == nil ? estimator.paddingRate : 0,
            at: now
        )
    }

    /// Sends all that the pacer lets go now.
    mutating func pump(at now: Timestamp, into datagrams: inout [Datagram]) {
        while let output = pacer.next(at: now) {
            switch output {
            case .packet(let probeCluster):
                guard let queued = pacer.popFirst() else { return }
                send(queued, probeCluster: probeCluster, at: now, into: &datagrams)
                pacer.sent(size: queued.size, probeCluster: probeCluster, at: now)
            case .padding(let bytes, let probeCluster):
                let size = sendPadding(bytes: bytes, probeCluster: probeCluster, at: now, into: &datagrams)
                pacer.sent(size: size, probeCluster: probeCluster, isExhausted: size == 0, at: now)
            }
        }
    }

    private mutating func send(
        _ queued: Pacer.Queued,
        probeCluster: Int32,
        at now: Timestamp,
        into datagrams: inout [Datagram]
    ) {
        let packet = queued.packet
        switch queued.priority {
        case .audio:
            audioCounters.count(queued, at: now)
            audioHistory?.sent(packet, at: now)
        case .video:
            videoCounters.count(queued, at: now)
            waitingBytes -= queued.size
            if !packet.isParity { history.sent(packet, at: now) }
        case .audioRetransmission:
            audioCounters.retransmittedPacketsSent += 1
            audioHistory?.resent(packet.header.sequenceNumber, at: now)
        case .videoRetransmission:
            videoCounters.retransmittedPacketsSent += 1
            retransmissionMeter.add(queued.size, at: now)
            history.resent(packet.originalSequenceNumber ?? packet.header.sequenceNumber, at: now)
            return transmit(numberedRTX(packet), queued.size, probeCluster: probeCluster, at: now, into: &datagrams)
        }
        transmit(packet, queued.size, probeCluster: probeCluster, at: now, into: &datagrams)
    }
}

extension LegSender {
    /// Gives a packet this leg's number, or the time, and lets it go.
    private mutating func transmit(
        _ packet: RTPPacket,
        _ size: Int,
        probeCluster: Int32,
        at now: Timestamp,
        into datagrams: inout [Datagram]
    ) {
        var packet = packet
        switch configuration.congestionFeedback {
        case .transportWide:
            packet.header.transportSequenceNumber = estimator.nextWireSequenceNumber
            estimator.packetSent(size: size, probeCluster: probeCluster, at: now)
        case .receiverEstimate: packet.header.absoluteSendTime = AbsoluteSendTime.value(at: now)
        }
        datagrams.append(.rtp(packet))
    }

    /// A kept packet as RFC 4588, section 4 has it; its own number is set when it goes.
    func retransmission(of original: RTPPacket) -> RTPPacket {
        var packet = original
        packet.originalSequenceNumber = original.header.sequenceNumber
        packet.header.payloadType = identifiers.rtxPayloadType(of: original.header.payloadType)
        packet.header.ssrc = identifiers.videoRTXSSRC
        return packet
    }

    private mutating func numberedRTX(_ packet: RTPPacket) -> RTPPacket {
        var packet = packet
        packet.header.sequenceNumber = nextRTXSequenceNumber
        nextRTXSequenceNumber &+= 1
        return packet
    }

    /// Sends the last large packet once more, or empty padding, as a sender does; returns the size.
    private mutating func sendPadding(
        bytes: Int,
        probeCluster: Int32,
        at now: Timestamp,
        into datagrams: inout [Datagram]
    ) -> Int {
        guard carriesVideo else { return 0 }
        let model = history.paddingModel
        var packet: RTPPacket
        if let model, model.payloadLength <= MediaSender.largestPaddingFactor * bytes {
            packet = retransmission(of: model)
        } else {
            packet = RTPPacket(
                header: RTPHeader(
                    marker: false,
                    payloadType: identifiers.rtxPayloadType(of: model?.header.payloadType ?? 0),
                    sequenceNumber: 0,
                    timestamp: model?.header.timestamp ?? 0,
                    ssrc: identifiers.videoRTXSSRC
                ),
                descriptor: .padding,
                payload: .described(length: 0, frame: 0),
                paddingLength: MediaSender.paddingPacketLength
            )
        }
        packet = numberedRTX(packet)
        let size = MediaSender.wireSize(packet)
        videoCounters.paddingPacketsSent += 1
        transmit(packet, size, probeCluster: probeCluster, at: now, into: &datagrams)
        return size
    }
}

extension RTPPacket {
    fileprivate var isParity: Bool {
        if case .ulpfec = descriptor { return true }
        return false
    }
}

extension ForwardingOutboundStatistics {
    /// Counts a packet that leaves the queue for the first time.
    fileprivate mutating func count(_ queued: Pacer.Queued, at now: Timestamp) {
        packetsWaiting -= 1
        packetsForwarded += 1
        bytesForwarded += MediaSender.payloadLength(queued.packet)
        totalPacketSendDelay += now - queued.enqueueTime
    }
}
