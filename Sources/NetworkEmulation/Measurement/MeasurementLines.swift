/// The lines of a text that somebody hands in, checked to be text.
struct MeasurementLines {
    /// No line of any of the formats is nearly as long.
    static let lengthMax = 10_000

    let all: [(number: Int, text: String)]

    /// - Throws: `TextFault` where there is nothing, a byte that is no text, or a line longer than `lengthMax` bytes.
    init(_ bytes: [UInt8]) throws(TextFault) {
        var lines: [(Int, String)] = []
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard line.count <= Self.lengthMax else {
                throw TextFault(line: number, message: "the line is longer than \(Self.lengthMax) bytes")
            }
            if let byte = line.first(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0D || $0 == 0x7F }) {
                throw TextFault(
                    line: number,
                    message: "the byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16)) is no text"
                )
            }
            let text = Self.trimmed(Substring(decoding: line, as: UTF8.self))
            if !text.isEmpty { lines.append((number, text)) }
        }
        guard !lines.isEmpty else { throw TextFault(line: 1, message: "the file is empty") }
        all = lines
    }

    static func trimmed(_ text: Substring) -> String {
        let body = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" || $0 == "\u{FEFF}" }
        return String(body.dropLast(body.reversed().prefix { $0 == " " || $0 == "\t" || $0 == "\r" }.count))
    }

    static func shown(_ text: some StringProtocol) -> String { "'\(text.prefix(30))\(text.count > 30 ? "…" : "")'" }

    /// A plain decimal number from zero on, or `nil`.
    static func number(_ text: some StringProtocol) -> Double? {
        let isPlain =
            !text.isEmpty && text.utf8.count <= 30
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        return isPlain ? Double(String(text)) : nil
    }
}
