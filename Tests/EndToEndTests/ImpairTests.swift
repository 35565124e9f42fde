import Foundation
import Testing

/// `rehearsal impair` between two sockets on this machine.
@Suite("Impairment of real datagrams", .serialized)
struct ImpairTests {
    /// A datagram socket of a test, on a port that the system chose.
    private final class Socket {
        let descriptor: Int32
        let port: UInt16

        init() throws {
            let opened = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            try #require(opened >= 0)
            descriptor = opened
            var address = Self.address(port: 0)
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let bound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(opened, $0, length) }
            }
            try #require(bound == 0)
            _ = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(opened, $0, &length) }
            }
            port = UInt16(bigEndian: address.sin_port)
            var timeout = timeval(tv_sec: 0, tv_usec: 300_000)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        }

        deinit { close(descriptor) }

        static func address(port: UInt16) -> sockaddr_in {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            return address
        }

        func send(_ bytes: [UInt8], to port: UInt16) {
            var address = Self.address(port: port)
            _ = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }

        /// The next datagram and the port it came from; `nil` where none comes.
        func receive() -> (bytes: [UInt8], port: UInt16)? {
            var buffer = [UInt8](repeating: 0, count: 2_048)
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let count = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(descriptor, &buffer, buffer.count, 0, $0, &length)
                }
            }
            return count >= 0 ? (Array(buffer[..<count]), UInt16(bigEndian: address.sin_port)) : nil
        }
    }

    /// Of a network of its own, a profile, a shared link and a cell, the patient's is the only one in use.
    private static let named = """
        rehearsal: 1
        name: impair
        patients: [{ name: p, network: slow }]
        networks: { slow: { up: { rate: 1 Mbit/s }, down: {} } }
        profiles: { mine: { like: 4g, rtt: 70 ms } }
        links: { trunk: { up: {}, down: {} }, ward: { cell: {} } }
        """

    @Test(
        "Networks, links and profiles of the scenario and built-in profiles can be named, and its warnings are printed",
        arguments: ["slow", "trunk", "mine", "5g"]
    )
    func names(_ network: String) throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Self.named, to: "s.yaml")
        let binary = try Binary.fastest()
        let (port, server) = (try Socket().port, try Socket())
        let outcome = try binary.run([
            "impair", "--listen", "127.0.0.1:\(port)", "--to", "127.0.0.1:\(server.port)", "--network", network,
            "--scenario", scenario, "--duration", "0.05",
        ])
        #expect(outcome.exitCode == 91, "\(outcome.errors)")
        #expect(outcome.output.contains("INVALID: no datagram came, so that nothing was relayed"))
        let warnings = try binary.run(["validate", scenario]).errors
        #expect(warnings.contains("profiles.mine"))
        #expect(outcome.errors.hasPrefix(warnings), "\(outcome.errors)")
    }

    @Test(
        "A cell and a name that nothing has are refused with why",
        arguments: [
            ("ward", "it is a Wi-Fi cell"), ("slw", "did you mean slow?"),
            ("zzzzzzzz", "it has slow, trunk, ward, mine"),
        ]
    )
    func wrongNames(_ network: String, _ words: String) throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Self.named, to: "s.yaml")
        let outcome = try Binary.fastest().run([
            "impair", "--listen", "127.0.0.1:1", "--to", "127.0.0.1:2", "--network", network, "--scenario", scenario,
            "--duration", "0.05",
        ])
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    private static let scenario = """
        rehearsal: 1
        name: impair
        patients: [{ name: p, network: slow }]
        networks:
          slow:
            up: { rate: 1 Mbit/s, queue: 100 ms, delay: 30 ms }
            down: { delay: 10 ms, loss: 100 % }
          clear: { up: { delay: 1 ms }, down: { delay: 1 ms } }
        """

    /// Runs the relay while `body` sends and receives; the relay's outcome after a signal.
    private func relay(
        _ network: String,
        to server: Socket,
        in workspace: Workspace,
        _ body: (_ port: UInt16) throws -> Void
    ) throws -> Binary.Outcome {
        // A port that was free a moment ago.
        let port = try Socket().port
        let scenario = try workspace.write(Self.scenario, to: "s.yaml")
        let (output, errors) = (Pipe(), Pipe())
        let process = try Binary.fastest().start(
            [
                "impair", "--listen", "127.0.0.1:\(port)", "--to", "127.0.0.1:\(server.port)", "--network", network,
                "--scenario", scenario,
            ],
            output: output,
            errors: errors
        )
        // It says that it relays once it listens, after what it warns of.
        var notes = Data()
        while notes.firstRange(of: Data("relaying".utf8)) == nil {
            let more = errors.fileHandleForReading.availableData
            if more.isEmpty { break }
            notes += more
        }
        try body(port)
        kill(process.processIdentifier, SIGTERM)
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Binary.Outcome(
            exitCode: process.terminationStatus,
            output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: notes + errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        )
    }

    @Test("Datagrams come through in order, answers find their sender, and the account counts them")
    func bothWays() throws {
        let workspace = try Workspace()
        let (server, first, second) = (try Socket(), try Socket(), try Socket())
        let outcome = try relay("clear", to: server, in: workspace) { port in
            for number in UInt8(0)..<20 {
                let sender = number % 2 == 0 ? first : second
                sender.send([number], to: port)
                let (bytes, from) = try #require(server.receive())
                #expect(bytes == [number])
                server.send(bytes + [99], to: from)
                #expect(try #require(sender.receive()).bytes == [number, 99])
            }
        }
        #expect(outcome.output.contains("up    20"), "\(outcome.output)")
        #expect(outcome.output.contains("down  20"))
    }

    @Test("The rate spaces what comes through, the queue drops what is too much, and loss takes the answers")
    func impairment() throws {
        let workspace = try Workspace()
        let (server, client) = (try Socket(), try Socket())
        var received = 0
        let outcome = try relay("slow", to: server, in: workspace) { port in
            // 50 datagrams of 8,224 bits each at once: 100 ms of queue holds twelve or thirteen and the one in service.
            for _ in 0..<50 { client.send([UInt8](repeating: 7, count: 1_000), to: port) }
            while let (_, from) = server.receive() {
                received += 1
                server.send([1], to: from)
            }
            #expect(client.receive() == nil)
        }
        #expect((13...16).contains(received), "\(received)")
        #expect(outcome.output.contains("QUEUE FULL"))
        #expect(outcome.output.contains(" \(50 - received) "), "\(outcome.output)")
    }

    @Test(
        "Addresses, networks and durations that cannot be are refused with what to write",
        arguments: [
            (["--listen", "localhost:1", "--to", "127.0.0.1:2", "--network", "4g"], "127.0.0.1:5000"),
            (["--listen", "127.0.0.1:1", "--to", "127.0.0.1", "--network", "4g"], "--to"),
            (["--listen", "127.0.0.1:1", "--to", "127.0.0.1:2", "--network", "5gg"], "no such profile"),
            (
                ["--listen", "127.0.0.1:1", "--to", "127.0.0.1:2", "--network", "4g", "--duration=-1"],
                "no such time"
            ),
            (
                ["--listen", "127.0.0.1:0", "--to", "127.0.0.1:2", "--network", "4g"],
                "--listen 127.0.0.1:0: no datagram"
            ),
            (["--listen", "127.0.0.1:1", "--to", "127.0.0.1:0", "--network", "4g"], "--to 127.0.0.1:0: no datagram"),
            (["--listen", "127.0.0.1:1", "--to", "127.0.0.1:1", "--network", "4g"], "come back to it"),
            (["--listen", "0.0.0.0:1", "--to", "127.0.0.1:1", "--network", "4g"], "come back to it"),
        ]
    )
    func refusals(options: [String], words: String) throws {
        // Should one of them not be refused, it ends all the same; the last of two durations holds.
        let outcome = try Binary.fastest().run(["impair", "--duration", "0.05"] + options)
        #expect(outcome.exitCode == 64, "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("A port that is taken is a runtime failure")
    func taken() throws {
        let socket = try Socket()
        let outcome = try Binary.fastest().run([
            "impair", "--listen", "127.0.0.1:\(socket.port)", "--to", "127.0.0.1:2", "--network", "4g",
        ])
        #expect(outcome.exitCode == 107)
        #expect(outcome.errors.contains("listen on 127.0.0.1:\(socket.port)"), "\(outcome.errors)")
    }
}
