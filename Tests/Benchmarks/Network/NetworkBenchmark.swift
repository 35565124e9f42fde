import Foundation
import NetworkEmulation
import Units
import VirtualTime

/// What a packet costs on a link, against a bare loop of the random draws that the link makes, and what a link weighs.
///
/// Without an argument everything is measured; `KIND:COUNT` runs one kind alone, for a count of instructions.
@main
struct NetworkBenchmark {
    static func main() {
        if let argument = CommandLine.arguments.dropFirst().first {
            let parts = argument.split(separator: ":")
            guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), let count = Int(parts[1]) else {
                print(
                    "usage: network-benchmark [KIND:COUNT], kinds \(Kind.allCases.map(\.rawValue).joined(separator: ", "))"
                )
                exit(64)
            }
            kind.run(packets: count)
            return
        }
        let bare = best(.bare)
        for kind in Kind.allCases {
            let time = best(kind)
            print("\(kind.rawValue) \(text(time)) ns a packet, ratio \(text(time / bare))")
        }
        print("bytes \(LinkWeight.bytes()) a link with loss, jitter, rate and queue, none waiting")
    }

    /// The best of five, in nanoseconds a packet.
    private static func best(_ kind: Kind) -> Double {
        let count = 400_000
        kind.run(packets: count / 4)
        return (0..<5).map { _ in
            let start = threadTime()
            kind.run(packets: count)
            return (threadTime() - start) / Double(count) * 1e9
        }.min() ?? 0
    }

    private static func text(_ value: Double) -> String { String(format: "%.1f", value) }

    /// CPU seconds of this thread.
    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// What one link takes of memory, by what the process has resident (Linux).
enum LinkWeight {
    static func bytes() -> Int {
        let count = 50_000
        var links: [Link] = []
        links.reserveCapacity(count)
        var passages: [Passage] = []
        passages.reserveCapacity(64)
        let before = residentBytes()
        for number in 0..<count {
            links.append(Kind.link.makeLink(owner: UInt32(number + 1)))
            links[number].offer(LinkPacket(size: DataSize(bytes: 1_200)), at: .start, into: &passages)
            passages.removeAll(keepingCapacity: true)
        }
        let after = residentBytes()
        return withExtendedLifetime(links) { (after - before) / count }
    }

    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(getpagesize())
    }
}
