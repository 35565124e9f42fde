extension Y4MFile {
    /// The bytes of a YUV4MPEG2 file (`C420jpeg`: chroma centred) with pictures of one size.
    public static func encode(frames: [I420Frame], frameRate: FrameRate) -> [UInt8] {
        guard let first = frames.first else { return [] }
        precondition(frames.allSatisfy { $0.width == first.width && $0.height == first.height }, "pictures of one size")
        var bytes = header(width: first.width, height: first.height, frameRate: frameRate)
        bytes.reserveCapacity(bytes.count + frames.count * (first.y.count + 2 * first.u.count + 6))
        for frame in frames { append(frame, to: &bytes) }
        return bytes
    }

    /// The header line that pictures of this size follow.
    public static func header(width: Int, height: Int, frameRate: FrameRate) -> [UInt8] {
        Array("YUV4MPEG2 W\(width) H\(height) F\(frameRate.numerator):\(frameRate.denominator) Ip A1:1 C420jpeg\n".utf8)
    }

    /// Appends one picture, which must be of the header's size.
    public static func append(_ frame: I420Frame, to bytes: inout [UInt8]) {
        bytes += frameWord
        bytes.append(UInt8(ascii: "\n"))
        bytes += frame.y
        bytes += frame.u
        bytes += frame.v
    }
}
