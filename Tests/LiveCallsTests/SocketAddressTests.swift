import LiveCalls
import Testing

@Suite("Addresses of sockets")
struct SocketAddressTests {
    @Test(
        "Addresses are numbers with a port",
        arguments: [
            ("127.0.0.1:5000", true), ("[::1]:5000", true), ("localhost:5000", false), ("127.0.0.1", false),
            ("::1:5000", false), ("127.0.0.1:70000", false), ("", false),
        ]
    )
    func addresses(_ text: String, _ isAddress: Bool) { #expect((SocketAddress(text) != nil) == isAddress) }

    @Test(
        "An address reaches a socket that listens at it, or at the machine's wildcard with the same port",
        arguments: [
            ("127.0.0.1:5000", "127.0.0.1:5000", true), ("127.0.0.1:5001", "127.0.0.1:5000", false),
            ("127.0.0.2:5000", "127.0.0.1:5000", false), ("[::ffff:127.0.0.1]:5000", "127.0.0.1:5000", true),
            ("127.0.0.1:5000", "0.0.0.0:5000", true), ("0.0.0.0:5000", "127.0.0.1:5000", true),
            ("0.0.0.0:5000", "0.0.0.0:5000", true), ("127.0.0.1:5000", "[::]:5000", true),
            ("127.0.0.1:5001", "0.0.0.0:5000", false), ("192.0.2.1:5000", "0.0.0.0:5000", false),
            ("[::1]:5000", "[::1]:5000", true), ("[::]:5000", "[::1]:5000", true),
            ("[::1]:5000", "0.0.0.0:5000", false),
        ]
    )
    func reach(_ target: String, _ listener: String, _ reaches: Bool) throws {
        #expect(try #require(SocketAddress(target)).reaches(#require(SocketAddress(listener))) == reaches)
    }
}
