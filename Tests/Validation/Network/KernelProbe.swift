import Foundation

#if os(Linux)
    import Glibc
#endif

/// The sender and the receiver of datagrams, which run in a namespace each: this program again, with other arguments.
enum KernelProbe {
    static let sendVerb = "probe-send"
    static let receiveVerb = "probe-receive"
    static let readiness = "ready"

    enum Failure: Error, CustomStringConvertible {
        case call(String, Int32)

        var description: String {
            switch self {
            case .call(let name, let code):
                "the kernel cross-check's \(name) failed: \(String(cString: strerror(code)))"
            }
        }
    }

    /// Whether the arguments asked for an end of the probe, which then has run.
    static func run(_ arguments: [String]) throws -> Bool {
        #if os(Linux)
            let numbers = arguments.dropFirst(2).compactMap { Int64($0) }
            switch (arguments.first, numbers.count) {
            case (sendVerb, 4):
                try send(to: arguments[1], port: numbers[0], count: numbers[1], bytes: numbers[2], spacing: numbers[3])
            case (receiveVerb, 1): try receive(at: arguments[1], port: numbers[0])
            default: return false
            }
            return true
        #else
            return false
        #endif
    }
}

#if os(Linux)
    extension KernelProbe {
        /// `SO_TIMESTAMPNS` and `SCM_TIMESTAMPNS` of Linux.
        private static let timestampOption: Int32 = 35

        private static func address(_ text: String, _ port: Int64) -> sockaddr_in {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            inet_pton(AF_INET, text, &address.sin_addr)
            return address
        }

        private static func withSocket(
            _ text: String,
            _ port: Int64,
            _ name: String,
            _ attach: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
        ) throws -> Int32 {
            let handle = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            guard handle >= 0 else { throw Failure.call("socket", errno) }
            var address = address(text, port)
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    attach(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else { throw Failure.call(name, errno) }
            return handle
        }

        private static func now(_ clock: clockid_t) -> Int64 {
            var time = timespec()
            clock_gettime(clock, &time)
            return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        }

        /// Sends at even times, and prints of each datagram its number, the clock before and after the call,
        /// and by how much the sleep before it was late.
        private static func send(to host: String, port: Int64, count: Int64, bytes: Int64, spacing: Int64) throws {
            let handle = try withSocket(host, port, "connect") { connect($0, $1, $2) }
            defer { close(handle) }
            var payload = [UInt8](repeating: 0, count: Int(bytes))
            var lines: [String] = []
            let start = now(CLOCK_MONOTONIC) + 50_000_000
            for number in 0..<count {
                let due = start + number * spacing
                var time = timespec(tv_sec: Int(due / 1_000_000_000), tv_nsec: Int(due % 1_000_000_000))
                while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
                let late = now(CLOCK_MONOTONIC) - due
                withUnsafeBytes(of: number.littleEndian) { payload.replaceSubrange(0..<8, with: $0) }
                let before = now(CLOCK_REALTIME)
                // A datagram that the queue drops is no failure here: the call may tell ENOBUFS.
                _ = Glibc.send(handle, payload, payload.count, 0)
                lines.append("\(number) \(before) \(now(CLOCK_REALTIME)) \(late)")
            }
            print(lines.joined(separator: "\n"))
        }

        /// Prints of each datagram its number and the kernel's time stamp, until none comes for a second.
        private static func receive(at host: String, port: Int64) throws {
            let handle = try withSocket(host, port, "bind") { bind($0, $1, $2) }
            defer { close(handle) }
            var on: Int32 = 1
            setsockopt(handle, SOL_SOCKET, timestampOption, &on, socklen_t(MemoryLayout<Int32>.size))
            print(readiness)
            fflush(nil)
            var lines: [String] = []
            while let line = try next(handle, patience: lines.isEmpty ? 10 : 1) { lines.append(line) }
            print(lines.joined(separator: "\n"))
        }

        private static func next(_ handle: Int32, patience: Int) throws -> String? {
            var limit = timeval(tv_sec: patience, tv_usec: 0)
            setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            var payload = [UInt8](repeating: 0, count: 2_048)
            var control = [UInt64](repeating: 0, count: 16)
            let size = payload.withUnsafeMutableBytes { payload in
                control.withUnsafeMutableBytes { control in
                    var part = iovec(iov_base: payload.baseAddress, iov_len: payload.count)
                    return withUnsafeMutablePointer(to: &part) { part in
                        var message = msghdr()
                        message.msg_iov = part
                        message.msg_iovlen = 1
                        message.msg_control = control.baseAddress
                        message.msg_controllen = control.count
                        return recvmsg(handle, &message, 0)
                    }
                }
            }
            guard size >= 8 else {
                guard size < 0, errno != EAGAIN, errno != EINTR else { return nil }
                throw Failure.call("recvmsg", errno)
            }
            let number = payload.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
            // A control header of 16 bytes, the length, level and type, and then the seconds and nanoseconds.
            let isStamp = Int32(truncatingIfNeeded: control[1] >> 32) == timestampOption
            let stamp = Int64(bitPattern: control[2]) * 1_000_000_000 + Int64(bitPattern: control[3])
            return "\(Int64(littleEndian: number)) \(isStamp ? stamp : now(CLOCK_REALTIME))"
        }
    }
#endif
