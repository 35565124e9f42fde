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

    /// How a frame is cut: the first packets hold `size` media bytes, the others one more.
    struct Cut: Sendable {
        var packetCount: Int
        var size: Int
        var smallerCount: Int
    }

    func cut(_ frame: EncodedVideoFrame) -> Cut {
        let total = frame.payload.length
        let most = capacity(descriptorLength: descriptor(of: frame, isFirst: true, isLast: true).length)
        let count = max(1, (total + most - 1) / most)
        return Cut(packetCount: count, size: total / count, smallerCount: count - total % count)
    }

    /// One of the frame's packets, without sequence numbers of the stream or of the transport: it gets both when it
    /// goes, since parity packets come between.
    func packet(
        _ index: Int,
        of frame: EncodedVideoFrame,
        cut: Cut,
        identifiers: StreamIdentifiers
    ) -> RTPPacket {
        let isLast = index == cut.packetCount - 1
        let codecType = identifiers.payloadType(of: frame.codec)
        return RTPPacket(
            header: RTPHeader(
                marker: isLast,
                payloadType: isRED ? identifiers.payloadTypes.red : codecType,
                sequenceNumber: 0,
                timestamp: frame.rtpTimestamp,
                ssrc: identifiers.videoSSRC
            ),
            redBlockType: isRED ? codecType : nil,
            descriptor: descriptor(of: frame, isFirst: index == 0, isLast: isLast),
            payload: frame.payload.part(
                at: index * cut.size + max(0, index - cut.smallerCount),
                length: index < cut.smallerCount ? cut.size : cut.size + 1
            )
        )
    }

    /// Goes on to the next frame.
    mutating func finishFrame() { nextPictureID = (nextPictureID + 1) & 0x7FFF }

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
