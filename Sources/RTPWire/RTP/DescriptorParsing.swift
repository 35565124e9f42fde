extension PayloadDescriptor {
    init(
        reading reader: inout ByteReader<RTPError>,
        payloadType: UInt8,
        payloadTypes: PayloadTypes
    ) throws(RTPError) {
        switch payloadType {
        case payloadTypes.opus, payloadTypes.vp8, payloadTypes.vp8RTX, payloadTypes.vp9, payloadTypes.vp9RTX,
            payloadTypes.red, payloadTypes.redRTX, payloadTypes.ulpfec, payloadTypes.opusRED:
            break
        default: throw .unknownPayloadType(payloadType)
        }
        guard reader.remaining > 0 else {
            self = .padding
            return
        }
        switch payloadType {
        case payloadTypes.opus: self = .opus(OpusDescriptor(payload: reader))
        case payloadTypes.opusRED: self = .opusRED(try OpusRedundancy(reading: &reader, opus: payloadTypes.opus))
        case payloadTypes.vp8, payloadTypes.vp8RTX: self = .vp8(try VP8Descriptor(reading: &reader))
        case payloadTypes.ulpfec: self = .ulpfec(try ULPFECDescriptor(reading: &reader))
        case payloadTypes.red, payloadTypes.redRTX: throw .unsupportedRedundancy
        default: self = .vp9(try VP9Descriptor(reading: &reader))
        }
    }
}

extension OpusDescriptor {
    /// Reads the table of contents (RFC 6716, section 3.1) and, in SILK and hybrid packets whose first frame follows
    /// directly (codes 0 and 1), the LBRR flag (section 4.2.3); others are taken to carry no redundancy.
    init(payload: ByteReader<RTPError>) {
        var reader = payload
        let length = reader.remaining
        let contents = (try? reader.readUInt8()) ?? 0
        let samplesPerFrame = Self.samplesPerFrame(configuration: contents >> 3)
        let second = reader.peek()
        let frames =
            switch contents & 3 {
            case 0: 1
            case 1, 2: 2
            default: Int((second ?? 1) & 0x3F)
            }
        let hasInBandFEC: Bool
        if contents & 0x80 == 0, contents & 3 < 2, length > 2, let second {
            let silkFrames = max(1, samplesPerFrame / 960)
            // The flags of 20 ms each come first, then the LBRR flag; a stereo packet's second channel is not read.
            hasInBandFEC = second & (0x80 >> UInt8(silkFrames)) != 0
        } else {
            hasInBandFEC = false
        }
        self.init(sampleCount: samplesPerFrame * frames, hasInBandFEC: hasInBandFEC, isDTX: length <= 2)
    }

    /// The frame size of each configuration at 48 kHz (RFC 6716, table 2).
    static func samplesPerFrame(configuration: UInt8) -> Int {
        switch configuration {
        case 0..<12: [480, 960, 1_920, 2_880][Int(configuration & 3)]
        case 12..<16: configuration & 1 == 0 ? 480 : 960
        default: 120 << Int(configuration & 3)
        }
    }
}

extension VP8Descriptor {
    /// RFC 7741, section 4.2; a picture identifier is required, layer indices are skipped.
    init(reading reader: inout ByteReader<RTPError>) throws(RTPError) {
        let first = try reader.readUInt8()
        let isExtended = first & 0x80 != 0
        let fields = isExtended ? try reader.readUInt8() : 0
        guard fields & 0x80 != 0 else { throw .unsupportedDescriptor }
        let pictureID = try reader.readPictureID()
        if fields & 0x40 != 0 { try reader.skip(1) }
        if fields & 0x30 != 0 { try reader.skip(1) }
        // S with a partition index of zero: the index has three bits, or four in the older draft.
        let startsFrame = first & 0x10 != 0 && first & 0x0F == 0
        guard let payload = reader.peek() else { throw .truncated }
        self.init(
            startsFrame: startsFrame,
            pictureID: pictureID,
            isNonReference: first & 0x20 != 0,
            isKeyFrame: startsFrame && payload & 1 == 0
        )
    }
}

extension VP9Descriptor {
    /// RFC 9628, section 4.2: flexible mode with a picture identifier, one spatial and one temporal layer.
    init(reading reader: inout ByteReader<RTPError>) throws(RTPError) {
        let first = try reader.readUInt8()
        let isFlexible = first & 0x10 != 0
        let hasLayers = first & 0x20 != 0
        let hasScalabilityStructure = first & 0x02 != 0
        guard first & 0x80 != 0, isFlexible, !hasLayers, !hasScalabilityStructure else {
            throw .unsupportedDescriptor
        }
        let pictureID = try reader.readPictureID()
        let isInterPredicted = first & 0x40 != 0
        var distances: ReferenceDistances = []
        var more = isInterPredicted
        while more {
            guard distances.count < ReferenceDistances.countMax else { throw .unsupportedDescriptor }
            let difference = try reader.readUInt8()
            distances.append(difference >> 1)
            more = difference & 1 != 0
        }
        guard reader.remaining > 0 else { throw .truncated }
        self.init(
            startsFrame: first & 0x08 != 0,
            endsFrame: first & 0x04 != 0,
            pictureID: pictureID,
            isInterPredicted: isInterPredicted,
            referenceDistances: distances
        )
    }
}

extension ByteReader {
    /// Seven bits, or fifteen where the M bit is set.
    fileprivate mutating func readPictureID() throws(Failure) -> UInt16 {
        let first = try readUInt8()
        guard first & 0x80 != 0 else { return UInt16(first) }
        return UInt16(first & 0x7F) << 8 | UInt16(try readUInt8())
    }
}
