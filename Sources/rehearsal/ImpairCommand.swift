import ArgumentParser
import LiveCalls
import Results
import Runner
import Units

struct ImpairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "impair",
        abstract: "Relay real UDP datagrams both ways through an emulated network, in real time.",
        discussion: """
            What arrives at --listen goes through the network's up link to --to; what comes back goes through its down \
            link to whoever sent. All senders share the network. It ends after --duration or with a signal, and then \
            says what the network did and how late the relay itself was: where 1 % of the datagrams left more than \
            2 ms late, any were lost outside the model, or none came through, the run is invalid (exit code 91).
            """
    )

    @Option(help: "Where to listen, such as 127.0.0.1:5000 or [::1]:5000.")
    var listen: String

    @Option(help: "Where datagrams go, such as 127.0.0.1:6000.")
    var to: String

    @Option(help: "An access profile, or a network, shared link or profile of the scenario given by --scenario.")
    var network: String

    @Option(
        help: "A scenario file whose networks, links and profiles may be named.",
        completion: .file(extensions: ["yaml", "yml"])
    )
    var scenario: String?

    @Option(help: "The seed of all chance.")
    var seed: UInt64 = 1

    @Option(help: "How long to relay, in seconds; until a signal where it is left out.")
    var duration: Double?

    func run() throws {
        try reportingErrors {
            let (listen, target) = try addresses()
            if let duration, !(duration > 0 && duration <= 1e6) {
                throw CommandError(.usage, "relay for \(duration) s", "it is no such time", "write --duration 60")
            }
            let access = try ImpairedAccess.named(network, scenario: scenario)
            let stop = StopSignal()
            let interruption = Interruption(raising: stop, exitCodeOfSecond: ExitStatus.aborted.rawValue)
            defer { withExtendedLifetime(interruption) {} }
            let relay: ImpairmentRelay
            do throws(ImpairmentRelay.Failure) {
                relay = try ImpairmentRelay(
                    ImpairmentRelay.Configuration(
                        listen: listen,
                        target: target,
                        up: access.up,
                        down: access.down,
                        upSchedule: access.upSchedule,
                        downSchedule: access.downSchedule,
                        seed: seed
                    )
                )
            } catch {
                throw CommandError(
                    .runtimeFailure,
                    error.attempted,
                    error.happened,
                    "choose an address of this machine and a port that nobody uses"
                )
            }
            Console.note("relaying \(listen) to \(target) through \(network); a signal ends it")
            let report = relay.run(for: duration.map { TimeDelta(seconds: $0) }) { stop.isRaised }
            try Console.print(ImpairmentText.text(report))
            if !report.isValid { throw ExitStatus.inconclusive.code }
        }
    }

    private func addresses() throws -> (listen: SocketAddress, target: SocketAddress) {
        let listen = try address(listen, of: "listen", example: "127.0.0.1:5000")
        let target = try address(to, of: "to", example: "127.0.0.1:6000")
        guard !target.reaches(listen) else {
            throw CommandError(
                .usage,
                "relay \(listen) to \(target)",
                "what the relay sends would come back to it, round and round",
                "give --to the address and port of the other end"
            )
        }
        return (listen, target)
    }

    private func address(_ text: String, of option: String, example: String) throws -> SocketAddress {
        guard let address = SocketAddress(text) else {
            throw CommandError(
                .usage,
                "read --\(option) \(text)",
                "it is no address and port in numbers",
                "write --\(option) \(example)"
            )
        }
        guard address.port > 0 else {
            throw CommandError(
                .usage,
                "use --\(option) \(text)",
                "no datagram goes to port 0",
                "write a port from 1 to 65535, such as --\(option) \(example)"
            )
        }
        return address
    }
}
