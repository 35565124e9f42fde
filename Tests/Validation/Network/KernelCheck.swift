import Foundation
import NetworkEmulation
import Results
import Units
import ValidationComparison

/// Our token bucket and drop-tail queues beside the kernel's, fed by the same datagrams at the same times.
enum KernelCheck {
    enum Outcome {
        case measured(NetworkResults.Kernel)
        case skipped(String)
    }

    /// A datagram in the order of sending, times in ns; `arrived` is `nil` where the queue dropped it.
    struct Datagram {
        let sent: Int64
        /// Half of what the sending call took, and how late the sleep before it ended.
        let doubt: Int64
        let late: Int64
        let arrived: Int64?
    }

    private static let port = 9_999
    private static let count = 600
    private static let spacing: Int64 = 5_000_000
    /// Headers of UDP, IPv4 and Ethernet are 42 bytes.
    static let frame = DataSize(bytes: 1_242)

    /// - Parameter namespaces: what the names of the namespaces begin with; one by this process's number for `nil`.
    static func run(namespaces: String?) throws -> Outcome {
        #if os(Linux)
            let needs = "needs root and tc (iproute2)"
            guard geteuid() == 0 else { return .skipped(needs) }
            guard (try? NamespacePair.call(["tc", "-V"])) != nil, (try? NamespacePair.call(["ip", "-V"])) != nil else {
                return .skipped("\(needs); on Debian and Ubuntu: apt-get install iproute2")
            }
            let pair: NamespacePair
            do {
                pair = try NamespacePair(prefix: namespaces ?? "rehearsal-validate-\(getpid())")
            } catch {
                return .skipped("\(needs), and here \(error)")
            }
            let signals = cleanUpOnSignals(pair)
            defer {
                pair.remove()
                signals.forEach { $0.cancel() }
            }
            var checks: [NetworkCheck] = []
            for comparison in KernelComparison.all {
                NetworkValidation.note("kernel: \(comparison.name)")
                do {
                    try pair.queue(comparison.commands)
                } catch {
                    return .skipped("\(needs), and here \(error)")
                }
                checks += comparison.checks(try exchange(through: pair), tick: tick)
            }
            return .measured(NetworkResults.Kernel(release: release, checks: checks))
        #else
            return .skipped("needs Linux")
        #endif
    }

    #if os(Linux)
        private static func cleanUpOnSignals(_ pair: NamespacePair) -> [any DispatchSourceSignal] {
            [SIGINT, SIGTERM, SIGHUP].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler {
                    pair.remove()
                    exit(ExitStatus.aborted.rawValue)
                }
                source.resume()
                return source
            }
        }

        /// The period of the scheduler's tick, which is the resolution of the coarse clock.
        private static var tick: TimeDelta {
            var resolution = timespec()
            clock_getres(CLOCK_MONOTONIC_COARSE, &resolution)
            return TimeDelta(nanoseconds: Int64(resolution.tv_sec) * 1_000_000_000 + Int64(resolution.tv_nsec))
        }

        private static var release: String {
            (try? NamespacePair.call(["uname", "-r"]))?.split(separator: "\n").first.map(String.init) ?? "unknown"
        }

        private static func exchange(through pair: NamespacePair) throws -> [Datagram] {
            let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let receiver = try NamespacePair.start([
                "ip", "netns", "exec", pair.receiver, program, KernelProbe.receiveVerb, NamespacePair.receiverAddress,
                "\(port)",
            ])
            _ = receiver.1.readData(ofLength: KernelProbe.readiness.utf8.count + 1)
            let sent = try NamespacePair.call([
                "ip", "netns", "exec", pair.sender, program, KernelProbe.sendVerb, NamespacePair.receiverAddress,
                "\(port)", "\(count)", "\(frame.bytes - 42)", "\(spacing)",
            ])
            let received = String(decoding: receiver.1.readDataToEndOfFile(), as: UTF8.self)
            receiver.0.waitUntilExit()
            var arrivals: [Int64: Int64] = [:]
            for line in rows(received) where line.count == 2 { arrivals[line[0]] = line[1] }
            return rows(sent).filter { $0.count == 4 }.map { row in
                Datagram(
                    sent: (row[1] + row[2]) / 2,
                    doubt: (row[2] - row[1]) / 2,
                    late: row[3],
                    arrived: arrivals[row[0]]
                )
            }
        }

        private static func rows(_ text: String) -> [[Int64]] {
            text.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int64($0) } }
        }
    #endif
}
