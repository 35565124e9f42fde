import MediaTransport
import RTPWire
import TestSupport
import Units

/// Two whole endpoints with a selective forwarding unit between them, over four simple links.
struct ForwardedCall {
    /// Endpoints cannot be copied, and so not be kept in an array by themselves.
    final class End {
        var endpoint: MediaEndpoint

        init(_ configuration: EndpointConfiguration) {
            endpoint = MediaEndpoint(configuration: configuration, at: .start)
        }
    }

    final class Middle {
        var unit: ForwardingUnit

        init(_ configuration: ForwardingConfiguration) {
            unit = ForwardingUnit(configuration: configuration, at: .start)
        }
    }

    /// One direction of one leg.
    enum Hop: Int, CaseIterable {
        case clinicianUp = 0
        case clinicianDown = 1
        case patientUp = 2
        case patientDown = 3

        static func up(_ party: Party) -> Hop { party == .clinician ? .clinicianUp : .patientUp }
        static func down(_ party: Party) -> Hop { party == .clinician ? .clinicianDown : .patientDown }
        var party: Party { rawValue < 2 ? .clinician : .patient }
        var isUp: Bool { rawValue % 2 == 0 }
    }

    /// Loss, then a rate limit with a drop-tail queue of 200 ms, then delay.
    struct Link {
        var loss = 0.0
        /// Bits a second from each moment on; none is no limit.
        var rates: [(from: Double, bitsPerSecond: Double)] = []
        var delay = TimeDelta.milliseconds(20)
        var isCut = false
    }

    struct Passed {
        var time: Timestamp
        var hop: Hop
        var datagram: Datagram
        var isLost: Bool
    }

    private enum Event {
        case start(Party)
        case audio(Party)
        case video(Party)
        case arrival(Hop, Datagram)
        case decoded(Party, ReceivedVideoFrame)
    }

    var links = [Link](repeating: Link(), count: 4)
    /// Loses what it is asked to, besides chance.
    var drops: (Datagram, Hop, Timestamp) -> Bool = { _, _, _ in false }
    /// When each party joins.
    var joins = [Timestamp.start, .start]
    private(set) var trace: [Passed] = []
    private(set) var ends: [End] = []
    let middle: Middle
    private(set) var decodedCounts = [0, 0]
    private(set) var keyFrameCounts = [0, 0]
    private(set) var connectedAt: [Timestamp?] = [nil, nil]
    private(set) var failures: [Party] = []

    private var hasStarted = false
    private var random: SplitMix64
    private var events: [(time: Timestamp, order: Int, event: Event)] = []
    private var eventCount = 0
    private var freeAt = [Timestamp](repeating: .start, count: 4)
    private var targets = [DataRate.zero, .zero]
    private var wantsKeyFrame = [true, true]
    private var frameNumbers: [UInt32] = [0, 0]
    private var effects: [EndpointEffect] = []
    private var forwarded: [ForwardingEffect] = []

    init(
        seed: UInt64 = 1,
        sender change: (inout SenderConfiguration) -> Void = { _ in },
        receiver changeReceiver: (inout ReceiverConfiguration) -> Void = { _ in },
        unit changeUnit: (inout ForwardingConfiguration) -> Void = { _ in }
    ) {
        var random = SplitMix64(seed: seed)
        func factors() -> [Double] { (0..<64).map { _ in 0.5 + random.unitInterval() } }
        let identifiers = Party.allCases.map { Self.identifiers(of: $0) }
        for party in Party.allCases {
            let own = identifiers[Int(party.rawValue)]
            let remote = identifiers[Int(party.other.rawValue)]
            var sender = SenderConfiguration(identifiers: own, isULPFECEnabled: false)
            change(&sender)
            var receiver = ReceiverConfiguration(
                audioSSRC: remote.audioSSRC,
                videoSSRC: remote.videoSSRC,
                rtxSSRC: remote.videoRTXSSRC,
                localSSRC: own.videoSSRC
            )
            changeReceiver(&receiver)
            ends.append(
                End(
                    EndpointConfiguration(
                        role: .dtlsClient,
                        sender: sender,
                        receiver: receiver,
                        carriesVideo: true,
                        canonicalName: party.name,
                        reportIntervalFactors: factors()
                    )
                )
            )
        }
        let legs = Party.allCases.map {
            ForwardingConfiguration.Leg(
                identifiers: Self.identifiers(of: $0),
                role: .dtlsServer,
                carriesVideo: true,
                canonicalName: $0.name,
                localSSRC: 0x5F0 + UInt32($0.rawValue),
                initialRTXSequenceNumber: 30_000,
                reportIntervalFactors: factors()
            )
        }
        var configuration = ForwardingConfiguration(clinician: legs[0], patient: legs[1])
        changeUnit(&configuration)
        middle = Middle(configuration)
        self.random = random
    }

    static func identifiers(of party: Party) -> StreamIdentifiers {
        let base = UInt32(party.rawValue + 1) << 16
        return StreamIdentifiers(audioSSRC: base | 1, videoSSRC: base | 2, videoRTXSSRC: base | 3)
    }

    func end(_ party: Party) -> End { ends[Int(party.rawValue)] }
    func statistics(of party: Party) -> ForwardingLegStatistics { middle.unit.statistics(of: party) }
    func passed(_ hop: Hop) -> [Passed] { trace.filter { $0.hop == hop } }

    subscript(hop: Hop) -> Link {
        get { links[hop.rawValue] }
        set { links[hop.rawValue] = newValue }
    }

    /// Goes on until so many seconds after the start.
    mutating func run(until seconds: Double) {
        let end = Timestamp.start + TimeDelta(seconds: seconds)
        if !hasStarted {
            hasStarted = true
            for party in Party.allCases { schedule(.start(party), at: joins[Int(party.rawValue)]) }
        }
        while true {
            let next = events.indices.min { (events[$0].time, events[$0].order) < (events[$1].time, events[$1].order) }
            let eventTime = next.map { events[$0].time } ?? .distantFuture
            var timeouts = ends.map { $0.endpoint.nextTimeout ?? .distantFuture }
            timeouts.append(middle.unit.nextTimeout ?? .distantFuture)
            let timer = timeouts.indices.min { timeouts[$0] < timeouts[$1] } ?? 0
            let now = min(eventTime, timeouts[timer])
            guard now < end else { return }
            if let next, eventTime <= timeouts[timer] {
                handle(events.remove(at: next).event, at: now)
            } else if timer < 2 {
                ends[timer].endpoint.advance(to: now, into: &effects)
                settle(Party.allCases[timer], at: now)
            } else {
                middle.unit.advance(to: now, into: &forwarded)
                settleMiddle(at: now)
            }
        }
    }

    private mutating func handle(_ event: Event, at now: Timestamp) {
        switch event {
        case .start(let party):
            end(party).endpoint.start(at: now, into: &effects)
            settle(party, at: now)
        case .audio(let party):
            let frame = EncodedAudioFrame(
                payload: .described(length: 80, frame: 0),
                captureTime: now,
                rtpTimestamp: UInt32(truncatingIfNeeded: now.nanoseconds / 1_000_000 * 48),
                descriptor: OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)
            )
            end(party).endpoint.send(frame, at: now, into: &effects)
            schedule(.audio(party), at: now + .milliseconds(20))
            settle(party, at: now)
        case .video(let party):
            sendFrame(from: party, at: now)
            schedule(.video(party), at: now + TimeDelta(nanoseconds: 33_333_333))
            settle(party, at: now)
        case .arrival(let hop, let datagram):
            if hop.isUp {
                middle.unit.receive(datagram, from: hop.party, at: now, into: &forwarded)
                settleMiddle(at: now)
            } else {
                end(hop.party).endpoint.receive(datagram, at: now, into: &effects)
                settle(hop.party, at: now)
            }
        case .decoded(let party, let frame):
            decodedCounts[Int(party.rawValue)] += 1
            if frame.isKeyFrame { keyFrameCounts[Int(party.rawValue)] += 1 }
            let picture = DecodedPicture(width: 640, height: 480, quantizer: 20)
            end(party).endpoint.videoDecoded(frame, as: picture, at: now, into: &effects)
            settle(party, at: now)
        }
    }
}

extension ForwardedCall {
    /// A frame that meets the target on average, a quarter more or less; a key frame has five times as much.
    private mutating func sendFrame(from party: Party, at now: Timestamp) {
        let index = Int(party.rawValue)
        let isKeyFrame = wantsKeyFrame[index]
        wantsKeyFrame[index] = false
        let average = Double(targets[index].bitsPerSecond) / 240
        let length = max(20, Int(average * (0.75 + 0.5 * random.unitInterval()) * (isKeyFrame ? 5 : 1)))
        let frame = EncodedVideoFrame(
            payload: .described(length: length, frame: frameNumbers[index]),
            isKeyFrame: isKeyFrame,
            captureTime: now,
            rtpTimestamp: UInt32(truncatingIfNeeded: now.nanoseconds / 1_000_000 * 90),
            codec: .vp8,
            width: 640,
            height: 480,
            quantizer: 30
        )
        frameNumbers[index] += 1
        end(party).endpoint.send(frame, at: now, into: &effects)
    }

    private mutating func settle(_ party: Party, at now: Timestamp) {
        let index = Int(party.rawValue)
        while !effects.isEmpty {
            let pending = effects
            effects.removeAll()
            for effect in pending {
                switch effect {
                case .transmit(let datagram): carry(datagram, over: .up(party), at: now)
                case .connected:
                    connectedAt[index] = now
                    targets[index] = end(party).endpoint.sender.encoderTarget.videoBitrate
                    schedule(.audio(party), at: now)
                    schedule(.video(party), at: now)
                case .connectionFailed: failures.append(party)
                case .encoderTarget(let target): targets[index] = target.videoBitrate
                case .keyFrameRequested: wantsKeyFrame[index] = true
                case .videoFlushed: break
                case .decode(let frame): schedule(.decoded(party, frame), at: now)
                }
            }
        }
    }

    private mutating func settleMiddle(at now: Timestamp) {
        let pending = forwarded
        forwarded.removeAll()
        for effect in pending {
            if case .transmit(let datagram, let party) = effect { carry(datagram, over: .down(party), at: now) }
        }
    }

    private mutating func carry(_ datagram: Datagram, over hop: Hop, at now: Timestamp) {
        let link = self[hop]
        let draw = random.unitInterval()
        var isMedia = true
        if case .control = datagram { isMedia = false }
        var isLost = link.isCut || (isMedia && draw < link.loss) || drops(datagram, hop, now)
        var leaves = now
        if !isLost, let rate = link.rates.last(where: { now.seconds >= $0.from })?.bitsPerSecond {
            let start = max(now, freeAt[hop.rawValue])
            if start - now <= .milliseconds(200) {
                leaves = start + TimeDelta(seconds: Double(datagram.wireSize.bytes * 8) / rate)
                freeAt[hop.rawValue] = leaves
            } else {
                isLost = true
            }
        }
        trace.append(Passed(time: now, hop: hop, datagram: datagram, isLost: isLost))
        guard !isLost else { return }
        schedule(.arrival(hop, datagram), at: leaves + link.delay)
    }

    private mutating func schedule(_ event: Event, at time: Timestamp) {
        eventCount += 1
        events.append((time, eventCount, event))
    }
}

extension Datagram {
    var packet: RTPPacket? {
        if case .rtp(let packet) = self { return packet }
        return nil
    }

    var reports: [RTCPPacket] {
        if case .rtcp(let packets) = self { return packets }
        return []
    }
}
