import NetworkEmulation
import Units
import ValidationComparison

/// One queue of the kernel and the model of ours that promises to be it.
struct KernelComparison {
    let name: String
    /// What `tc qdisc add dev DEVICE` is followed by.
    let commands: [[String]]
    let model: LinkConfiguration
    /// How much longer a packet waits in the model, by construction.
    var modelExcess = TimeDelta.zero

    private static let rate = DataRate.kilobitsPerSecond(1_000)

    static let all = [
        KernelComparison(
            name: "drop-tail: tbf 1mbit over pfifo limit 20",
            commands: [
                ["root", "handle", "1:", "tbf", "rate", "1mbit", "burst", "1600", "limit", "1000000"],
                ["parent", "1:1", "handle", "10:", "pfifo", "limit", "20"],
            ],
            model: LinkConfiguration(rate: rate, queue: .packets(21)),
            modelExcess: TimeDelta(nanoseconds: (1_600 - 1_242) * 8_000)
        ),
    ]

    func checks(_ datagrams: [KernelCheck.Datagram], tick: TimeDelta) -> [NetworkCheck] {
        let start = datagrams.first?.sent ?? 0
        var link = Link(model)
        var passages: [Passage] = []
        var last = Timestamp.start
        for (index, datagram) in datagrams.enumerated() {
            last = max(last, Timestamp(nanoseconds: datagram.sent - start))
            link.offer(LinkPacket(size: KernelCheck.frame, ticket: index), at: last, into: &passages)
        }
        while let timeout = link.nextTimeout { link.advance(to: timeout, into: &passages) }
        var delays = [Double?](repeating: nil, count: datagrams.count)
        for passage in passages {
            guard case .delivered(let time, let queueing) = passage.fate else { continue }
            // A token bucket's packet leaves at one instant; a serialiser's begins to leave when it has waited.
            let sent = Timestamp(nanoseconds: datagrams[passage.ticket].sent - start)
            let wait = model.rate == nil ? time - sent : queueing
            delays[passage.ticket] = (wait - modelExcess).milliseconds
        }
        let kernel = datagrams.map { datagram in
            datagram.arrived.map { Double($0 - datagram.sent) / 1e6 }
        }
        return checks(delays, kernel, tick: tick.milliseconds)
    }

    private func checks(_ model: [Double?], _ kernel: [Double?], tick: Double) -> [NetworkCheck] {
        let passed = (model.compactMap { $0 }, kernel: kernel.compactMap { $0 })
        let differences = zip(model, kernel).compactMap { model, kernel in
            model.flatMap { model in kernel.map { $0 - model } }
        }.sorted()
        for d in [0.0, 0.01, 0.05, 0.5, 0.95, 0.99, 1] where !differences.isEmpty {
            NetworkValidation.note("  q\(d) \(differences[min(differences.count - 1, Int(d * Double(differences.count)))])")
        }
        NetworkValidation.note("  fates differ \(zip(model, kernel).count { ($0 == nil) != ($1 == nil) }) tick \(tick)")
        func check(_ what: String, _ promised: Double, _ measured: Double?, _ tolerance: Double) -> NetworkCheck {
            NetworkCheck(
                "kernel",
                "\(name): \(what)",
                source: "this run's send times",
                promised: promised,
                measured: measured,
                rule: .within(tolerance)
            )
        }
        return [
            check("frames passed of 600", Double(passed.0.count), Double(passed.kernel.count), 1),
            check("longest wait in ms", passed.0.max() ?? 0, passed.kernel.max(), tick),
            check(
                "median of kernel less model over the frames that both passed, in ms",
                0,
                differences.isEmpty ? nil : differences[differences.count / 2],
                tick
            ),
        ]
    }
}
