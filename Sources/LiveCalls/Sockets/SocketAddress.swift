#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An address and port of a datagram socket, IPv4 or IPv6, as numbers.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The bytes of a `sockaddr_in` or `sockaddr_in6`.
    let bytes: [UInt8]
    let family: Int32
    /// The bytes of the address alone.
    let host: [UInt8]
    public let port: UInt16
    public let description: String

    /// Reads `127.0.0.1:5000` or `[::1]:5000`; `nil` where it is neither.
    ///
    /// Names are not looked up.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var name = String(text[..<colon])
        description = text
        self.port = port
        if name.hasPrefix("["), name.hasSuffix("]") {
            name = String(name.dropFirst().dropLast())
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            guard inet_pton(AF_INET6, name, &address.sin6_addr) == 1 else { return nil }
            (bytes, family) = (withUnsafeBytes(of: address) { Array($0) }, AF_INET6)
            host = withUnsafeBytes(of: address.sin6_addr) { Array($0) }
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            guard inet_pton(AF_INET, name, &address.sin_addr) == 1 else { return nil }
            (bytes, family) = (withUnsafeBytes(of: address) { Array($0) }, AF_INET)
            host = withUnsafeBytes(of: address.sin_addr) { Array($0) }
        }
    }
}
