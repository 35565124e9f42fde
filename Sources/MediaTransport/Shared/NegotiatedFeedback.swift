/// How a sender learns what the path carries.
public enum CongestionFeedback: UInt8, Hashable, Sendable, CaseIterable {
    /// Every packet is numbered and its arrival reported; the sender estimates
    /// (draft-holmer-rmcat-transport-wide-cc-extensions-01).
    case transportWide
    /// Every packet tells when it left; the receiver estimates and the sender obeys
    /// (draft-alvestrand-rmcat-remb-03).
    case receiverEstimate
}

/// How a receiver asks for a key frame.
public enum KeyFrameRequest: UInt8, Hashable, Sendable, CaseIterable {
    /// Picture loss indication (RFC 4585, section 6.3.1).
    case pli
    /// Full intra request (RFC 5104, section 4.3.1).
    case fir
}
