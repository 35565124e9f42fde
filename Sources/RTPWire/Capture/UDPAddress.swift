/// An IPv4 address with a UDP port.
public struct UDPAddress: Hashable, Sendable, CustomStringConvertible {
    public let host: UInt32
    public let port: UInt16

    public init(host: UInt32, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Dotted, without the port.
    public var hostText: String {
        [24, 16, 8, 0].map { String(host >> $0 & 0xFF) }.joined(separator: ".")
    }

    public var description: String { "\(hostText):\(port)" }
}
