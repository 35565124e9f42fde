public import RTPWire

/// What a receiver wants done.
public enum ReceiverEffect: Hashable, Sendable {
    /// To be sent to the remote party now.
    case feedback(RTCPPacket)
    /// To be decoded now; the next frame comes only after `MediaReceiver.videoDecoded`.
    case decode(ReceivedVideoFrame)
}
