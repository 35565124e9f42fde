public import RTPWire
public import Units

/// One party's sending half: packetises, paces, resends, and follows the path's bandwidth.
///
/// Sans-IO: call `advance(to:into:)` no later than `nextTimeout`, and carry out the effects in their order.
public struct MediaSender: Sendable {
    let configuration: SenderConfiguration
    private var allocation: BitrateAllocation
    var estimator: BandwidthEstimator
    var pacer: Pacer
    var history = PacketHistory()
    /// `nil` where audio is not sent again.
    var audioHistory: PacketHistory?
    private var redundancy: AudioRedundancy?
    var receiverLimited: ReceiverLimitedEstimator?
    var expectedLoss = ExpectedLoss()
    var roundTrip = RoundTripMeter()
    var counters = SenderStatistics()
    var clocks = StreamClocks()
    var lastKeyFrameRequest: Timestamp?
    var lastFullIntraRequest: UInt8?
    private var packetizer: VideoPacketizer
    private var nextAudioSequenceNumber: UInt16
    private var nextVideoSequenceNumber: UInt16
    var nextRTXSequenceNumber: UInt16
    var reportedLoss = ReportedLoss()
    var protection: VideoProtection
    private var videoMeter = RateMeter()
    private var retransmissionMeter = RateMeter()
    private var target: EncoderTarget
    /// The rate for the payload of video, with what it was made from.
    private var payloadBasis = (estimate: -1.0, maximum: DataRate.zero, rate: 0.0)
    /// What the target was made from.
    private var basis = TargetBasis()

    /// A sender that starts now; its first encoder target is `encoderTarget`.
    public init(configuration: SenderConfiguration, at now: Timestamp) {
        self.configuration = configuration
        allocation = BitrateAllocation(configuration)
        estimator = BandwidthEstimator(
            start: Double(configuration.startBitrate.bitsPerSecond),
            allocation: allocation.minimum...max(allocation.minimum, allocation.maximum),
            sendsVideo: configuration.sendsVideo,
            at: now
        )
        pacer = Pacer(
            pacingRate: estimator.pacingRate,
            canPad: configuration.sendsVideo,
            at: now
        )
        packetizer = VideoPacketizer(isRED: configuration.isULPFECEnabled)
        protection = VideoProtection(configuration)
        if configuration.isAudioNACKEnabled { audioHistory = PacketHistory() }
        if configuration.isAudioREDEnabled {
            redundancy = AudioRedundancy(payloadTypes: configuration.identifiers.payloadTypes)
        }
        if configuration.congestionFeedback == .receiverEstimate {
            receiverLimited = ReceiverLimitedEstimator(
                start: Double(configuration.startBitrate.bitsPerSecond),
                minimum: allocation.minimum,
                at: now
            )
        }
        nextAudioSequenceNumber = configuration.initialSequenceNumber
        nextVideoSequenceNumber = configuration.initialSequenceNumber
        nextRTXSequenceNumber = configuration.initialSequenceNumber
        target = EncoderTarget(
            videoBitrate: .zero,
            videoLinkAllocation: .zero,
            audioBitrate: configuration.audioBitrate,
            frameRate: configuration.frameRate,
            expectedLoss: .never
        )
        target = makeTarget(payloadRate: allocation.videoPayloadRate(estimate: estimate))
        applyRates(at: now)
    }

    /// What the encoders should produce now.
    public var encoderTarget: EncoderTarget { target }

    /// The estimate of what the path carries, headers included.
    public var availableBitrate: DataRate { DataRate(bitsPerSecond: Int64(estimate)) }

    /// The same in bit/s, by whichever end makes it.
    var estimate: Double { receiverLimited?.target ?? estimator.target }

    /// The longest round trip among recent reports; `nil` before the first.
    public var roundTripTime: TimeDelta? { roundTrip.longest }

    /// The counters up to now.
    public var statistics: SenderStatistics {
        var result = counters
        result.availableOutgoingBitrate = availableBitrate
        result.audio.targetBitrate = target.audioBitrate
        result.video.targetBitrate = target.videoBitrate
        result.video.historyOverflows = history.overflowCount
        result.video.probesGivenUp = pacer.probesGivenUp
        return result
    }

    /// When something is due again.
    public var nextTimeout: Timestamp? {
        mutating get { wakeTime }
    }

    var wakeTime: Timestamp {
        mutating get { min(pacer.nextTimeout ?? .distantFuture, estimator.nextTimeout) }
    }

    /// Sends an audio frame at once, or in the next slot of a probe under way.
    public mutating func send(_ frame: EncodedAudioFrame, at now: Timestamp, into effects: inout [SenderEffect]) {
        var packet = RTPPacket(
            header: RTPHeader(
                marker: false,
                payloadType: configuration.identifiers.payloadTypes.opus,
                sequenceNumber: nextAudioSequenceNumber,
                timestamp: frame.rtpTimestamp,
                ssrc: configuration.identifiers.audioSSRC
            ),
            descriptor: .opus(frame.descriptor),
            payload: frame.payload
        )
        redundancy?.protect(&packet, carrying: frame)
        nextAudioSequenceNumber &+= 1
        clocks.audio = StreamClocks.Point(rtpTimestamp: frame.rtpTimestamp, time: frame.captureTime)
        counters.audio.framesEncoded += 1
        counters.audio.framesSent += 1
        let size = Self.wireSize(packet)
        if pacer.passesAtOnce(size: size, at: now) {
            sendAudio(&packet, size: size, probeCluster: Pacer.noProbe, at: now, into: &effects)
            pacer.sent(size: size, probeCluster: Pacer.noProbe, at: now)
        } else {
            pacer.enqueue(packet, priority: .audio, size: size, at: now)
        }
        pump(at: now, into: &effects)
    }

    /// Cuts a video frame into packets and gives them to the pacer.
    public mutating func send(_ frame: EncodedVideoFrame, at now: Timestamp, into effects: inout [SenderEffect]) {
        clocks.video = StreamClocks.Point(rtpTimestamp: frame.rtpTimestamp, time: frame.captureTime)
        count(frame)
        if configuration.limitsVideoBySize { limitVideo(to: frame, at: now, into: &effects) }
        protection.frameSent(frame, at: now)
        if frame.isKeyFrame { flushVideo(at: now, into: &effects) }
        let cut = packetizer.cut(frame)
        for index in 0..<cut.packetCount {
            let packet = packetizer.packet(index, of: frame, cut: cut, identifiers: configuration.identifiers)
            queueVideo(packet, isKeyFrame: frame.isKeyFrame, at: now)
        }
        packetizer.finishFrame()
        pump(at: now, into: &effects)
    }

    /// Does what is due.
    public mutating func advance(to now: Timestamp, into effects: inout [SenderEffect]) {
        if now >= estimator.nextTimeout {
            estimator.advance(to: now)
            receiverLimited?.advance(to: now)
            videoMeter.trim(to: now)
            retransmissionMeter.trim(to: now)
            protection.meter.trim(to: now)
            ratesChanged(at: now, into: &effects)
        }
        pump(at: now, into: &effects)
    }

    /// The report that this party's end is to send for one of its streams, without report blocks; `nil` before the
    /// stream's first frame (RFC 3550, section 6.4.1).
    public func senderReport(for kind: MediaKind, at now: Timestamp) -> SenderReport? {
        let stream = kind == .audio ? counters.audio : counters.video
        guard let rtpTimestamp = clocks.rtpTimestamp(of: kind, at: now), stream.packetsSent > 0 else { return nil }
        let identifiers = configuration.identifiers
        // Retransmissions of video have a source of their own (RFC 4588, section 4), those of audio have not.
        let resentPackets = kind == .video ? stream.retransmittedPacketsSent : 0
        let resentBytes = kind == .video ? stream.retransmittedBytesSent : 0
        return SenderReport(
            ssrc: kind == .audio ? identifiers.audioSSRC : identifiers.videoSSRC,
            ntpTime: NTPTime.value(at: now),
            rtpTimestamp: rtpTimestamp,
            packetCount: UInt32(truncatingIfNeeded: stream.packetsSent - resentPackets),
            octetCount: UInt32(truncatingIfNeeded: stream.bytesSent - resentBytes),
            reportBlocks: []
        )
    }

    /// Bytes with SRTP, UDP and IP, the header extension that each packet gets included.
    static func wireSize(_ packet: RTPPacket) -> Int {
        let extensionLength = packet.header.hasExtension ? 0 : 8
        return packet.length + extensionLength + Datagram.srtpOverhead + Datagram.headerLength
    }

    /// Gives a packet its transport-wide number, or the time, and lets it go.
    mutating func transmit(
        _ packet: inout RTPPacket,
        size: Int,
        probeCluster: Int32,
        at now: Timestamp,
        into effects: inout [SenderEffect]
    ) {
        switch configuration.congestionFeedback {
        case .transportWide:
            packet.header.transportSequenceNumber = estimator.nextWireSequenceNumber
            estimator.packetSent(size: size, probeCluster: probeCluster, at: now)
        case .receiverEstimate: packet.header.absoluteSendTime = AbsoluteSendTime.value(at: now)
        }
        effects.append(.transmit(packet))
    }

    mutating func sendAudio(
        _ packet: inout RTPPacket,
        size: Int,
        probeCluster: Int32,
        at now: Timestamp,
        into effects: inout [SenderEffect]
    ) {
        transmit(&packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
        counters.audio.count(packet)
        audioHistory?.sent(packet, at: now)
    }

    private mutating func queueVideo(_ packet: consuming RTPPacket, isKeyFrame: Bool = false, at now: Timestamp) {
        let size = Self.wireSize(packet)
        pacer.enqueue(packet, priority: .video, isKeyFrame: isKeyFrame, size: size, at: now)
    }

    /// Sends a video packet for the first time, and queues the parity packets that are due after it.
    mutating func sendVideo(
        _ packet: consuming RTPPacket,
        size: Int,
        probeCluster: Int32,
        at now: Timestamp,
        into effects: inout [SenderEffect]
    ) {
        packet.header.sequenceNumber = nextVideoSequenceNumber
        nextVideoSequenceNumber &+= 1
        transmit(&packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
        if packet.kind == .ulpfec {
            protection.meter.add(size, at: now)
            counters.video.count(packet)
            counters.video.fecPacketsSent += 1
            counters.video.fecBytesSent += Self.payloadLength(packet)
            return
        }
        if packet.header.marker { counters.video.framesSent += 1 }
        videoMeter.add(size, at: now)
        counters.video.count(packet)
        for packet in protection.parity(after: packet) { queueVideo(packet, at: now) }
        history.sent(consume packet, at: now)
    }

    /// Makes way for a key frame.
    private mutating func flushVideo(at now: Timestamp, into effects: inout [SenderEffect]) {
        let flushed = pacer.flushVideo(at: now)
        guard flushed.packetCount > 0 else { return }
        for number in flushed.resendNumbers { history.release(number) }
        effects.append(.videoFlushed(packetCount: flushed.packetCount))
    }

    /// Counts a retransmission or padding towards the share that video gives up.
    mutating func meterRetransmission(size: Int, at now: Timestamp) { retransmissionMeter.add(size, at: now) }

    /// Carries new rates to the pacer and the encoders.
    mutating func ratesChanged(at now: Timestamp, into effects: inout [SenderEffect]) {
        applyRates(at: now)
        let estimate = estimate
        if estimate != payloadBasis.estimate || allocation.maximumVideoBitrate != payloadBasis.maximum {
            payloadBasis = (
                estimate, allocation.maximumVideoBitrate, allocation.videoPayloadRate(estimate: estimate)
            )
        }
        let payloadRate = payloadBasis.rate
        updateProtection(bitrate: payloadRate, at: now)
        let changed = TargetBasis(
            payloadRate: payloadRate,
            protectionShare: protectionShare,
            expectedLoss: expectedLoss.value,
            maximumVideoBitrate: allocation.maximumVideoBitrate
        )
        guard changed != basis else { return }
        basis = changed
        let current = makeTarget(payloadRate: payloadRate)
        guard current != target else { return }
        target = current
        effects.append(.encoderTarget(current))
    }

    /// Allows video what is usual for the size of a frame.
    private mutating func limitVideo(
        to frame: EncodedVideoFrame,
        at now: Timestamp,
        into effects: inout [SenderEffect]
    ) {
        let maximum = SenderConfiguration.maximumVideoBitrate(width: frame.width, height: frame.height)
        guard maximum != allocation.maximumVideoBitrate else { return }
        allocation.maximumVideoBitrate = maximum
        estimator.setMaximumAllocation(allocation.maximum, at: now)
        ratesChanged(at: now, into: &effects)
    }

    private mutating func applyRates(at now: Timestamp) {
        if !estimator.pendingProbes.isEmpty {
            for probe in estimator.pendingProbes { pacer.append(probe, at: now) }
            estimator.pendingProbes.removeAll(keepingCapacity: true)
        }
        pacer.setRates(pacing: receiverLimited?.pacingRate ?? estimator.pacingRate, padding: paddingRate, at: now)
    }

    private var paddingRate: Double {
        configuration.sendsVideo && receiverLimited == nil ? estimator.paddingRate : 0
    }

    private mutating func updateProtection(bitrate: Double, at now: Timestamp) {
        protection.update(
            bitrate: bitrate,
            loss: reportedLoss.fraction ?? 0,
            roundTripTime: roundTrip.longest ?? .zero,
            width: counters.video.frameWidth,
            height: counters.video.frameHeight,
            at: now
        )
    }

    /// How much of the video of the last second was sent again, or is parity.
    private var protectionShare: Double {
        mutating get {
            let resent = Double(retransmissionMeter.bytes + protection.meter.bytes)
            let all = resent + Double(videoMeter.bytes)
            return all > 0 ? resent / all : 0
        }
    }

    /// Mutating, though it changes nothing: else the compiler copies the whole machine for the call.
    private mutating func makeTarget(payloadRate: Double) -> EncoderTarget {
        let video = allocation.videoBitrate(payloadRate: payloadRate, protectionShare: protectionShare)
        return EncoderTarget(
            videoBitrate: video.target,
            videoLinkAllocation: video.link,
            audioBitrate: configuration.audioBitrate,
            frameRate: configuration.frameRate,
            expectedLoss: expectedLoss.value
        )
    }
}

/// All that an encoder target depends on.
private struct TargetBasis: Equatable, Sendable {
    var payloadRate = -1.0
    var protectionShare = 0.0
    var expectedLoss = Probability.never
    var maximumVideoBitrate = DataRate.zero
}
