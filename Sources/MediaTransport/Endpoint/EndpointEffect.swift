public import RTPWire

/// What an endpoint wants done.
public enum EndpointEffect: Sendable {
    /// Put a datagram on the path.
    case transmit(Datagram)
    /// The path stands at this end: media may flow from here.
    case connected
    /// The path could not be brought up; nothing more will come.
    case connectionFailed
    /// Set the encoders to these rates.
    indirect case encoderTarget(EncoderTarget)
    /// Make the next video frame a key frame.
    case keyFrameRequested
    /// So many packets of video waited for the pacer, and are not sent because of a key frame.
    case videoFlushed(packetCount: Int)
    /// Decode a complete frame whose references were all decoded.
    indirect case decode(ReceivedVideoFrame)
}
