import Foundation

/// A file that only grows, and says when the disk does not take it.
final class FileAppender {
    private let descriptor: Int32
    private let path: String
    private var isOpen = true
    /// How long the file is.
    private(set) var byteCount = 0

    /// Opens a file for appending; what stood in it goes when `creating`.
    init(creating path: String) throws {
        self.path = path
        descriptor = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RunError.refused("open \(path)") }
    }

    /// Opens a file to go on behind its first `byteCount` bytes, and cuts off what stands behind them.
    init(continuing path: String, at byteCount: Int) throws {
        self.path = path
        self.byteCount = byteCount
        descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RunError.refused("open \(path)") }
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
            let code = errno
            _ = Foundation.close(descriptor)
            isOpen = false
            throw RunError.refused("cut \(path) to what is whole", code: code)
        }
    }

    deinit {
        if isOpen { _ = Foundation.close(descriptor) }
    }

    func append(_ bytes: [UInt8]) throws {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Foundation.write(descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw RunError.refused("write \(path)")
            }
            offset += written
            byteCount += written
        }
    }

    /// Brings every byte to the disk; a full disk may show itself only here.
    func close() throws {
        isOpen = false
        let synchronised = fsync(descriptor)
        let reason = errno
        let closed = Foundation.close(descriptor)
        guard synchronised == 0 || reason == EINVAL, closed == 0 else { throw RunError.refused("write \(path)") }
    }
}
