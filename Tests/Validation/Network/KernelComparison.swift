import NetworkEmulation
import Units
import ValidationComparison

/// One queue of the kernel and the model of ours that promises to be it.
struct KernelComparison {
    let name: String
    /// What `tc qdisc add dev DEVICE` is followed by, line by line.
    let commands: [[String]]
    let model: LinkConfiguration
    /// How much longer a packet waits in the model, by construction.
    var modelExcess = TimeDelta.zero
    /// By how much a wait may differ because model and kernel count what waits differently.
    var queueTolerance = TimeDelta.zero

    private static let rate = DataRate.kilobitsPerSecond(1_000)
    private static let tbf = ["tbf", "rate", "1mbit", "burst", "1600"]

    static var all: [KernelComparison] {
        guard let bucket = TokenBucketLimit(rate: rate, burst: DataSize(bytes: 1_600)) else { return [] }
        func shaped(_ limit: Int64) -> LinkConfiguration {
            LinkConfiguration(shaper: Shaper(bucket: bucket, limit: DataSize(bytes: limit)))
        }
        let wide = ["root", "handle", "1:"] + tbf + ["limit", "1000000"]
        return [
            KernelComparison(
                name: "tbf 1mbit burst 1600 latency 300ms, our shaper",
                commands: [["root"] + tbf + ["latency", "300ms"]],
                model: LinkConfiguration(shaper: Shaper(bucket: bucket, latency: .milliseconds(300)))
            ),
            KernelComparison(
                name: "tbf 1mbit burst 1600 limit 37500, our shaper",
                commands: [["root"] + tbf + ["limit", "37500"]],
                model: shaped(37_500)
            ),
            KernelComparison(
                name: "the same tbf over bfifo limit 24840, our shaper",
                commands: [wide, ["parent", "1:1", "handle", "10:", "bfifo", "limit", "24840"]],
                model: shaped(24_840)
            ),
            // A serialiser has no burst: what the bucket holds beyond a frame lets each go so much earlier. A frame in
            // service is one that the kernel has let go, and so our limit is one more.
            KernelComparison(
                name: "the same tbf over pfifo limit 20, our drop-tail queue of 21 packets at 1 Mbit/s",
                commands: [wide, ["parent", "1:1", "handle", "10:", "pfifo", "limit", "20"]],
                model: LinkConfiguration(rate: rate, queue: .packets(21)),
                modelExcess: rate.duration(of: DataSize(bytes: 1_600 - 1_242)),
                queueTolerance: rate.duration(of: KernelCheck.frame)
            ),
        ]
    }

    func checks(_ datagrams: [KernelCheck.Datagram], tick: TimeDelta) -> [NetworkCheck] {
        let model = modelDelays(datagrams)
        let kernel = datagrams.map { datagram in datagram.arrived.map { Double($0 - datagram.sent) / 1e6 } }
        let differences = zip(model, kernel).compactMap { model, kernel in
            model.flatMap { model in kernel.map { $0 - model } }
        }
        .sorted()
        // What this machine's timers and calls were late by and took, at the median.
        func median(_ values: [Int64]) -> Double {
            Double(values.sorted().dropFirst(values.count / 2).first ?? 0) / 1e6
        }
        let doubt = median(datagrams.map(\.late)) + median(datagrams.map(\.doubt))
        let coarse = queueTolerance.milliseconds
        return [
            check(
                "frames passed of \(datagrams.count)",
                Double(model.count { $0 != nil }),
                Double(kernel.count { $0 != nil }),
                1
            ),
            check(
                "median difference of a frame's wait, in ms",
                0,
                differences.dropFirst(differences.count / 2).first,
                doubt + coarse
            ),
            check(
                "longest wait in ms",
                model.compactMap { $0 }.max() ?? 0,
                kernel.compactMap { $0 }.max(),
                tick.milliseconds + coarse
            ),
        ]
    }

    /// How long each frame waits in the model when they come as they were sent, in ms.
    private func modelDelays(_ datagrams: [KernelCheck.Datagram]) -> [Double?] {
        let start = datagrams.first?.sent ?? 0
        var link = Link(model)
        var last = Timestamp.start
        return datagrams.map { datagram in
            let sent = Timestamp(nanoseconds: datagram.sent - start)
            last = max(last, sent)
            guard case .delivered(let time, let queueing) = link.send(KernelCheck.frame, at: last) else { return nil }
            // A serialiser's packet takes its time after the wait, one of a bucket none.
            let wait = model.rate == nil ? time - sent : queueing
            return (wait - modelExcess).milliseconds
        }
    }

    private func check(_ what: String, _ model: Double, _ kernel: Double?, _ tolerance: Double) -> NetworkCheck {
        NetworkCheck(
            "kernel",
            "\(name): \(what)",
            source: "this run's send times",
            promised: model,
            measured: kernel,
            rule: .within(tolerance)
        )
    }
}
