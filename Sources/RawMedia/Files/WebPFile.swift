/// A still picture as a WebP file: one VP8 key frame in a RIFF wrapper (RFC 9649, section 2.5, "Simple File Format (Lossy)").
public enum WebPFile {
    /// The bytes of a file that holds a key frame.
    public static func encode(keyFrame: [UInt8]) -> [UInt8] {
        let padding = keyFrame.count % 2
        var bytes = Array("RIFF".utf8)
        bytes.append(12 + keyFrame.count + padding, byteCount: 4)
        bytes += "WEBPVP8 ".utf8
        bytes.append(keyFrame.count, byteCount: 4)
        bytes += keyFrame
        bytes += repeatElement(0, count: padding)
        return bytes
    }

    /// Whether bytes are such a file, by their wrapper, of the length that it names.
    public static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 20, bytes.starts(with: "RIFF".utf8), bytes[8...].starts(with: "WEBPVP8 ".utf8) else {
            return false
        }
        let length = (0..<4).reduce(0) { $0 | Int(bytes[4 + $1]) << (8 * $1) }
        return length + 8 == bytes.count
    }
}
