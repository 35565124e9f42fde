import Foundation
import LiveCalls
import NetworkEmulation
import Units

/// The account of a relay in words.
enum ImpairmentText {
    static func text(_ report: ImpairmentReport) -> String {
        let heading = [
            "", "IN", "OUT", "LOST", "QUEUE FULL", "OUTAGE", "OTHER", "p50 ms", "p95 ms", "p99 ms", "max ms",
        ]
        let rows = zip(["up", "down"], report.directions).map { name, direction in
            let counters = direction.counters
            let other = counters.corrupted.packets + counters.policed.packets
            return [
                name, String(counters.offered.packets), String(counters.delivered.packets),
                String(counters.lost.packets),
                String(counters.queueDropped.packets), String(counters.outage.packets), String(other),
            ] + quantiles(direction.delays)
        }
        let lateness = ["late", String(report.lateness.count), "", "", "", "", ""] + quantiles(report.lateness)
        let verdict =
            report.isValid
            ? "valid: the relay kept its times"
            : "INVALID: " + report.faults.joined(separator: "; ")
        let seconds = String(format: "%.1f s", report.duration.seconds)
        return Table.aligned([heading] + rows + [lateness]) + "\n\(seconds)  \(verdict)"
    }

    private static func quantiles(_ log: LatenessLog) -> [String] {
        [0.5, 0.95, 0.99].map { fraction in
            log.quantile(fraction).map { String(format: "%.3f", $0.milliseconds) } ?? "-"
        } + [log.count > 0 ? String(format: "%.3f", log.longest.milliseconds) : "-"]
    }
}
