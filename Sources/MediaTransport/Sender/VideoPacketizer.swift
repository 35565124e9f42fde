import RTPWire

/// Cuts frames into packets of nearly equal size, the larger ones last (libwebrtc, `rtp_format.cc`).
struct VideoPacketizer: Sendable {
    /// RTP headers and payload (`kVideoMtu`).
    static let maximumPacketLength = 1_200
    /// Room for the original sequence number, so that a retransmission fits too.
    static let rtxHeaderLength = 2
    /// A header with the transport-wide sequence number.
    static let headerLength = 20
    /// Room for a parity packet over the largest packet: its headers (18), RED (1), and header extensions (48) as large
    /// as libwebrtc allows for (`rtp_sender_video.cc`, `rtp_sender.cc`).
    static let parityHeaderLength = 18 + 1 + 48

    private let isRED: Bool
    private var nextPictureID: UInt16 = 0

    init(isRED: Bool) { self.isRED = isRED }

    /// The most media bytes in a packet behind a payload descriptor of `descriptorLength`.
    func capacity(descriptorLength: Int) -> Int {
        Self.maximumPacketLength - Self.headerLength - Self.rtxHeaderLength - descriptorLength
            - (isRED ? Self.parityHeaderLength : 0)
    }

    /// Appends the frame's packets, without sequence numbers of the stream or of the transport: they get both when they
    /// go, since parity packets come between.
    mutating func packetize(
        _ frame: EncodedVideoFrame,
        identifiers: StreamIdentifiers,
        into packets: inout [RTPPacket]
    ) {
        let total = frame.payload.length
        let descriptorLength = descriptor(of: frame, isFirst: true, isLast: true).length
        let most = capacity(descriptorLength: descriptorLength)
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
                        payloadType: isRED
                            ? identifiers.payloadTypes.red : identifiers.payloadType(of: frame.codec),
                        sequenceNumber: 0,
                        timestamp: frame.rtpTimestamp,
                        ssrc: identifiers.videoSSRC
                    ),
                    redBlockType: isRED ? identifiers.payloadType(of: frame.codec) : nil,
                    descriptor: descriptor(of: frame, isFirst: index == 0, isLast: index == count - 1),
                    payload: frame.payload.part(at: offset, length: length)
                )
            )
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
