import MediaTransport
import RTPWire
import TestSupport
import Units

/// A call's one direction over a single queue, with a receiver that only reports arrivals, and each second its losses.
struct SenderBottleneck {
    /// Bits a second from each moment on, in order of time.
    var rates: [(from: Double, bitsPerSecond: Double)]
    var queueLimit: Double
    var delay = TimeDelta.milliseconds(20)
    var lossProbability = 0.0
    var random = SplitMix64(seed: 5)
    var sendsVideo = true
    /// No packet passes while one of these ranges of seconds lasts.
    var outages: [Range<Double>] = []

    /// One sample each 100 ms.
    private(set) var targets: [(time: Double, bitsPerSecond: Double)] = []
    private(set) var queueing: [(time: Double, seconds: Double)] = []
    private(set) var queueDrops = 0
    private(set) var transmitted: [(time: Double, packet: RTPPacket)] = []

    private var freeAt = Timestamp.start
    private var nextSequence: Int64?
    private var unwrapper = SequenceUnwrapper()
    private var feedbackCount: UInt8 = 0
    private var arrivals: [(sequence: Int64, time: Timestamp)] = []
    private var mediaUnwrapper = SequenceUnwrapper()
    private var mediaArrivals: [(number: Int64, time: Timestamp)] = []
    private var media: (first: Int64, highest: Int64, received: Int64)?
    private var reports: [(due: Timestamp, packet: RTCPPacket)] = []

    init(rates: [(from: Double, bitsPerSecond: Double)], queueLimit: Double) {
        self.rates = rates
        self.queueLimit = queueLimit
    }

    /// Runs the call with encoders that meet their target exactly, and returns the sender as it ended.
    mutating func run(for length: Double, _ configuration: SenderConfiguration) -> MediaSender {
        var sender = MediaSender(configuration: configuration, at: .start)
        var effects: [SenderEffect] = []
        var nextAudio = Timestamp.start
        var nextVideo = configuration.sendsVideo ? Timestamp.start : .distantFuture
        var nextFeedback = Timestamp.start + .milliseconds(50)
        var nextSample = Timestamp.start
        var nextLossReport = Timestamp.start + .milliseconds(500)
        var frame: UInt32 = 0
        let end = Timestamp.start + TimeDelta(seconds: length)
        while true {
            let due = [
                nextAudio, nextVideo, nextFeedback, nextSample, nextLossReport, sender.nextTimeout, reports.first?.due,
            ]
            let now = due.compactMap { $0 }.min() ?? end
            guard now < end else { return sender }
            if let report = reports.first, report.due <= now {
                reports.removeFirst()
                sender.receive(report.packet, at: now, into: &effects)
            } else if nextSample <= now {
                nextSample += .milliseconds(100)
                let rate = sender.statistics.availableOutgoingBitrate
                targets.append((now.seconds, Double(rate.bitsPerSecond)))
            } else if nextFeedback <= now {
                nextFeedback += .milliseconds(50)
                report(at: now)
            } else if nextLossReport <= now {
                nextLossReport += .seconds(1)
                reportLoss(at: now)
            } else if nextAudio <= now {
                nextAudio += .milliseconds(20)
                sender.send(Self.audio(at: now), at: now, into: &effects)
            } else if nextVideo <= now {
                nextVideo += TimeDelta(nanoseconds: 33_333_333)
                let bits = sender.encoderTarget.videoBitrate.bitsPerSecond
                sender.send(Self.video(frame, length: Int(bits / 240), at: now), at: now, into: &effects)
                frame += 1
            } else {
                sender.advance(to: now, into: &effects)
            }
            for effect in effects {
                if case .transmit(let packet) = effect { carry(packet, at: now) }
            }
            effects.removeAll(keepingCapacity: true)
        }
    }

    static func audio(at now: Timestamp) -> EncodedAudioFrame {
        EncodedAudioFrame(
            payload: .described(length: 80, frame: 0),
            captureTime: now,
            rtpTimestamp: UInt32(truncatingIfNeeded: now.nanoseconds / 1_000_000 * 48),
            descriptor: OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)
        )
    }

    static func video(_ frame: UInt32, length: Int, at now: Timestamp) -> EncodedVideoFrame {
        EncodedVideoFrame(
            payload: .described(length: length, frame: frame),
            isKeyFrame: frame == 0,
            captureTime: now,
            rtpTimestamp: frame &* 3_000,
            codec: .vp8,
            width: 640,
            height: 480,
            quantizer: 40
        )
    }

    private mutating func carry(_ packet: RTPPacket, at now: Timestamp) {
        transmitted.append((now.seconds, packet))
        guard let wire = packet.header.transportSequenceNumber else { return }
        let sequence = unwrapper.unwrap(wire)
        let isLost = random.unitInterval() < lossProbability
        if isLost || outages.contains(where: { $0.contains(now.seconds) }) { return }
        let rate = rates.last { $0.from <= now.seconds }?.bitsPerSecond ?? .infinity
        let wait = max(.zero, freeAt - now)
        guard wait.seconds <= queueLimit else {
            queueDrops += 1
            return
        }
        queueing.append((now.seconds, wait.seconds))
        let bits = Double(Datagram.rtp(packet).wireSize.bytes * 8)
        freeAt = max(freeAt, now) + TimeDelta(seconds: bits / rate)
        arrivals.append((sequence, freeAt + delay))
        guard packet.header.ssrc == SenderBandwidthTests.identifiers.videoSSRC else { return }
        mediaArrivals.append((mediaUnwrapper.unwrap(packet.header.sequenceNumber), freeAt + delay))
    }

    /// A receiver report on video, if any has arrived.
    private mutating func reportLoss(at now: Timestamp) {
        let arrived = mediaArrivals.prefix { $0.time <= now }
        mediaArrivals.removeFirst(arrived.count)
        for arrival in arrived {
            let known = media ?? (arrival.number, arrival.number, 0)
            media = (known.first, max(known.highest, arrival.number), known.received + 1)
        }
        guard let media else { return }
        let block = ReportBlock(
            ssrc: SenderBandwidthTests.identifiers.videoSSRC,
            fractionLost: 0,
            cumulativeLost: Int32(media.highest - media.first + 1 - media.received),
            extendedHighestSequenceNumber: UInt32(truncatingIfNeeded: media.highest),
            jitter: 0,
            lastSenderReport: 0,
            delaySinceLastSenderReport: 0
        )
        reports.append((now + delay, .receiverReport(ReceiverReport(ssrc: 9, reportBlocks: [block]))))
    }

    /// Reports what has arrived by now since the last report.
    private mutating func report(at now: Timestamp) {
        let arrived = arrivals.prefix { $0.time <= now }
        guard let first = arrived.first, let last = arrived.last else { return }
        arrivals.removeFirst(arrived.count)
        let base = nextSequence ?? first.sequence
        nextSequence = last.sequence + 1
        var deltas = [Int16?](repeating: nil, count: Int(last.sequence - base) + 1)
        let reference = first.time.nanoseconds / 64_000_000
        var previous = reference * 256
        for arrival in arrived where arrival.sequence >= base {
            let tick = arrival.time.nanoseconds / 250_000
            deltas[Int(arrival.sequence - base)] = Int16(clamping: tick - previous)
            previous = tick
        }
        feedbackCount &+= 1
        let feedback = TransportFeedback(
            senderSSRC: 9,
            mediaSSRC: 2,
            baseSequenceNumber: UInt16(truncatingIfNeeded: base),
            feedbackPacketCount: feedbackCount,
            referenceTime: UInt32(truncatingIfNeeded: reference),
            arrivalDeltas: deltas
        )
        reports.append((now + delay, .transportFeedback(feedback)))
    }
}
