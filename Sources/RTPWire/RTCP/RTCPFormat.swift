/// The numbers of RTCP packet types and feedback formats.
enum RTCPFormat {
    // RFC 3550, section 12.1.
    static let senderReport: UInt8 = 200
    static let receiverReport: UInt8 = 201
    static let sourceDescription: UInt8 = 202
    static let goodbye: UInt8 = 203
    // RFC 4585, section 6.1.
    static let transportLayerFeedback: UInt8 = 205
    static let payloadSpecificFeedback: UInt8 = 206

    // Formats of transport-layer feedback: RFC 4585, section 6.2.1; the TWCC draft, section 3.1.
    static let genericNACK: UInt8 = 1
    static let transportWideFeedback: UInt8 = 15

    // Formats of payload-specific feedback: RFC 4585, section 6.3.1; RFC 5104, section 4.3.1; RFC 4585, section 6.4.
    static let pictureLossIndication: UInt8 = 1
    static let fullIntraRequest: UInt8 = 4
    static let applicationLayerFeedback: UInt8 = 15

    /// "REMB" (draft-alvestrand-rmcat-remb-03, section 2.2).
    static let rembIdentifier: UInt32 = 0x5245_4D42
    /// The SDES item (RFC 3550, section 6.5.1).
    static let canonicalName: UInt8 = 1
    /// The five-bit count of a header.
    static let largestCount = 31
}
