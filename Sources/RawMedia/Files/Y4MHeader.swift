/// The first line of a YUV4MPEG2 file.
///
/// The format has no standard; this follows the `yuv4mpeg(5)` manual of mjpegtools.
struct Y4MHeader {
    let width: Int
    let height: Int
    let frameRate: FrameRate
    /// Where the first picture begins.
    let end: Int

    static let magic = Array("YUV4MPEG2 ".utf8)
    /// The longest header line that is read.
    static let longestLine = 1_024

    init(parsing bytes: [UInt8]) throws(Y4MError) {
        guard bytes.starts(with: Self.magic) else { throw Y4MError(.notY4M, at: 0) }
        let lineEnd = try Self.endOfLine(bytes, from: 0)
        var (width, height, rate): (Int?, Int?, FrameRate?)
        var offset = Self.magic.count
        for field in bytes[offset..<lineEnd].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false) {
            defer { offset += field.count + 1 }
            guard let letter = field.first else { continue }
            let text = Self.text(field)
            let value = text.dropFirst()
            switch letter {
            case UInt8(ascii: "W"): width = try Self.size(value, text, at: offset)
            case UInt8(ascii: "H"): height = try Self.size(value, text, at: offset)
            case UInt8(ascii: "F"): rate = try Self.rate(value, text, at: offset)
            case UInt8(ascii: "I"):
                guard value == "p" || value == "?" else { throw Y4MError(.unsupported(text), at: offset) }
            case UInt8(ascii: "C"):
                guard ["420", "420jpeg", "420mpeg2", "420paldv"].contains(value) else {
                    throw Y4MError(.unsupported(text), at: offset)
                }
            default: break
            }
        }
        guard let width else { throw Y4MError(.missing("W"), at: 0) }
        guard let height else { throw Y4MError(.missing("H"), at: 0) }
        guard let rate else { throw Y4MError(.missing("F"), at: 0) }
        (self.width, self.height, self.frameRate, self.end) = (width, height, rate, lineEnd + 1)
    }

    /// The place of the line feed that ends a header.
    static func endOfLine(_ bytes: [UInt8], from start: Int) throws(Y4MError) -> Int {
        let limit = min(bytes.count, start + longestLine)
        guard let end = bytes[start..<limit].firstIndex(of: UInt8(ascii: "\n")) else {
            throw Y4MError(.endlessHeader, at: start)
        }
        return end
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(field.map { (33..<127).contains($0) ? Character(UnicodeScalar($0)) : "?" })
    }

    /// A number of up to nine digits.
    private static func number(_ text: some StringProtocol) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48..<58).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func size(_ value: Substring, _ field: String, at offset: Int) throws(Y4MError) -> Int {
        guard let size = number(value), size > 0 else { throw Y4MError(.malformed(field), at: offset) }
        guard size <= 16_384 else { throw Y4MError(.unsupported(field), at: offset) }
        return size
    }

    private static func rate(_ value: Substring, _ field: String, at offset: Int) throws(Y4MError) -> FrameRate {
        let parts = value.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let numerator = number(parts[0]), let denominator = number(parts[1]) else {
            throw Y4MError(.malformed(field), at: offset)
        }
        guard let rate = FrameRate(numerator, per: denominator) else { throw Y4MError(.unsupported(field), at: offset) }
        return rate
    }
}
