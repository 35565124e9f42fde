extension NetemTable {
    /// The largest file of a table that is read, in bytes: 16,384 numbers with room for comments.
    public static let byteCountMax = 1_000_000

    /// Reads iproute2's `.dist` format: numbers of 16 bits apart by blanks, lines of comment behind `#`.
    public init(text bytes: [UInt8]) throws(TextFault) {
        guard bytes.count <= Self.byteCountMax else {
            throw TextFault(line: 1, message: "a distribution of more than \(Self.byteCountMax) bytes is none")
        }
        var values: [Int16] = []
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if line.first == UInt8(ascii: "#") { continue }
            for word in line.split(whereSeparator: { [0x20, 0x09, 0x0D].contains($0) }) {
                guard let value = Self.value(of: word) else {
                    throw TextFault(
                        line: number,
                        message: "'\(Self.shown(word))' is no whole number from -32768 to 32767"
                    )
                }
                values.append(value)
                guard values.count <= Self.longest else {
                    throw TextFault(line: number, message: "there are more than \(Self.longest) values")
                }
            }
        }
        guard !values.isEmpty else { throw TextFault(line: number, message: "there is no value") }
        self.values = values
    }

    private static func value(of word: ArraySlice<UInt8>) -> Int16? {
        guard word.count <= 6, word.allSatisfy({ $0 < 0x80 }) else { return nil }
        return Int16(String(decoding: word, as: Unicode.ASCII.self))
    }

    private static func shown(_ word: ArraySlice<UInt8>) -> String {
        let text = word.prefix(20).map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "?" }
        return String(text) + (word.count > 20 ? "…" : "")
    }
}
