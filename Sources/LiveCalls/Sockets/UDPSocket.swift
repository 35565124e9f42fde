#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Units

/// A datagram socket that never waits; closed with the value.
final class UDPSocket {
    /// One datagram with who sent it and when the kernel took it in.
    struct Datagram {
        let bytes: [UInt8]
        /// The bytes of the sender's address.
        let sender: [UInt8]
        let takenAt: Timestamp
    }

    /// What the system refused.
    struct Refusal: Error {
        let attempted: String
        let code: Int32

        init(_ attempted: String, code: Int32 = errno) {
            self.attempted = attempted
            self.code = code
        }
    }

    let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    private var control = [UInt8](repeating: 0, count: 256)
    /// Datagrams that the kernel dropped because they were not read in time, as it counts them.
    private(set) var kernelDrops: UInt32 = 0

    /// Opens a socket that is bound to an address, or connected to one.
    init(boundTo local: SocketAddress?, connectedTo remote: SocketAddress?) throws(Refusal) {
        let family = (local ?? remote)?.family ?? AF_INET
        #if canImport(Glibc)
            let kind = Int32(SOCK_DGRAM.rawValue)
        #else
            let kind = SOCK_DGRAM
        #endif
        descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw Refusal("open a UDP socket") }
        guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else { throw Refusal("set up the UDP socket") }
        set(SO_RCVBUF, to: 8 << 20)
        set(SO_SNDBUF, to: 8 << 20)
        #if os(Linux)
            set(SO_TIMESTAMPNS, to: 1)
            set(SO_RXQ_OVFL, to: 1)
        #endif
        if let local {
            let result = Self.withAddress(local.bytes) { bind(descriptor, $0, $1) }
            guard result == 0 else { throw Refusal("listen on \(local)") }
        }
        if let remote {
            let result = Self.withAddress(remote.bytes) { connect(descriptor, $0, $1) }
            guard result == 0 else { throw Refusal("send to \(remote)") }
        }
    }

    deinit { close(descriptor) }

    /// The next datagram, or `nil` while there is none.
    func receive(clock: MonotonicClock) -> Datagram? {
        var address = [UInt8](repeating: 0, count: MemoryLayout<sockaddr_in6>.size)
        var count = 0
        var addressLength = 0
        var controlLength = 0
        buffer.withUnsafeMutableBytes { data in
            address.withUnsafeMutableBytes { name in
                control.withUnsafeMutableBytes { extra in
                    var vector = iovec(iov_base: data.baseAddress, iov_len: data.count)
                    withUnsafeMutablePointer(to: &vector) { vector in
                        var message = msghdr()
                        message.msg_name = name.baseAddress
                        message.msg_namelen = socklen_t(name.count)
                        message.msg_iov = vector
                        message.msg_iovlen = 1
                        message.msg_control = extra.baseAddress
                        message.msg_controllen = .init(extra.count)
                        count = recvmsg(descriptor, &message, 0)
                        addressLength = Int(message.msg_namelen)
                        controlLength = Int(message.msg_controllen)
                    }
                }
            }
        }
        guard count >= 0 else { return nil }
        let takenAt = readControl(controlLength, clock: clock) ?? clock.now
        return Datagram(bytes: Array(buffer[..<count]), sender: Array(address[..<addressLength]), takenAt: takenAt)
    }

    /// Sends to an address, or to the one that the socket is connected to; whether the kernel took it.
    func send(_ bytes: [UInt8], to address: [UInt8]?) -> Bool {
        bytes.withUnsafeBytes { data in
            guard let address else { return Self.sendConnected(descriptor, data) }
            return Self.withAddress(address) { sendto(descriptor, data.baseAddress, data.count, 0, $0, $1) } >= 0
        }
    }

    private static func sendConnected(_ descriptor: Int32, _ data: UnsafeRawBufferPointer) -> Bool {
        #if canImport(Glibc)
            Glibc.send(descriptor, data.baseAddress, data.count, 0) >= 0
        #else
            Darwin.send(descriptor, data.baseAddress, data.count, 0) >= 0
        #endif
    }

    private func set(_ option: Int32, to value: Int32) {
        var value = value
        _ = setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Reads the kernel's time stamp and its count of drops; each part is a header of length, level and type, then data.
    private func readControl(_ length: Int, clock: MonotonicClock) -> Timestamp? {
        #if os(Linux)
            var time: Timestamp?
            let header = MemoryLayout<cmsghdr>.size
            control.withUnsafeBytes { bytes in
                var offset = 0
                while offset + header <= length {
                    let part = bytes.loadUnaligned(fromByteOffset: offset, as: cmsghdr.self)
                    guard part.cmsg_len >= header, offset + Int(part.cmsg_len) <= length else { return }
                    if part.cmsg_level == SOL_SOCKET, part.cmsg_type == SO_TIMESTAMPNS {
                        let stamp = bytes.loadUnaligned(fromByteOffset: offset + header, as: timespec.self)
                        time = clock.timestamp(ofRealTime: stamp)
                    }
                    if part.cmsg_level == SOL_SOCKET, part.cmsg_type == SO_RXQ_OVFL {
                        kernelDrops = bytes.loadUnaligned(fromByteOffset: offset + header, as: UInt32.self)
                    }
                    offset += (Int(part.cmsg_len) + 7) & ~7
                }
            }
            return time
        #else
            return nil
        #endif
    }

    private static func withAddress<Result>(
        _ bytes: [UInt8],
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var storage = sockaddr_storage()
        return withUnsafeMutableBytes(of: &storage) { raw in
            raw.copyBytes(from: bytes)
            return raw.withMemoryRebound(to: sockaddr.self) { rebound in
                guard let base = rebound.baseAddress else { preconditionFailure("an address has bytes") }
                return body(base, socklen_t(bytes.count))
            }
        }
    }
}
