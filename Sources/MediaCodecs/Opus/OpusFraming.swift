/// Where the frames of an Opus packet lie: RFC 6716, section 3.2, and the rules R1 to R7 of section 3.4.
struct OpusFraming {
    private(set) var frameCount: Int
    private(set) var firstFrame: Range<Int>

    /// The longest frame, in bytes (R2).
    private static let longestFrame = 1_275

    init?(_ bytes: [UInt8], samplesPerFrame: Int) {
        guard let head = bytes.first else { return nil }
        switch head & 0b11 {
        case 0:
            (frameCount, firstFrame) = (1, 1..<bytes.count)
        case 1:
            // R3: the rest is two frames of one length.
            guard (bytes.count - 1).isMultiple(of: 2) else { return nil }
            (frameCount, firstFrame) = (2, 1..<(1 + (bytes.count - 1) / 2))
        case 2:
            guard let (length, start) = Self.length(bytes, at: 1, end: bytes.count) else { return nil }
            (frameCount, firstFrame) = (2, start..<(start + length))
            guard bytes.count - firstFrame.upperBound <= Self.longestFrame else { return nil }
        default:
            guard let several = Self.several(bytes, samplesPerFrame: samplesPerFrame) else { return nil }
            (frameCount, firstFrame) = several
        }
        guard firstFrame.count <= Self.longestFrame else { return nil }
    }

    /// Code 3: a count of frames, of one length or each with its own, and padding.
    private static func several(_ bytes: [UInt8], samplesPerFrame: Int) -> (count: Int, first: Range<Int>)? {
        guard bytes.count >= 2 else { return nil }
        let count = Int(bytes[1] & 0b11_1111)
        // R5: at least one frame, at most 120 ms.
        guard count > 0, count * samplesPerFrame <= 5_760 else { return nil }
        var start = 2
        var end = bytes.count
        if bytes[1] & 0b100_0000 != 0 {
            var byte: UInt8 = 255
            repeat {
                guard start < end else { return nil }
                byte = bytes[start]
                start += 1
                // 255 stands for 254 bytes of padding and another length.
                end -= byte == 255 ? 254 : Int(byte)
            } while byte == 255
            guard start <= end else { return nil }
        }
        guard bytes[1] & 0b1000_0000 != 0 else {
            guard (end - start).isMultiple(of: count) else { return nil }
            return (count, start..<(start + (end - start) / count))
        }
        var firstLength = -1
        var total = 0
        for _ in 1..<max(count, 1) {
            guard let (length, next) = Self.length(bytes, at: start, end: end) else { return nil }
            if firstLength < 0 { firstLength = length }
            total += length
            start = next
        }
        // The last frame takes what is left.
        guard start + total <= end, end - start - total <= longestFrame else { return nil }
        if firstLength < 0 { firstLength = end - start }
        return (count, start..<(start + firstLength))
    }

    /// A frame length of one or two bytes (section 3.2.1), and where it ends; the frame must fit before `end`.
    private static func length(_ bytes: [UInt8], at index: Int, end: Int) -> (length: Int, next: Int)? {
        guard index < end else { return nil }
        let first = Int(bytes[index])
        guard first >= 252 else { return index + 1 + first <= end ? (first, index + 1) : nil }
        guard index + 1 < end else { return nil }
        let length = 4 * Int(bytes[index + 1]) + first
        return index + 2 + length <= end ? (length, index + 2) : nil
    }
}
