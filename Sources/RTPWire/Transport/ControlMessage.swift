/// A message that sets a connection up, of which only its kind and its size matter to a call.
public struct ControlMessage: Hashable, Sendable {
    /// Which step of the set-up a message is.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// A STUN connectivity check (RFC 8445, section 7; RFC 8489).
        case stunBindingRequest = 0
        case stunBindingResponse = 1
        /// ClientHello; the flights are those of a full DTLS 1.2 handshake (RFC 6347, section 4.2.4).
        case dtlsFlight1 = 2
        /// ServerHello to ServerHelloDone, with the certificate.
        case dtlsFlight2 = 3
        /// The client's certificate, key exchange and Finished.
        case dtlsFlight3 = 4
        /// The server's ChangeCipherSpec and Finished.
        case dtlsFlight4 = 5
    }

    public var kind: Kind
    /// Joins a response to its request, and a repeated flight to its first sending.
    public var transaction: UInt32
    /// The bytes UDP carries.
    public var length: Int

    public init(kind: Kind, transaction: UInt32, length: Int) {
        self.kind = kind
        self.transaction = transaction
        self.length = length
    }
}
