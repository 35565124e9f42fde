import Foundation

/// Reads what a person names, and no more of it than could make sense.
enum InputFile {
    /// What the system says of a file that is no input.
    struct Refusal: Error {
        let reason: String
        let advice: String
        var isInterruption = false
    }

    /// A file that is open for reading.
    struct Open: ~Copyable {
        let descriptor: Int32
        /// The size; `nil` for a pipe.
        let byteCount: Int?

        deinit { _ = close(descriptor) }
    }

    /// Opens a regular file, or a pipe where one will do.
    static func open(_ path: String, allowsPipes: Bool) throws(Refusal) -> Open {
        let advice = "check the path; paths inside a scenario start at the scenario's own folder"
        var information = stat()
        guard stat(path, &information) == 0 else { throw refusal(errno, advice: advice) }
        switch information.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw Refusal(reason: "it is a folder", advice: "name a file inside it")
        case S_IFIFO where allowsPipes: break
        default: throw Refusal(reason: "it is not a regular file", advice: "copy its content to a file and name that")
        }
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal(errno, advice: "check that the file is readable") }
        let isPipe = information.st_mode & S_IFMT == S_IFIFO
        return Open(descriptor: descriptor, byteCount: isPipe ? nil : Int(information.st_size))
    }

    /// Opens a regular file that the program wrote itself.
    static func openOwn(_ path: String) throws(RunError) -> Open {
        do {
            return try open(path, allowsPipes: false)
        } catch {
            throw RunError(
                .inputOutput,
                attempted: "read \(path)",
                happened: error.reason,
                advice: "leave the folder as the run made it, or run it again"
            )
        }
    }

    /// Reads up to `limit` bytes from where the descriptor stands; `isStopped` is asked while nothing comes.
    static func read(_ descriptor: Int32, upTo limit: Int, isStopped: () -> Bool = { false }) throws(Refusal) -> [UInt8]
    {
        var bytes: [UInt8] = []
        let pieceSize = 1 << 16
        while bytes.count < limit {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, 200)
            if isStopped() {
                throw Refusal(reason: "a signal stopped it", advice: "run it again", isInterruption: true)
            }
            if ready == 0 { continue }
            let wanted = min(pieceSize, limit - bytes.count)
            var code: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                let received = Foundation.read(descriptor, buffer.baseAddress, wanted)
                code = received < 0 ? errno : 0
                count = max(received, 0)
            }
            if code == EINTR || code == EAGAIN { continue }
            guard code == 0 else { throw refusal(code, advice: "check that it is a readable file or pipe") }
            if piece.isEmpty { break }
            bytes += piece
        }
        return bytes
    }

    /// Reads a regular file from its beginning in one piece, all of it or as much as is asked for.
    static func readBeginning(_ file: borrowing Open, upTo limit: Int = .max) throws(Refusal) -> [UInt8] {
        let size = min(file.byteCount ?? 0, limit)
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = 0
            while count < size {
                let received = pread(
                    file.descriptor,
                    buffer.baseAddress?.advanced(by: count),
                    size - count,
                    off_t(count)
                )
                if received < 0, errno == EINTR { continue }
                code = received < 0 ? errno : 0
                if received <= 0 { break }
                count += received
            }
        }
        guard code == 0 else { throw refusal(code, advice: "check that the file is readable") }
        return bytes
    }

    private static func refusal(_ code: Int32, advice: String) -> Refusal {
        switch code {
        case EBADF: Refusal(reason: "it is closed", advice: "open it, or name a file")
        case EISDIR: Refusal(reason: "it is a folder", advice: "name a file inside it")
        default: Refusal(reason: String(cString: strerror(code)), advice: advice)
        }
    }
}
