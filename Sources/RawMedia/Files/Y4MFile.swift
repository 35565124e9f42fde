/// A recording from a YUV4MPEG2 file: progressive 8-bit 4:2:0, of any size and rate.
///
/// The file's bytes are shared, not copied; pictures are taken out one by one.
public struct Y4MFile: Equatable, Sendable {
    public let width: Int
    public let height: Int
    public let frameRate: FrameRate
    private let bytes: [UInt8]
    /// Where each picture's luma begins.
    private let offsets: [Int]

    static let frameWord = Array("FRAME".utf8)

    /// Finds the pictures of a whole file that has been loaded already.
    ///
    /// - Throws: `Y4MError`, with the byte at which reading stopped.
    public init(parsing bytes: [UInt8]) throws(Y4MError) {
        let header = try Y4MHeader(parsing: bytes)
        let chroma = ((header.width + 1) / 2) * ((header.height + 1) / 2)
        let size = header.width * header.height + 2 * chroma
        var offsets = [Int]()
        var start = header.end
        while start < bytes.count {
            let rest = bytes.count - start
            guard bytes[start...].starts(with: Self.frameWord) else {
                guard rest < Self.frameWord.count, Self.frameWord.starts(with: bytes[start...]) else {
                    throw Y4MError(.frameExpected, at: start)
                }
                throw Y4MError(.truncatedFrame(index: offsets.count, expected: size, available: 0), at: start)
            }
            let picture = try Y4MHeader.endOfLine(bytes, from: start) + 1
            let separator = bytes[start + Self.frameWord.count]
            guard separator == UInt8(ascii: "\n") || separator == UInt8(ascii: " ") else {
                throw Y4MError(.frameExpected, at: start)
            }
            let available = bytes.count - picture
            guard available >= size else {
                throw Y4MError(.truncatedFrame(index: offsets.count, expected: size, available: available), at: start)
            }
            offsets.append(picture)
            start = picture + size
        }
        guard !offsets.isEmpty else { throw Y4MError(.noFrames, at: bytes.count) }
        (width, height, frameRate) = (header.width, header.height, header.frameRate)
        (self.bytes, self.offsets) = (bytes, offsets)
    }

    /// Refuses a file by its first bytes.
    ///
    /// - Throws: `Y4MError` for what is no Y4M file at all, or has a form that is not supported.
    public static func check(beginning bytes: [UInt8]) throws(Y4MError) { _ = try Y4MHeader(parsing: bytes) }

    /// At least 1.
    public var frameCount: Int { offsets.count }

    /// Picture `index`, from 0 and below `frameCount`.
    public func frame(_ index: Int) -> I420Frame {
        var frame = I420Frame(width: width, height: height)
        read(index, into: &frame)
        return frame
    }

    /// Writes picture `index` over one of the same size.
    public func read(_ index: Int, into frame: inout I420Frame) {
        precondition(frame.width == width && frame.height == height, "a picture is read at its own size")
        let (luma, chroma) = (offsets[index], frame.u.count)
        copy(luma, into: &frame.y)
        copy(luma + frame.y.count, into: &frame.u)
        copy(luma + frame.y.count + chroma, into: &frame.v)
    }

    private func copy(_ offset: Int, into plane: inout [UInt8]) {
        plane.withUnsafeMutableBufferPointer { plane in
            bytes.withUnsafeBufferPointer { bytes in
                _ = plane.update(fromContentsOf: bytes[offset..<(offset + plane.count)])
            }
        }
    }
}
