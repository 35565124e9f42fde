import Foundation

/// Parts of a file by their places.
final class RangeReader {
    private let path: String
    private let file: InputFile.Open

    init(path: String) throws {
        self.path = path
        file = try InputFile.openOwn(path)
    }

    /// The bytes at these offsets.
    ///
    /// - Throws: `RunError` where the file ends before.
    func read(_ range: Range<Int>) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var known = 0
        while known < bytes.count {
            let received = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    file.descriptor,
                    buffer.baseAddress?.advanced(by: known),
                    range.count - known,
                    off_t(range.lowerBound + known)
                )
            }
            if received < 0, errno == EINTR { continue }
            guard received > 0 else { throw RunError.refused("read \(path)", code: received < 0 ? errno : EIO) }
            known += received
        }
        return bytes
    }
}
