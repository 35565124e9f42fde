/// The bytes of an IVF file: encoded pictures with their time stamps, as libvpx's tools read them.
///
/// The format has no standard; this is the layout of libvpx, version 0, numbers with the least significant byte first.
/// Write the header, then each frame; when all are written, overwrite the header with one that knows their number.
public struct IVFStream: Hashable, Sendable {
    /// Four characters that name the codec, such as `VP80`.
    public let codec: String
    public let width: Int
    public let height: Int
    /// Ticks of a frame's time stamp in a second.
    public let clockRate: Int

    public static let headerLength = 32

    public init(codec: String, width: Int, height: Int, clockRate: Int) {
        precondition(codec.utf8.count == 4, "an IVF codec has four characters, unlike '\(codec)'")
        self.codec = codec
        self.width = width
        self.height = height
        self.clockRate = clockRate
    }

    public func header(frameCount: Int) -> [UInt8] {
        var bytes = Array("DKIF".utf8)
        bytes.append(0, byteCount: 2)
        bytes.append(Self.headerLength, byteCount: 2)
        bytes += codec.utf8
        bytes.append(width, byteCount: 2)
        bytes.append(height, byteCount: 2)
        bytes.append(clockRate, byteCount: 4)
        bytes.append(1, byteCount: 4)
        bytes.append(frameCount, byteCount: 4)
        bytes.append(0, byteCount: 4)
        return bytes
    }

    /// Appends one encoded picture, whose time is in ticks.
    public static func append(_ frame: [UInt8], at ticks: Int64, to bytes: inout [UInt8]) {
        bytes.append(frame.count, byteCount: 4)
        bytes.append(Int(ticks), byteCount: 8)
        bytes += frame
    }
}

extension [UInt8] {
    /// Appends a number with its least significant byte first.
    mutating func append(_ number: Int, byteCount: Int) {
        for index in 0..<byteCount { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
    }
}
