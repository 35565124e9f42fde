import RTPWire

/// Rebuilds lost media packets from parity packets (RFC 5109, section 9; libwebrtc, `ulpfec_receiver.cc`,
/// `forward_error_correction.cc`).
///
/// Retransmitted packets stay outside, as in libwebrtc: only first sendings and rebuilt packets count as known.
struct ULPFECReceiver: Sendable {
    private static let mediaCountMax = 192
    private static let parityCountMax = 48
    /// A parity packet whose last number lies further back is given up.
    private static let ageMax: Int64 = 0x3FFF
    private static let packetLengthMax = 1_500

    private struct Known {
        var sequence: Int64
        var packet: RTPPacket
    }

    private struct Waiting {
        var sequence: Int64
        var descriptor: ULPFECDescriptor
        var payload: Payload
        var missing: [Int64]
        var known: [RTPPacket]
        var last: Int64
    }

    private(set) var packetsReceived = 0
    private(set) var bytesReceived = 0
    /// Parity packets that rebuilt nothing: all they protect was there, or they were broken, or gave up waiting.
    private(set) var packetsDiscarded = 0

    private let ssrc: UInt32
    private let payloadTypes: PayloadTypes
    private var unwrapper = SequenceUnwrapper()
    /// By sequence number.
    private var media = Ring<Known>()
    /// By sequence number.
    private var waiting: [Waiting] = []

    init(ssrc: UInt32, payloadTypes: PayloadTypes) {
        self.ssrc = ssrc
        self.payloadTypes = payloadTypes
    }

    /// Takes a first sending of the stream, and appends what it helps to rebuild.
    mutating func receive(_ packet: consuming RTPPacket, into rebuilt: inout [RTPPacket]) {
        let sequence = unwrapper.unwrap(packet.header.sequenceNumber)
        resetAfterGap(to: sequence)
        switch packet.kind {
        case .ulpfec:
            guard case .ulpfec(let descriptor) = packet.descriptor else { return }
            packetsReceived += 1
            bytesReceived += packet.descriptorLength + packet.payloadLength
            insert(descriptor, packet.payload, sequence: sequence)
        case .vp8, .vp9:
            insert(consume packet, sequence: sequence)
        case .opus, .opusRED, .padding: return
        }
        if !waiting.isEmpty { rebuild(into: &rebuilt) }
    }

    private mutating func resetAfterGap(to sequence: Int64) {
        guard media.count == Self.mediaCountMax, let newest = media.last?.sequence else { return }
        if abs(sequence - newest) > Int64(Self.mediaCountMax) {
            media.removeAll()
            packetsDiscarded += waiting.count
            waiting.removeAll(keepingCapacity: true)
        }
    }

    private mutating func insert(_ packet: consuming RTPPacket, sequence: Int64) {
        var position = media.count
        while position > 0, media[position - 1].sequence > sequence { position -= 1 }
        if position > 0, media[position - 1].sequence == sequence { return }
        for index in waiting.indices {
            guard let place = waiting[index].missing.firstIndex(of: sequence) else { continue }
            waiting[index].missing.remove(at: place)
            waiting[index].known.append(Parity.protectedForm(of: packet))
        }
        if position == media.count {
            media.append(Known(sequence: sequence, packet: consume packet))
        } else {
            media.insert(Known(sequence: sequence, packet: consume packet), at: position)
        }
        if media.count > Self.mediaCountMax { media.removeFirst() }
    }

    private mutating func insert(_ descriptor: ULPFECDescriptor, _ payload: Payload, sequence: Int64) {
        guard !waiting.contains(where: { $0.sequence == sequence }) else {
            packetsDiscarded += 1
            return
        }
        var entry = Waiting(
            sequence: sequence,
            descriptor: descriptor,
            payload: payload,
            missing: [],
            known: [],
            last: sequence
        )
        for number in descriptor.protectedSequenceNumbers {
            let protected = sequence + Int64(Int16(bitPattern: number &- UInt16(truncatingIfNeeded: sequence)))
            if let packet = knownPacket(protected) {
                entry.known.append(packet)
            } else {
                entry.missing.append(protected)
            }
            entry.last = protected
        }
        var position = waiting.count
        while position > 0, waiting[position - 1].sequence > sequence { position -= 1 }
        waiting.insert(entry, at: position)
        if waiting.count > Self.parityCountMax {
            waiting.removeFirst()
            packetsDiscarded += 1
        }
    }

    /// A known packet in protected form.
    private func knownPacket(_ sequence: Int64) -> RTPPacket? {
        var (low, high) = (0, media.count)
        while low < high {
            let middle = (low + high) / 2
            if media[middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low < media.count && media[low].sequence == sequence ? Parity.protectedForm(of: media[low].packet) : nil
    }

    /// Starts over after each rebuilt packet, which may complete another group.
    private mutating func rebuild(into rebuilt: inout [RTPPacket]) {
        var index = 0
        while index < waiting.count {
            let entry = waiting[index]
            let isOld = media.last.map { $0.sequence - entry.last > Self.ageMax } ?? false
            guard let missing = entry.missing.first, entry.missing.count == 1, !isOld else {
                if entry.missing.isEmpty || isOld {
                    waiting.remove(at: index)
                    packetsDiscarded += 1
                } else {
                    index += 1
                }
                continue
            }
            waiting.remove(at: index)
            guard let packet = packet(missing, from: entry) else {
                packetsDiscarded += 1
                continue
            }
            insert(packet, sequence: missing)
            rebuilt.append(packet)
            index = 0
        }
    }

    private func packet(_ missing: Int64, from entry: Waiting) -> RTPPacket? {
        let packet = try? Parity.recover(
            UInt16(truncatingIfNeeded: missing),
            ssrc: ssrc,
            from: entry.known,
            descriptor: entry.descriptor,
            payload: entry.payload,
            payloadTypes: payloadTypes
        )
        guard let packet, packet.length <= Self.packetLengthMax else { return nil }
        // A rebuilt parity or retransmission would be nonsense.
        switch packet.descriptor {
        case .vp8, .vp9, .padding: return packet.redBlockType == nil ? packet : nil
        case .opus, .opusRED, .ulpfec: return nil
        }
    }
}
