import RTPWire

/// Cuts frames into packets of nearly equal size, the larger ones last (libwebrtc, `rtp_format.cc`).
struct VideoPacketizer: Sendable {
    /// RTP headers and payload (`kVideoMtu`).
    static let maximumPacketLength = 1_200
    /// Room for the original sequence number, so that a retransmission fits too.
    static let rtxHeaderLength = 2
    /// A header with the transport-wide sequence number.
    static let headerLength = 20

    private var nextSequenceNumber: UInt16
    private var nextPictureID: UInt16 = 0

    init(initialSequenceNumber: UInt16) { nextSequenceNumber = initialSequenceNumber }

    /// Appends the frame's packets, without transport-wide sequence numbers.
    mutating func packetize(
        _ frame: EncodedVideoFrame,
        identifiers: StreamIdentifiers,
        into packets: inout [RTPPacket]
    ) {
        let total = frame.payload.length
        let descriptorLength = descriptor(of: frame, isFirst: true, isLast: true).length
        let most = Self.maximumPacketLength - Self.headerLength - Self.rtxHeaderLength - descriptorLength
        let count = max(1, (total + most - 1) / most)
        let size = total / count
        let smaller = count - total % count
        var offset = 0
        for index in 0..<count {
            let length = index < smaller ? size : size + 1
            packets.append(
                RTPPacket(
                    header: RTPHeader(
                        marker: index == count - 1,
                        payloadType: identifiers.payloadType(of: frame.codec),
                        sequenceNumber: nextSequenceNumber,
                        timestamp: frame.rtpTimestamp,
                        ssrc: identifiers.videoSSRC
                    ),
                    descriptor: descriptor(of: frame, isFirst: index == 0, isLast: index == count - 1),
                    payload: frame.payload.part(at: offset, length: length)
                )
            )
            nextSequenceNumber &+= 1
            offset += length
        }
        nextPictureID = (nextPictureID + 1) & 0x7FFF
    }

    private func descriptor(of frame: EncodedVideoFrame, isFirst: Bool, isLast: Bool) -> PayloadDescriptor {
        switch frame.codec {
        case .vp8:
            // Only the first packet shows whether the frame is a key frame (RFC 7741, section 4.3).
            .vp8(
                VP8Descriptor(startsFrame: isFirst, pictureID: nextPictureID, isKeyFrame: isFirst && frame.isKeyFrame)
            )
        case .vp9:
            .vp9(
                VP9Descriptor(
                    startsFrame: isFirst,
                    endsFrame: isLast,
                    pictureID: nextPictureID,
                    isInterPredicted: !frame.isKeyFrame,
                    referenceDistances: frame.isKeyFrame ? [] : [1]
                )
            )
        }
    }
}

extension Payload {
    fileprivate func part(at offset: Int, length: Int) -> Payload {
        switch self {
        case .bytes(let bytes): .bytes(Array(bytes[offset..<offset + length]))
        case .described(_, let frame): .described(length: length, frame: frame)
        }
    }
}
