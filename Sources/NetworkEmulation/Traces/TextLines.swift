/// The lines of a text, one at a time, each with its number from 1 and without the blanks around it.
///
/// A byte order mark of UTF-8 at the start, as spreadsheets write one, is no part of the first line.
struct TextLines: IteratorProtocol {
    struct Line {
        let number: Int
        let text: ArraySlice<UInt8>
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let bytes: [UInt8]
    private var position: Int
    private var number = 0

    /// Refuses a text that is too long to be a trace.
    init(_ bytes: [UInt8]) throws(TextFault) {
        guard bytes.count <= Capacity.traceByteCountMax else {
            throw TextFault(line: 1, message: "a trace of more than \(Capacity.traceByteCountMax) bytes is not read")
        }
        self.bytes = bytes
        position = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    }

    mutating func next() -> Line? {
        guard position < bytes.count else { return nil }
        let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
        let line = bytes[position..<end]
        position = end + 1
        number += 1
        return Line(number: number, text: Self.trimmed(line))
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, isBlank(first) { text.removeFirst() }
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}

extension TextLines.Line {
    /// What is wrong with the line, or that it is no text at all.
    func fault(_ message: String) -> TextFault {
        if let byte = text.first(where: { $0 < 0x20 && !TextLines.isBlank($0) || $0 >= 0x7F }) {
            let digits = String(byte, radix: 16)
            return TextFault(
                line: number,
                message: "the byte 0x\(digits) is none of a text: this is another kind of file"
            )
        }
        return TextFault(line: number, message: message)
    }

    /// The beginning of the text, for messages.
    var shown: String { Self.shown(text) }

    static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        let text = bytes.prefix(20).map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "?" }
        return "'\(String(text))\(bytes.count > 20 ? "…" : "")'"
    }

    /// A plain decimal number, perhaps with a sign and an exponent.
    static func number(_ cell: ArraySlice<UInt8>) -> Double? {
        guard let first = cell.first, cell.count <= 40 else { return nil }
        let isStart = (0x30...0x39).contains(first) || [0x2B, 0x2D, 0x2E].contains(first)
        let isPlain = cell.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
        guard isStart, isPlain, let value = Double(String(decoding: cell, as: Unicode.ASCII.self)), value.isFinite
        else {
            return nil
        }
        return value
    }
}
