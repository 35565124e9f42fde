#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension SocketAddress {
    private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

    /// Whether datagrams sent to this address come to a socket of this machine that listens at another.
    ///
    /// A socket at the wildcard address hears every address of the machine, at that of IPv6 those of IPv4 as well; what
    /// is sent to the wildcard address goes to the machine's own loopback.
    public func reaches(_ listener: SocketAddress) -> Bool {
        guard port == listener.port else { return false }
        guard listener.isWildcard else { return destination == listener.plainHost }
        let isHeard = destination.count == listener.plainHost.count || listener.family == AF_INET6
        return isHeard && isOfThisMachine
    }

    private var isWildcard: Bool { plainHost.allSatisfy { $0 == 0 } }

    /// The host, that of an IPv4 address that is written as one of IPv6 in four bytes.
    private var plainHost: [UInt8] { host.starts(with: Self.mappedPrefix) ? Array(host.dropFirst(12)) : host }

    private var destination: [UInt8] {
        guard isWildcard else { return plainHost }
        return plainHost.count == 4 ? [127, 0, 0, 1] : [UInt8](repeating: 0, count: 15) + [1]
    }

    /// Whether a socket can be bound to the host.
    private var isOfThisMachine: Bool {
        guard let colon = description.lastIndex(of: ":"), let anyPort = SocketAddress("\(description[...colon])0")
        else {
            return false
        }
        return (try? UDPSocket(boundTo: anyPort, connectedTo: nil)) != nil
    }
}
