/// Reads big-endian fields from a range of bytes, and throws one given error where they end too soon.
struct ByteReader<Failure: Error & Sendable> {
    private let bytes: [UInt8]
    var position: Int
    private(set) var end: Int
    private let failure: Failure

    init(_ bytes: [UInt8], in range: Range<Int>, failure: Failure) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
        self.failure = failure
    }

    var remaining: Int { end - position }

    mutating func readUInt8() throws(Failure) -> UInt8 {
        guard position < end else { throw failure }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func readUInt16() throws(Failure) -> UInt16 {
        let high = try readUInt8()
        return UInt16(high) << 8 | UInt16(try readUInt8())
    }

    mutating func readUInt24() throws(Failure) -> UInt32 {
        let high = try readUInt8()
        return UInt32(high) << 16 | UInt32(try readUInt16())
    }

    mutating func readUInt32() throws(Failure) -> UInt32 {
        let high = try readUInt16()
        return UInt32(high) << 16 | UInt32(try readUInt16())
    }

    mutating func readUInt64() throws(Failure) -> UInt64 {
        let high = try readUInt32()
        return UInt64(high) << 32 | UInt64(try readUInt32())
    }

    mutating func readBytes(_ count: Int) throws(Failure) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw failure }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func skip(_ count: Int) throws(Failure) {
        guard count >= 0, count <= remaining else { throw failure }
        position += count
    }

    /// Leaves `count` bytes at the end unread, as padding.
    mutating func dropLast(_ count: Int) throws(Failure) {
        guard count >= 0, count <= remaining else { throw failure }
        end -= count
    }

    func peek() -> UInt8? { position < end ? bytes[position] : nil }

    /// The last byte of the range, which counts the padding where there is some.
    func last() throws(Failure) -> UInt8 {
        guard remaining > 0 else { throw failure }
        return bytes[end - 1]
    }
}
