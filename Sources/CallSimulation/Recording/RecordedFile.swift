public import Units

/// One of the files that the recording of a call makes.
public enum RecordedFile: Hashable, Sendable {
    /// Why things went as they did, in NDJSON.
    case events
    /// What passed a party's interface, as pcap.
    case packets(Party)
    /// What a party heard, as WAV.
    case sound(Party)
    /// What a party received or saw, as IVF or Y4M.
    case pictures(Party)
}

/// How a recording keeps pictures.
public enum RecordedPictures: String, Hashable, Sendable, CaseIterable {
    /// The encoded frames that went to the decoder, in that order.
    case ivf
    /// What stood on the screen, at the camera's rate.
    case y4m
    case none
}

/// Which address and streams of a capture are one party's.
public struct CaptureKey: Sendable {
    public let party: Party
    /// Dotted.
    public let host: String
    public let port: Int
    public let audioSSRC: UInt32
    public let videoSSRC: UInt32
    public let videoRTXSSRC: UInt32
    /// When media could flow at this end, from which its sound and pictures count; `nil` where that never came.
    public let connectedAt: Timestamp?
}

/// Bytes that belong at the end of a file of a recording, or over its start.
public struct RecordedChunk: Sendable {
    public let file: RecordedFile
    public let bytes: [UInt8]
}
