import Foundation

/// The lines of a file one at a time, in memory that does not grow with the file.
final class LineReader {
    private static let pieceSize = 1 << 18
    private static let newline: UInt8 = 0x0A

    private let path: String
    private let file: InputFile.Open
    private var buffer: [UInt8] = []
    private var start = 0
    /// Where no newline was looked for yet.
    private var searched = 0
    private var isAtEnd = false
    /// How many lines were read.
    private(set) var lineCount = 0
    /// Where the next line stands in the file.
    private(set) var offset = 0

    init(path: String) throws {
        self.path = path
        file = try InputFile.openOwn(path)
    }

    /// The next line with its newline; `nil` where no whole line is left.
    func next() throws -> [UInt8]? {
        while true {
            if let end = buffer[searched...].firstIndex(of: Self.newline) {
                let line = Array(buffer[start...end])
                (start, searched) = (end + 1, end + 1)
                lineCount += 1
                offset += line.count
                return line
            }
            searched = buffer.count
            guard !isAtEnd else { return nil }
            try fill()
        }
    }

    /// Whether bytes stand behind the last newline; known once `next` has returned `nil`.
    var isCutShort: Bool { isAtEnd && start < buffer.count }

    private func fill() throws {
        buffer.removeSubrange(..<start)
        searched -= start
        start = 0
        var code: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { bytes, count in
            var received = -1
            repeat {
                received = Foundation.read(file.descriptor, bytes.baseAddress, Self.pieceSize)
            } while received < 0 && errno == EINTR
            code = received < 0 ? errno : 0
            count = max(received, 0)
        }
        guard code == 0 else { throw RunError.refused("read \(path)", code: code) }
        buffer += piece
        isAtEnd = piece.isEmpty
    }
}

extension [UInt8] {
    /// The number at the start of a line such as `{"call":12,`, or `nil` where the line does not begin so.
    func leadingNumber(_ key: String) -> Int? {
        let prefix = "{\"\(key)\":".utf8
        guard starts(with: prefix) else { return nil }
        var number = 0
        var place = prefix.count
        while place < count, (0x30...0x39).contains(self[place]), number < 1 << 40 {
            number = number * 10 + Int(self[place] - 0x30)
            place += 1
        }
        guard place > prefix.count, place < count, self[place] == UInt8(ascii: ",") else { return nil }
        return number
    }
}
