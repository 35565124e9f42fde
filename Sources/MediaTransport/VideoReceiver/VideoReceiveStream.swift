import RTPWire
import Units

/// Receives one video stream: asks for what is missing, and releases each frame in time once it can be decoded.
///
/// Composed as libwebrtc's `rtp_video_stream_receiver2.cc`, `video_stream_buffer_controller.cc` and
/// `video_receive_stream2.cc` are. A frame goes to the decoder only when it is complete and everything it refers to
/// has been decoded: loss leads to late frames and freezes, never to corrupted pictures.
struct VideoReceiveStream: Sendable {
    /// A stream without a packet for this long is inactive: nobody asks it for key frames.
    static let inactiveTime = TimeDelta.seconds(5)
    /// A frame this late is skipped where a newer one can be decoded.
    static let lateFrameMax = TimeDelta.milliseconds(5)
    /// Sequence numbers in one request (libwebrtc `kRtcpMaxNackFields`).
    static let sequenceNumbersPerNACK = 253

    private struct Schedule {
        var pictureID: Int64
        var decodeTime: Timestamp
        var renderTime: Timestamp
    }

    var timing = VideoTiming()
    private(set) var observer = PlaybackObserver()
    private(set) var ledger = LossLedger()
    private(set) var counters = InboundVideoStatistics()

    private let localSSRC: UInt32
    private let mediaSSRC: UInt32
    private let keyFrameRequest: KeyFrameRequest
    private var commandSequenceNumber: UInt8 = 0
    private var sequences = SequenceUnwrapper()
    private var nack: NACKRequester
    private var packetBuffer = VideoPacketBuffer()
    private var assembly = FrameAssembly()
    private var frameBuffer = FrameBuffer()
    private var jitterEstimator = VideoJitterEstimator()
    private var delayVariation = InterFrameDelayVariation()
    private var timeout = KeyFrameTimeout()

    private var lastPacketTime: Timestamp?
    private var keyFrameTimestamp: UInt32?
    private var lastKeyFramePacketTime: Timestamp?
    private var lastKeyFrameRequest: Timestamp?
    private var hasAssembledFrame = false
    private var hasDecodedFrame = false
    private var requiresKeyFrame = true
    private var isDecoderReady = true
    private var schedule: Schedule?
    /// Frames that were complete but could not be used because a key frame was required.
    private var droppedForKeyFrameCount = 0

    init(retriesMax: Int, localSSRC: UInt32, mediaSSRC: UInt32, keyFrameRequest: KeyFrameRequest = .pli) {
        nack = NACKRequester(retriesMax: retriesMax)
        self.localSSRC = localSSRC
        self.mediaSSRC = mediaSSRC
        self.keyFrameRequest = keyFrameRequest
    }

    mutating func updateRoundTripTime(_ roundTripTime: TimeDelta) {
        nack.roundTripTime = roundTripTime
        jitterEstimator.updateRoundTripTime(roundTripTime)
    }

    /// When something is due; `distantFuture` where nothing is.
    var wakeTime: Timestamp {
        let release = isDecoderReady ? schedule?.decodeTime ?? .distantFuture : .distantFuture
        return min(min(nack.wakeTime, timeout.deadline), release)
    }

    mutating func count(_ picture: DecodedPicture) {
        counters.qpSum += picture.quantizer
        counters.frameWidth = picture.width
        counters.frameHeight = picture.height
    }

    mutating func rendered(at now: Timestamp) { observer.frameRendered(at: now) }
}

extension VideoReceiveStream {
    /// Takes one packet; `number` is its sequence number in the media stream.
    ///
    /// A parity packet only fills its own number here; what it rebuilds comes as packets of their own.
    mutating func receive(
        _ packet: RTPPacket,
        number: UInt16,
        by way: LossLedger.Way,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) {
        if timeout.deadline == .distantFuture { timeout.start(waitingForKeyFrame: requiresKeyFrame, at: now) }
        let sequence = sequences.unwrap(number)
        let isRecovered = way != .firstTransmission
        lastPacketTime = now
        let flags = Self.frameFlags(of: packet)
        if flags != nil { noteKeyFramePacket(packet, startsKeyFrame: flags?.startsKeyFrame == true, at: now) }
        var requestCount = 0
        var requestsKeyFrame = false
        switch nack.receive(sequence, isRecovered: isRecovered, at: now) {
        case .requested(let times): requestCount = times
        case .gap(let missing): sendNACK(missing, into: &effects)
        case .overflow: requestsKeyFrame = true
        }
        if requestsKeyFrame { askForKeyFrame(into: &effects) }
        guard let flags else {
            noteUse(of: sequence, by: way)
            packetBuffer.insertPadding(sequence)
            completeFrames(at: now, into: &effects)
            return
        }
        let buffered = BufferedVideoPacket(
            sequence: sequence,
            packet: packet,
            timestamp: packet.header.timestamp,
            startsFrame: flags.starts,
            endsFrame: flags.ends,
            arrivalTime: now,
            requestCount: requestCount
        )
        switch packetBuffer.insert(buffered) {
        case .inserted:
            noteUse(of: sequence, by: way)
            completeFrames(at: now, into: &effects)
        case .obsolete:
            if !isRecovered { ledger.noteArrival(sequence) }
        case .cleared:
            if !isRecovered { ledger.noteArrival(sequence) }
            counters.packetBufferOverflows += 1
            askForKeyFrame(into: &effects)
        }
    }

    mutating func advance(to now: Timestamp, into effects: inout [ReceiverEffect]) {
        if nack.wakeTime <= now { sendNACK(nack.process(at: now), into: &effects) }
        if timeout.expires(at: now) { frameTimedOut(at: now, into: &effects) }
        if isDecoderReady, let due = schedule, due.decodeTime <= now { release(due, at: now, into: &effects) }
    }

    mutating func decoded(
        _ frame: ReceivedVideoFrame,
        succeeded: Bool,
        decodeTime: TimeDelta,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) {
        if succeeded {
            requiresKeyFrame = false
            hasDecodedFrame = true
            timing.frameDecoded(in: decodeTime, at: now)
            packetBuffer.clear(through: frame.lastSequence)
            counters.framesDecoded += 1
            if frame.isKeyFrame { counters.keyFramesDecoded += 1 }
            counters.totalDecodeTime += decodeTime.seconds
            counters.totalProcessingDelay += (now - frame.firstPacketTime).seconds
        } else {
            let isRequestDue = lastKeyFrameRequest.map { now >= $0 + KeyFrameTimeout.waitForKeyFrame } ?? true
            if !hasDecodedFrame || !requiresKeyFrame || isRequestDue { requestKeyFrame(at: now, into: &effects) }
            requiresKeyFrame = true
        }
        isDecoderReady = true
        if requiresKeyFrame { timeout.setWaitingForKeyFrame(at: now) }
        scheduleRelease(at: now)
    }

    /// All counters, with what the streams' reception knows.
    func statistics(media: ReceptionStatistics, rtx: ReceptionStatistics) -> InboundVideoStatistics {
        var result = counters
        result.packetsReceived = media.packetCount + rtx.packetCount
        result.packetsLost = Int(media.cumulativeLost)
        result.packetsDiscarded = frameBuffer.droppedPacketCount
        result.bytesReceived = media.payloadByteCount + rtx.payloadByteCount
        result.headerBytesReceived = media.headerByteCount + rtx.headerByteCount
        result.lastPacketReceivedTimestamp = media.lastPacketTime
        result.jitter = media.jitterSeconds
        result.retransmittedPacketsReceived = rtx.packetCount
        result.retransmittedBytesReceived = rtx.payloadByteCount
        result.nackListOverflows = nack.overflowCount
        result.nackRetriesExhausted = nack.exhaustedCount
        result.framesDropped = frameBuffer.droppedFrameCount + droppedForKeyFrameCount
        result.framesRendered = observer.renderedCount
        result.totalInterFrameDelay = Double(observer.interFrameMilliseconds) / 1_000
        result.totalSquaredInterFrameDelay = observer.squaredInterFrameSeconds
        result.freezeCount = observer.freezeCount
        result.totalFreezesDuration = Double(observer.freezeMilliseconds) / 1_000
        result.pauseCount = observer.pauseCount
        result.totalPausesDuration = Double(observer.pauseMilliseconds) / 1_000
        return result
    }
}

extension VideoReceiveStream {
    private mutating func noteUse(of sequence: Int64, by way: LossLedger.Way) {
        if way == .firstTransmission {
            ledger.noteArrivalAndUse(sequence)
        } else {
            ledger.noteUsable(sequence, by: way)
        }
    }

    private static func frameFlags(of packet: RTPPacket) -> (starts: Bool, ends: Bool, startsKeyFrame: Bool)? {
        guard packet.payloadLength > 0 else { return nil }
        switch packet.descriptor {
        case .vp8(let descriptor):
            return (
                descriptor.startsFrame, packet.header.marker, descriptor.startsFrame && descriptor.isKeyFrame
            )
        case .vp9(let descriptor):
            return (
                descriptor.startsFrame, packet.header.marker || descriptor.endsFrame,
                descriptor.startsFrame && !descriptor.isInterPredicted
            )
        case .opus, .opusRED, .ulpfec, .padding:
            return nil
        }
    }

    private mutating func noteKeyFramePacket(_ packet: RTPPacket, startsKeyFrame: Bool, at now: Timestamp) {
        if startsKeyFrame { keyFrameTimestamp = packet.header.timestamp }
        if keyFrameTimestamp == packet.header.timestamp { lastKeyFramePacketTime = now }
    }

    private mutating func completeFrames(at now: Timestamp, into effects: inout [ReceiverEffect]) {
        while let complete = packetBuffer.nextFrame() {
            let descriptor = packetBuffer.descriptor(of: complete)
            let payload = packetBuffer.takePayload(of: complete)
            if let frame = assembly.assemble(complete, descriptor, payload) {
                insert(frame, at: now, into: &effects)
            }
        }
    }

    private mutating func insert(
        _ frame: ReceivedVideoFrame,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) {
        if !hasAssembledFrame {
            hasAssembledFrame = true
            if !frame.isKeyFrame { askForKeyFrame(into: &effects) }
        }
        let insertion = frameBuffer.insert(frame)
        if let sequence = insertion.continuousThrough { nack.clear(before: sequence) }
        guard insertion.isInserted else { return }
        counters.framesReceived += 1
        if frame.packetCount > 1 {
            counters.framesAssembledFromMultiplePackets += 1
            counters.totalAssemblyTime += (frame.completeTime - frame.firstPacketTime).seconds
        }
        if !frame.wasRetransmitted {
            timing.frameArrived(rtpTimestamp: frame.rtpTimestamp, at: frame.completeTime)
        }
        scheduleRelease(at: now)
    }

    /// Sets the time of the next release, skipping frames that are late when a newer one can be decoded.
    private mutating func scheduleRelease(at now: Timestamp) {
        guard isDecoderReady else { return }
        while let decodable = frameBuffer.decodable, let rtpTimestamp = frameBuffer.rtpTimestamp(of: decodable.next) {
            if requiresKeyFrame {
                schedule = Schedule(pictureID: decodable.next, decodeTime: now, renderTime: now)
                return
            }
            if schedule?.pictureID == decodable.next { return }
            let renderTime = timing.renderTime(rtpTimestamp: rtpTimestamp, at: now)
            let wait = timing.waitingTime(renderTime: renderTime, at: now)
            if wait <= -Self.lateFrameMax, decodable.next != decodable.last {
                frameBuffer.dropNext()
                continue
            }
            // Decodes before the stream times out, which would otherwise be a race.
            let untilTimeout =
                timeout.deadline < .distantFuture
                ? timeout.deadline - now - .milliseconds(1) : KeyFrameTimeout.waitForFrame
            schedule = Schedule(
                pictureID: decodable.next,
                decodeTime: now + max(.zero, min(wait, max(untilTimeout, .zero))),
                renderTime: renderTime
            )
            return
        }
        schedule = nil
    }

    private mutating func release(_ due: Schedule, at now: Timestamp, into effects: inout [ReceiverEffect]) {
        schedule = nil
        var renderTime = due.renderTime
        while var frame = frameBuffer.extractNext() {
            if requiresKeyFrame {
                guard frame.isKeyFrame else {
                    droppedForKeyFrameCount += 1
                    continue
                }
                renderTime = timing.renderTime(rtpTimestamp: frame.rtpTimestamp, at: now)
            }
            timeout.frameReleased(at: now)
            if timing.isImplausible(renderTime: renderTime, at: now) {
                jitterEstimator = VideoJitterEstimator()
                timing.reset(at: now)
                renderTime = timing.renderTime(rtpTimestamp: frame.rtpTimestamp, at: now)
            }
            frame.renderTime = renderTime
            updateJitter(frame, at: now)
            counters.jitterBufferDelay += max((now - frame.firstPacketTime).seconds, 0)
            counters.jitterBufferTargetDelay += timing.targetDelay.seconds
            counters.jitterBufferMinimumDelay += timing.jitterDelay.seconds
            counters.jitterBufferEmittedCount += 1
            isDecoderReady = false
            effects.append(.decode(frame))
            return
        }
    }

    private mutating func updateJitter(_ frame: ReceivedVideoFrame, at now: Timestamp) {
        guard !frame.wasRetransmitted else {
            jitterEstimator.frameRetransmitted(at: now)
            return
        }
        let variation = delayVariation.update(rtpTimestamp: frame.rtpTimestamp, arrival: frame.completeTime)
        if let variation {
            jitterEstimator.update(delayVariation: variation, size: frame.payload.length, at: now)
        }
        timing.setJitterDelay(jitterEstimator.jitter(at: now))
        timing.updateCurrentDelay(renderTime: frame.renderTime, releasedAt: now)
    }

    private mutating func frameTimedOut(at now: Timestamp, into effects: inout [ReceiverEffect]) {
        guard let lastPacketTime, now - lastPacketTime < Self.inactiveTime else {
            observer.streamInactive()
            return
        }
        let isReceivingKeyFrame = lastKeyFramePacketTime.map { now - $0 < KeyFrameTimeout.waitForKeyFrame } ?? false
        if !isReceivingKeyFrame { requestKeyFrame(at: now, into: &effects) }
    }

    private mutating func requestKeyFrame(at now: Timestamp, into effects: inout [ReceiverEffect]) {
        lastKeyFrameRequest = now
        askForKeyFrame(into: &effects)
    }

    /// Asks for a key frame in the way that was agreed on; each FIR is a new command (RFC 5104, section 4.3.1.1).
    private mutating func askForKeyFrame(into effects: inout [ReceiverEffect]) {
        switch keyFrameRequest {
        case .pli:
            counters.pliCount += 1
            let request = PictureLossIndication(senderSSRC: localSSRC, mediaSSRC: mediaSSRC)
            effects.append(.feedback(.pictureLossIndication(request)))
        case .fir:
            counters.firCount += 1
            let request = FullIntraRequest(
                senderSSRC: localSSRC,
                mediaSSRC: mediaSSRC,
                commandSequenceNumber: commandSequenceNumber
            )
            commandSequenceNumber &+= 1
            effects.append(.feedback(.fullIntraRequest(request)))
        }
    }

    private mutating func sendNACK(_ sequences: [Int64], into effects: inout [ReceiverEffect]) {
        var start = 0
        while start < sequences.count {
            let end = min(start + Self.sequenceNumbersPerNACK, sequences.count)
            counters.nackCount += 1
            let request = GenericNACK(
                senderSSRC: localSSRC,
                mediaSSRC: mediaSSRC,
                sequenceNumbers: sequences[start..<end].map { UInt16(truncatingIfNeeded: $0) }
            )
            effects.append(.feedback(.genericNACK(request)))
            start = end
        }
    }
}

/// How much later than its predecessor a frame came than its time stamp says
/// (libwebrtc `inter_frame_delay_variation_calculator.cc`).
struct InterFrameDelayVariation: Sendable {
    private var unwrapper = TimestampUnwrapper()
    private var previous: (timestamp: Int64, arrival: Timestamp)?

    /// Returns milliseconds, or nil for a frame older than its predecessor.
    mutating func update(rtpTimestamp: UInt32, arrival: Timestamp) -> Double? {
        let timestamp = unwrapper.unwrap(rtpTimestamp)
        defer { if previous.map({ timestamp >= $0.timestamp }) ?? true { previous = (timestamp, arrival) } }
        guard let previous else { return 0 }
        guard timestamp >= previous.timestamp else { return nil }
        return (arrival - previous.arrival).milliseconds - Double(timestamp - previous.timestamp) / 90
    }
}
