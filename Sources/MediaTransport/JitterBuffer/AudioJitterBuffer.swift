import RTPWire
import Units

/// Holds encoded audio back just long enough, and says each 10 ms what to play (libwebrtc NetEq, M150).
///
/// The decoded samples lie with the driver, which tells at each pull how many it holds and afterwards what it really
/// did. This machine keeps the target time stamp (where the next packet to decode begins), so that the play-out
/// time stamp is the target less the samples held. All its times are steps of the pull clock.
struct AudioJitterBuffer: Sendable {
    /// Samples put out by one step.
    static let stepSampleCount = 480
    /// What a stretch needs.
    private static let stretchSampleCount = 3 * stepSampleCount

    private(set) var packets: AudioPacketBuffer
    private(set) var logic: AudioDecisionLogic
    private(set) var account = ConcealmentAccount()
    /// Sum over emitted samples of their wait, and of the targets at the time; in ms times samples.
    private(set) var delayMillisecondSamples = 0
    private(set) var targetDelayMillisecondSamples = 0
    private(set) var minimumDelayMillisecondSamples = 0
    private(set) var emittedSampleCount = 0
    private(set) var fecPacketsReceived = 0
    private(set) var insertedSampleCount = 0
    private(set) var removedSampleCount = 0
    private(set) var relativeArrivalDelayMilliseconds = 0

    private var unwrapper = TimestampUnwrapper()
    private var stepCount: Int64 = 0
    private var hasReceived = false
    /// Set until the first packet of a stream is taken for decoding.
    private var startsStream = false
    private var targetTimestamp: Int64 = 0
    private var frameSampleCount = 960
    private var lastMode = AudioMode.normal
    private var lastDecodedIsComfortNoise = false
    private var muteFactor = 1.0
    private var noiseStartStep: Int64?
    /// What the driver was told last, and whether it has yet to answer for it.
    private var decision = AudioDecision(operation: .silence, packets: [])
    private var isDecisionPending = false

    init(packetCountMax: Int) {
        packets = AudioPacketBuffer(countMax: packetCountMax)
        logic = AudioDecisionLogic(packetCountMax: packetCountMax)
    }

    private var milliseconds: Int64 { stepCount * 10 }
    var targetDelayMilliseconds: Int { logic.targetDelay.targetMilliseconds }

    mutating func setDelayBounds(minimumMilliseconds: Int, maximumMilliseconds: Int) {
        logic.targetDelay.minimumMilliseconds = minimumMilliseconds
        logic.targetDelay.maximumMilliseconds = maximumMilliseconds
    }

    /// What the smoothed packet buffer and the decoded samples hold, in ms; what synchronisation goes by.
    func bufferedDelayMilliseconds(bufferedSampleCount: Int) -> Int {
        (logic.bufferLevel.sampleCount + bufferedSampleCount) / 48
    }

    /// Takes one packet of RED: its copies first, then the packet itself.
    mutating func receive(_ packet: RTPPacket, redundancy: OpusRedundancy, at now: Timestamp) {
        // No copy begins a stream.
        guard hasReceived, !startsStream else { return receive(packet, descriptor: redundancy.primary, at: now) }
        let timestamp = unwrapper.unwrap(packet.header.timestamp)
        for (index, block) in redundancy.blocks.enumerated() {
            insert(
                block,
                level: redundancy.blocks.count - index,
                timestamp: timestamp - Int64(block.timestampOffset),
                sequenceNumber: packet.header.sequenceNumber,
                at: now
            )
        }
        receive(packet, descriptor: redundancy.primary, at: now)
    }

    private mutating func insert(
        _ block: OpusRedundancy.Block,
        level: Int,
        timestamp: Int64,
        sequenceNumber: UInt16,
        at now: Timestamp
    ) {
        var entry = BufferedAudioPacket(
            payload: block.payload,
            timestamp: timestamp,
            sequenceNumber: sequenceNumber,
            sampleCount: block.descriptor.sampleCount,
            isFEC: false,
            redundancyLevel: level,
            isDTX: false,
            arrivalTime: now,
            arrivalMilliseconds: milliseconds
        )
        var hasFlushed = false
        let hasCopy = block.descriptor.hasInBandFEC && block.descriptor.sampleCount > 0
        if hasCopy {
            entry.isFEC = true
            entry.timestamp -= Int64(block.descriptor.sampleCount)
            fecPacketsReceived += 1
            hasFlushed = packets.insert(entry)
            entry.isFEC = false
            entry.timestamp = timestamp
        }
        fecPacketsReceived += 1
        if packets.insert(entry) || hasFlushed {
            startsStream = true
            logic.softReset()
        }
        guard !startsStream else { return }
        let sampleCount = block.descriptor.sampleCount
        if hasCopy { noteArrival(timestamp - Int64(sampleCount), sampleCount: sampleCount) }
        noteArrival(timestamp, sampleCount: sampleCount)
    }

    /// Takes one packet, and its copy of the frame before it where there is one.
    mutating func receive(_ packet: RTPPacket, descriptor: OpusDescriptor, at now: Timestamp) {
        let timestamp = unwrapper.unwrap(packet.header.timestamp)
        if !hasReceived {
            hasReceived = true
            startsStream = true
            targetTimestamp = timestamp
        }
        var entry = BufferedAudioPacket(
            payload: packet.payload,
            timestamp: timestamp,
            sequenceNumber: packet.header.sequenceNumber,
            sampleCount: descriptor.sampleCount,
            isFEC: false,
            isDTX: descriptor.isDTX,
            arrivalTime: now,
            arrivalMilliseconds: milliseconds
        )
        var hasFlushed = false
        let hasCopy = descriptor.hasInBandFEC && descriptor.sampleCount > 0
        if hasCopy {
            entry.isFEC = true
            entry.isDTX = false
            entry.timestamp = timestamp - Int64(descriptor.sampleCount)
            fecPacketsReceived += 1
            hasFlushed = packets.insert(entry)
            entry.isFEC = false
            entry.isDTX = descriptor.isDTX
            entry.timestamp = timestamp
        }
        if packets.insert(consume entry) || hasFlushed {
            startsStream = true
            logic.softReset()
        }
        guard !startsStream else { return }
        // A copy arrives too, and so late as its frame's repair is.
        if hasCopy { noteArrival(timestamp - Int64(descriptor.sampleCount), sampleCount: descriptor.sampleCount) }
        noteArrival(timestamp, sampleCount: descriptor.sampleCount)
    }

    private mutating func noteArrival(_ timestamp: Int64, sampleCount: Int) {
        let delay = logic.packetArrived(timestamp: timestamp, sampleCount: sampleCount, atMilliseconds: milliseconds)
        relativeArrivalDelayMilliseconds += delay ?? 0
    }

    /// Decides one step.
    mutating func pull(decodedSampleCount: Int) -> AudioDecision {
        stepCount += 1
        account.noteOutput(Self.stepSampleCount)
        decision.operation = .silence
        while !decision.packets.isEmpty { decision.packets.removeLast() }
        if hasReceived { decide(bufferedSampleCount: decodedSampleCount) }
        isDecisionPending = true
        return decision
    }

    /// Takes what the driver did in the step.
    mutating func complete(_ outcome: AudioOutcome) {
        guard isDecisionPending else { return }
        isDecisionPending = false
        let isSilent = outcome.isMuted || lastDecodedIsComfortNoise
        if outcome.concealedSampleCount > 0 {
            // Also where another operation came short, as when the decoder refuses a packet.
            account.conceal(outcome.concealedSampleCount, isSilent: isSilent, startsEvent: !lastMode.isConcealment)
        }
        if !decision.packets.isEmpty {
            guard outcome.decodedSampleCount > 0 else {
                lastMode = .error
                return
            }
            targetTimestamp += Int64(outcome.decodedSampleCount)
        }
        let isNoise = lastDecodedIsComfortNoise && !decision.packets.isEmpty
        if isNoise { noiseStartStep = stepCount }
        switch decision.operation {
        case .silence:
            return
        case .normal:
            guard !decision.packets.isEmpty else { break }
            account.noteDecodedOutput()
            lastMode = isNoise ? .comfortNoise : .normal
        case .expand:
            guard !outcome.isConcealedByCodec else {
                muteFactor = 1
                lastMode = .codecConcealment
                break
            }
            muteFactor = outcome.isMuted ? 0 : outcome.muteFactor ?? (logic.consecutiveExpandCount > 10 ? 0.25 : 1)
            lastMode = .expand
        case .merge:
            account.correct(outcome.mergeDelta ?? 0, isSilent: outcome.isMuted)
            lastMode = isNoise ? .comfortNoise : .merge
        case .accelerate:
            removedSampleCount += outcome.removedSampleCount
            logic.noteStretched(removedSampleCount: outcome.removedSampleCount)
            lastMode = isNoise ? .comfortNoise : outcome.removedSampleCount > 0 ? .stretched : .stretchFailed
        case .preemptiveExpand:
            insertedSampleCount += outcome.insertedSampleCount
            logic.noteStretched(removedSampleCount: -outcome.insertedSampleCount)
            lastMode = isNoise ? .comfortNoise : outcome.insertedSampleCount > 0 ? .stretched : .stretchFailed
        case .comfortNoise:
            lastMode = .comfortNoise
        }
        if lastMode != .comfortNoise, !lastMode.isConcealment { noiseStartStep = nil }
    }
}

extension AudioJitterBuffer {
    private mutating func decide(bufferedSampleCount samplesLeft: Int) {
        if !startsStream { packets.discard(before: targetTimestamp, all: false) }
        var instruction = logic.decide(status(bufferedSampleCount: samplesLeft))
        if packets.isNextDTX, instruction.mayNeedMoreThanAStep { instruction = .normal }
        if samplesLeft >= Self.stepSampleCount, !instruction.mayNeedMoreThanAStep {
            decision.operation = .normal
            return
        }
        if startsStream || instruction == .reset {
            if !packets.isEmpty {
                instruction = .normal
                startsStream = false
                logic.softReset()
            } else {
                instruction = .expand
            }
        }
        endConcealment(before: instruction)
        logic.note(executed: instruction)
        execute(instruction, samplesLeft: samplesLeft)
    }

    /// Mutating, though it changes nothing: else the compiler copies the whole machine for the call.
    @inline(__always)
    private mutating func status(bufferedSampleCount: Int) -> AudioStatus {
        var status = AudioStatus(
            targetTimestamp: targetTimestamp,
            bufferedSampleCount: bufferedSampleCount,
            lastMode: lastMode,
            muteFactor: muteFactor,
            generatedNoiseSampleCount: noiseStartStep.map { (stepCount - $0 - 1) * Int64(Self.stepSampleCount) } ?? 0,
            nextTimestamp: nil,
            bufferContainsDTX: packets.containsDTX,
            span: 0,
            startSpan: 0,
            newestMilliseconds: 0,
            milliseconds: milliseconds
        )
        guard let newest = packets.newest, let next = packets.nextTimestamp else { return status }
        status.nextTimestamp = next
        status.startSpan = newest.timestamp - next
        status.span = status.startSpan + Int64(newest.sampleCount)
        status.newestMilliseconds = newest.arrivalMilliseconds
        return status
    }

    private mutating func endConcealment(before instruction: AudioInstruction) {
        if lastMode.isConcealment, instruction != .expand { account.endEvent() }
    }

    /// Takes the packets that the operation needs; stretches need 30 ms of sound in all.
    private mutating func execute(_ instruction: AudioInstruction, samplesLeft: Int) {
        var required = Self.stepSampleCount
        let isLongFrame = frameSampleCount >= Self.stretchSampleCount
        switch instruction {
        case .expand:
            decision.operation = .expand
            return
        case .comfortNoise:
            decision.operation = .comfortNoise
            return
        case .normal, .reset:
            decision.operation = .normal
        case .merge:
            decision.operation = .merge
        case .accelerate, .fastAccelerate:
            decision.operation = .accelerate(fast: instruction == .fastAccelerate)
            if samplesLeft >= Self.stretchSampleCount {
                logic.noteStretch(samplesLeft: samplesLeft)
                return
            }
            if samplesLeft >= Self.stepSampleCount, isLongFrame {
                decision.operation = .normal
                return
            }
            if samplesLeft < 2 * Self.stepSampleCount, !isLongFrame {
                required = 2 * Self.stepSampleCount
                decision.operation = .normal
            }
        case .preemptiveExpand:
            decision.operation = .preemptiveExpand
            let hasEnough = samplesLeft >= Self.stretchSampleCount
            if hasEnough || (samplesLeft >= Self.stepSampleCount && isLongFrame) {
                logic.noteStretch(samplesLeft: samplesLeft)
                return
            }
            if samplesLeft < 2 * Self.stepSampleCount, !isLongFrame { required = 2 * Self.stepSampleCount }
        }
        let extracted = extract(required)
        switch decision.operation {
        case .accelerate:
            if samplesLeft + extracted < Self.stretchSampleCount { decision.operation = .normal }
            logic.noteStretch(samplesLeft: samplesLeft)
        case .preemptiveExpand:
            logic.noteStretch(samplesLeft: samplesLeft)
        case .normal, .expand, .merge, .comfortNoise, .silence:
            break
        }
    }

    /// Moves packets that follow each other to the decision until they hold `required` samples.
    private mutating func extract(_ required: Int) -> Int {
        guard let first = packets.nextTimestamp else { return 0 }
        targetTimestamp = first
        var extracted = 0
        var last = first
        while !packets.isEmpty {
            let packet = packets.toDecode(
                at: milliseconds,
                sampleCount: packets.nextSampleCount > 0 ? packets.nextSampleCount : frameSampleCount
            )
            frameSampleCount = packet.sampleCount
            delayMillisecondSamples += Int(packet.waitingTime.wholeMilliseconds) * frameSampleCount
            targetDelayMillisecondSamples += targetDelayMilliseconds * frameSampleCount
            minimumDelayMillisecondSamples += logic.targetDelay.unlimitedTargetMilliseconds * frameSampleCount
            emittedSampleCount += frameSampleCount
            lastDecodedIsComfortNoise = packet.isDTX
            last = packets.removeFirst()
            extracted = Int(last - first) + frameSampleCount
            decision.packets.append(packet)
            guard extracted < required, packets.nextTimestamp == last + Int64(frameSampleCount) else { break }
        }
        packets.discard(before: last, all: true)
        return extracted
    }
}
