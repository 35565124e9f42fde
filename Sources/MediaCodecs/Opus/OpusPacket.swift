/// What the head of an Opus packet says, without decoding it.
///
/// RFC 6716, sections 3 (framing) and 4.2.3, 4.2.4 (SILK header bits). Self-delimited packets (appendix B) are not read.
public struct OpusPacket: Hashable, Sendable {
    /// Which of Opus's coders made the frames.
    public enum Mode: UInt8, Sendable { case silk, hybrid, celt }

    /// The audio bandwidth: up to 4, 6, 8, 12 and 20 kHz.
    public enum Bandwidth: UInt8, Comparable, Sendable {
        case narrowband, mediumband, wideband, superwideband, fullband

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The configuration number in the table-of-contents byte, 0 to 31.
    public let configuration: Int
    public let mode: Mode
    public let bandwidth: Bandwidth
    public let isStereo: Bool
    /// Frames in the packet, 1 to 48.
    public let frameCount: Int
    /// Samples of one frame at 48 kHz.
    public let samplesPerFrame: Int
    /// The first frame holds a low-rate copy (LBRR) of the one before it; always false for CELT.
    public let hasInBandFEC: Bool

    /// Samples of the whole packet at 48 kHz, up to 5760.
    public var sampleCount: Int { frameCount * samplesPerFrame }

    /// Reads a packet, or gives `nil` where it breaks a rule of RFC 6716, section 3.4.
    public init?(_ bytes: [UInt8]) {
        guard let head = bytes.first else { return nil }
        configuration = Int(head >> 3)
        isStereo = head & 0b100 != 0
        (mode, bandwidth, samplesPerFrame) = Self.configurations(configuration)
        guard let framing = OpusFraming(bytes, samplesPerFrame: samplesPerFrame) else { return nil }
        frameCount = framing.frameCount
        hasInBandFEC =
            mode != .celt
            && Self.lowRateCopy(
                bytes[framing.firstFrame],
                silkFrames: max(1, samplesPerFrame / 960),
                channels: isStereo ? 2 : 1
            )
    }

    /// RFC 6716, section 3.1, table 2.
    private static func configurations(_ number: Int) -> (Mode, Bandwidth, Int) {
        switch number {
        case 0..<12:
            let bandwidths: [Bandwidth] = [.narrowband, .mediumband, .wideband]
            return (.silk, bandwidths[number / 4], silkSamples(number % 4))
        case 12..<16:
            return (.hybrid, number < 14 ? .superwideband : .fullband, number.isMultiple(of: 2) ? 480 : 960)
        default:
            let bandwidths: [Bandwidth] = [.narrowband, .wideband, .superwideband, .fullband]
            return (.celt, bandwidths[(number - 16) / 4], 120 << (number % 4))
        }
    }

    /// 10, 20, 40 and 60 ms.
    private static func silkSamples(_ index: Int) -> Int { index == 3 ? 2_880 : 480 << index }

    /// The header bits of a SILK frame, for each channel: one voice-activity flag a 20 ms frame, then the LBRR flag.
    ///
    /// Each is coded with even odds at the very start, so that they are the first bits of the frame as they stand.
    private static func lowRateCopy(_ frame: ArraySlice<UInt8>, silkFrames: Int, channels: Int) -> Bool {
        // A frame of no or one byte is DTX and is not decoded (RFC 6716, section 3.2.1 and libopus).
        guard frame.count > 1, let header = frame.first else { return false }
        return (1...channels).contains { header & (0x80 >> UInt8($0 * (silkFrames + 1) - 1)) != 0 }
    }
}
