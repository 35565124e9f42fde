import ArgumentParser
import Foundation
import LiveCalls
import NetworkEmulation
import Results
import Runner
import Scenarios
import Units

struct ImpairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "impair",
        abstract: "Relay real UDP datagrams both ways through an emulated network, in real time.",
        discussion: """
            What arrives at --listen goes through the network's up link to --to; what comes back goes through its down \
            link to whoever sent. All senders share the network. It ends after --duration or with a signal, and then \
            says what the network did and how late the relay itself was: where 1 % of the datagrams left more than \
            2 ms late, or any were lost outside the model, the run is invalid (exit code 91).
            """
    )

    @Option(help: "Where to listen, such as 127.0.0.1:5000 or [::1]:5000.")
    var listen: String

    @Option(help: "Where datagrams go, such as 127.0.0.1:6000.")
    var to: String

    @Option(help: "An access profile, or a network of the scenario given by --scenario.")
    var network: String

    @Option(help: "A scenario file whose networks may be named.", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String?

    @Option(help: "The seed of all chance.")
    var seed: UInt64 = 1

    @Option(help: "How long to relay, in seconds; until a signal where it is left out.")
    var duration: Double?

    func run() throws {
        try reportingErrors {
            let access = try access()
            guard let listen = SocketAddress(listen) else { throw badAddress("listen", listen) }
            guard let target = SocketAddress(to) else { throw badAddress("to", to) }
            if let duration, !(duration > 0 && duration <= 1e6) {
                throw CommandError(.usage, "relay for \(duration) s", "it is no such time", "write --duration 60")
            }
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

    private struct Access {
        let up: LinkConfiguration
        let down: LinkConfiguration
        let upSchedule: LinkSchedule
        let downSchedule: LinkSchedule
    }

    private func access() throws -> Access {
        guard let scenario else {
            guard let profile = AccessProfile[network] else {
                throw CommandError(
                    .usage,
                    "impair by \(network)",
                    "there is no such profile",
                    "rehearsal list profiles names them; networks of your own need --scenario FILE"
                )
            }
            let links = profile.links()
            return Access(up: links.up, down: links.down, upSchedule: .none, downSchedule: .none)
        }
        let loaded = try LoadedScenario.load(
            bytes: LoadedScenario.bytes(ofFile: scenario),
            file: scenario,
            folder: URL(filePath: scenario).deletingLastPathComponent().relativePath,
            overrides: [],
            drawsHeads: false
        )
        let known = loaded.scenario.networks + loaded.scenario.links
        guard let access = known.first(where: { $0.name == network }) else {
            throw CommandError(
                .usage,
                "impair by \(network)",
                "\(scenario) has no such network or link",
                known.isEmpty ? "it has none" : "it has \(known.map(\.name).joined(separator: ", "))"
            )
        }
        return Access(
            up: access.up,
            down: access.down,
            upSchedule: access.upSchedule,
            downSchedule: access.downSchedule
        )
    }

    private func badAddress(_ option: String, _ text: String) -> CommandError {
        CommandError(
            .usage,
            "read --\(option) \(text)",
            "it is no address and port in numbers",
            "write --\(option) 127.0.0.1:5000"
        )
    }
}
