import RTPWire
import TestSupport
import Units

extension SplitMix64 {
    mutating func uint8() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
    mutating func uint16() -> UInt16 { UInt16(truncatingIfNeeded: next()) }
    mutating func uint32() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
    mutating func flag() -> Bool { next() & 1 == 0 }
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in uint8() } }

    /// A packet that survives the wire: its descriptor is one that its payload's first byte does not contradict.
    mutating func rtpPacket(payloadTypes: PayloadTypes = .chromium) -> RTPPacket {
        var media = bytes(Int.random(in: 3...60, using: &self))
        var payloadType = payloadTypes.vp8
        var originalSequenceNumber: UInt16?
        let descriptor: PayloadDescriptor
        var redBlockType: UInt8?
        switch Int.random(in: 0..<7, using: &self) {
        case 6:
            payloadType = payloadTypes.opusRED
            descriptor = .opusRED(opusRedundancy(payloadTypes, primary: opusDescriptor(of: &media)))
        case 4:
            payloadType = payloadTypes.red
            redBlockType = payloadTypes.ulpfec
            descriptor = .ulpfec(ulpfecDescriptor(protectionLength: media.count))
        case 5:
            payloadType = payloadTypes.red
            redBlockType = payloadTypes.vp8
            let starts = flag()
            if flag() {
                payloadType = payloadTypes.redRTX
                originalSequenceNumber = uint16()
            }
            let isKeyFrame = starts && media[0] & 1 == 0
            descriptor = .vp8(
                VP8Descriptor(startsFrame: starts, pictureID: uint16() & 0x7FFF, isKeyFrame: isKeyFrame)
            )
        case 0:
            payloadType = payloadTypes.opus
            descriptor = .opus(opusDescriptor(of: &media))
        case 1:
            payloadType = payloadTypes.opus
            media = []
            descriptor = .padding
        case 2:
            let starts = flag()
            if flag() {
                payloadType = payloadTypes.vp8RTX
                originalSequenceNumber = uint16()
            }
            descriptor = .vp8(
                VP8Descriptor(
                    startsFrame: starts,
                    pictureID: uint16() & 0x7FFF,
                    isNonReference: flag(),
                    isKeyFrame: starts && media[0] & 1 == 0
                )
            )
        default:
            payloadType = payloadTypes.vp9
            let isInterPredicted = flag()
            let count = isInterPredicted ? Int.random(in: 1...3, using: &self) : 0
            descriptor = .vp9(
                VP9Descriptor(
                    startsFrame: flag(),
                    endsFrame: flag(),
                    pictureID: uint16() & 0x7FFF,
                    isInterPredicted: isInterPredicted,
                    referenceDistances: ReferenceDistances((0..<count).map { _ in uint8() & 0x7F })
                )
            )
        }
        return RTPPacket(
            header: RTPHeader(
                marker: flag(),
                payloadType: payloadType,
                sequenceNumber: uint16(),
                timestamp: uint32(),
                ssrc: uint32(),
                transportSequenceNumber: flag() ? uint16() : nil,
                absoluteSendTime: flag() ? uint32() : nil
            ),
            originalSequenceNumber: originalSequenceNumber,
            redBlockType: redBlockType,
            descriptor: descriptor,
            payload: .bytes(media),
            paddingLength: flag() ? uint8() : 0
        )
    }

    /// Makes the bytes a packet of CELT, one frame or two, and describes it.
    private func opusDescriptor(of media: inout [UInt8]) -> OpusDescriptor {
        media[0] = 0xF8 | (media[0] & 1)
        return OpusDescriptor(
            sampleCount: media[0] & 1 == 0 ? 960 : 1_920,
            hasInBandFEC: false,
            isDTX: media.count <= 2
        )
    }

    private mutating func opusRedundancy(_ payloadTypes: PayloadTypes, primary: OpusDescriptor) -> OpusRedundancy {
        OpusRedundancy(
            blockType: payloadTypes.opus,
            primary: primary,
            blocks: (0..<Int.random(in: 0...3, using: &self)).map { _ in
                var media = bytes(Int.random(in: 1...60, using: &self))
                let descriptor = opusDescriptor(of: &media)
                return OpusRedundancy.Block(
                    timestampOffset: uint16() & 0x3FFF,
                    descriptor: descriptor,
                    payload: .bytes(media)
                )
            }
        )
    }

    private mutating func ulpfecDescriptor(protectionLength: Int) -> ULPFECDescriptor {
        let hasLongMask = flag()
        var mask = UInt64(uint16() | 1) << 48
        if hasLongMask { mask |= UInt64(uint32()) << 16 }
        return ULPFECDescriptor(
            flagsRecovery: uint8() & 0x3F,
            markerAndTypeRecovery: uint8(),
            sequenceNumberBase: uint16(),
            timestampRecovery: uint32(),
            lengthRecovery: uint16(),
            protectionLength: UInt16(protectionLength),
            mask: mask,
            hasLongMask: hasLongMask
        )
    }

    mutating func rtcpPacket() -> RTCPPacket {
        switch Int.random(in: 0..<9, using: &self) {
        case 0:
            .senderReport(
                SenderReport(
                    ssrc: uint32(),
                    ntpTime: next(),
                    rtpTimestamp: uint32(),
                    packetCount: uint32(),
                    octetCount: uint32(),
                    reportBlocks: reportBlocks()
                )
            )
        case 1: .receiverReport(ReceiverReport(ssrc: uint32(), reportBlocks: reportBlocks()))
        case 2:
            .sourceDescription(
                SourceDescription(
                    ssrc: uint32(),
                    canonicalName: String(repeating: "n", count: Int.random(in: 0...255, using: &self))
                )
            )
        case 3:
            .genericNACK(
                GenericNACK(senderSSRC: uint32(), mediaSSRC: uint32(), sequenceNumbers: ascendingSequenceNumbers())
            )
        case 4: .pictureLossIndication(PictureLossIndication(senderSSRC: uint32(), mediaSSRC: uint32()))
        case 5:
            .fullIntraRequest(
                FullIntraRequest(senderSSRC: uint32(), mediaSSRC: uint32(), commandSequenceNumber: uint8())
            )
        case 6: .transportFeedback(transportFeedback())
        case 7:
            // Eighteen bits of mantissa survive whatever the exponent.
            .remb(
                ReceiverEstimatedMaximumBitrate(
                    senderSSRC: uint32(),
                    bitrate: DataRate(
                        bitsPerSecond: Int64(uint32() & 0x3_FFFF) << Int64.random(in: 0...45, using: &self)
                    ),
                    ssrcs: (0..<Int.random(in: 0...4, using: &self)).map { _ in uint32() }
                )
            )
        default: .goodbye(ssrcs: (0..<Int.random(in: 0...31, using: &self)).map { _ in uint32() })
        }
    }

    mutating func transportFeedback() -> TransportFeedback {
        // Runs and mixtures, so that every kind of chunk comes up.
        var deltas: [Int16?] = []
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            let length = Int.random(in: 1...40, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: deltas += Array(repeating: nil, count: length)
            case 1: deltas += (0..<length).map { _ in Int16(uint8()) }
            case 2: deltas += (0..<length).map { _ in flag() ? Int16(uint8()) : nil }
            default: deltas += (0..<length).map { _ in flag() ? Int16(bitPattern: uint16()) : nil }
            }
        }
        return TransportFeedback(
            senderSSRC: uint32(),
            mediaSSRC: uint32(),
            baseSequenceNumber: uint16(),
            feedbackPacketCount: uint8(),
            referenceTime: uint32() & 0xFF_FFFF,
            arrivalDeltas: deltas
        )
    }

    private mutating func reportBlocks() -> [ReportBlock] {
        (0..<Int.random(in: 0...4, using: &self)).map { _ in
            ReportBlock(
                ssrc: uint32(),
                fractionLost: uint8(),
                cumulativeLost: Int32.random(in: -0x80_0000...0x7F_FFFF, using: &self),
                extendedHighestSequenceNumber: uint32(),
                jitter: uint32(),
                lastSenderReport: uint32(),
                delaySinceLastSenderReport: uint32()
            )
        }
    }

    private mutating func ascendingSequenceNumbers() -> [UInt16] {
        var number = uint16()
        return (0..<Int.random(in: 0...50, using: &self)).map { _ in
            number &+= UInt16.random(in: 1...20, using: &self)
            return number
        }
    }
}
