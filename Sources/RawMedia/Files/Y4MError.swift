/// Why bytes are not a YUV4MPEG2 recording that can be shown, and where.
public struct Y4MError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// The file does not begin with `YUV4MPEG2 `.
        case notY4M
        /// A header line has no end within the file or within 1,024 bytes.
        case endlessHeader
        /// A parameter is absent, named by its letter.
        case missing(Character)
        /// A parameter makes no sense.
        case malformed(String)
        /// A parameter asks for something that is not supported.
        case unsupported(String)
        /// The word `FRAME` is not where a picture should begin.
        case frameExpected
        /// The last picture is not whole.
        case truncatedFrame(index: Int, expected: Int, available: Int)
        case noFrames
    }

    public let reason: Reason
    /// The byte of the file, from 0.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    private static let remedy = "convert it with: ffmpeg -i in -pix_fmt yuv420p out.y4m"

    public var description: String {
        switch reason {
        case .notY4M:
            "this is not a Y4M file (it does not begin with YUV4MPEG2); \(Self.remedy)"
        case .endlessHeader:
            "the Y4M header at byte \(offset) has no end; copy the file again"
        case .missing(let letter):
            "the Y4M header at byte \(offset) has no '\(letter)' parameter; \(Self.remedy)"
        case .malformed(let parameter):
            "the Y4M parameter '\(parameter)' at byte \(offset) makes no sense; \(Self.remedy)"
        case .unsupported(let parameter):
            "the Y4M parameter '\(parameter)' at byte \(offset) is not supported, only progressive 8-bit 4:2:0 up to "
                + "16384x16384 at 1/1000 to 1000 frames a second is; \(Self.remedy)"
        case .frameExpected:
            "the Y4M file should have a FRAME at byte \(offset); copy the file again"
        case .truncatedFrame(let index, let expected, let available):
            "the Y4M file is cut short: frame \(index) at byte \(offset) needs \(expected) bytes, but only "
                + "\(available) are left; copy the file again"
        case .noFrames:
            "the Y4M file holds no frames; record it again"
        }
    }
}
