import MediaCodecs

/// One line of the table: a name, and what becomes of a talk.
struct Condition: Sendable {
    let name: String
    let heard: @Sendable (Talk) throws -> [Int16]

    init(_ name: String, _ heard: @escaping @Sendable (Talk) throws -> [Int16]) {
        self.name = name
        self.heard = heard
    }

    static let harmless = [
        Condition("nothing") { $0.samples },
        Condition("delay 123 ms") { Fault.delayed($0.samples, milliseconds: 123) },
        Condition("delay 1 s") { Fault.delayed($0.samples, milliseconds: 1_000) },
        Condition("delay steps of 60 ms in pauses") { Fault.steppedInPauses($0) },
        Condition("Opus 32 kbit/s") { try Fault.opus($0.samples, kilobitsPerSecond: 32) },
        Condition("Opus 24 kbit/s") { try Fault.opus($0.samples, kilobitsPerSecond: 24) },
        Condition("Opus 8 kbit/s") { try Fault.opus($0.samples, kilobitsPerSecond: 8) },
        Condition("level -0.5 dB") { Fault.scaled($0.samples, factor: 0.9440608762859234) },
        Condition("one pitch period a second in or out") {
            Fault.stretched($0.samples, every: 1_000) { $0 % 2 == 0 }
        },
        Condition("1 % slower") { Fault.slowed($0.samples, by: 0.01) },
    ]

    static let harmful = [
        Condition("level -20 dB") { Fault.scaled($0.samples, factor: 0.1) },
        Condition("1 % of 20 ms silenced") { Fault.silenced($0.samples, share: 0.01, milliseconds: 20) },
        Condition("5 % of 20 ms silenced") { Fault.silenced($0.samples, share: 0.05, milliseconds: 20) },
        Condition("20 % of 20 ms silenced") { Fault.silenced($0.samples, share: 0.2, milliseconds: 20) },
        Condition("5 % of 100 ms silenced") { Fault.silenced($0.samples, share: 0.05, milliseconds: 100) },
        Condition("20 % of 300 ms silenced") { Fault.silenced($0.samples, share: 0.2, milliseconds: 300) },
        Condition("one second silenced") { Fault.droppedSecond($0) },
        Condition("Opus 24, 5 % lost, concealed") { try Fault.opus($0.samples, kilobitsPerSecond: 24, loss: 0.05) },
        Condition("Opus 24, 5 % lost in bursts of 100 ms, concealed") {
            try Fault.opus($0.samples, kilobitsPerSecond: 24, loss: 0.05, burst: 5)
        },
        Condition("Opus 24, 20 % lost in bursts of 200 ms, concealed") {
            try Fault.opus($0.samples, kilobitsPerSecond: 24, loss: 0.2, burst: 10)
        },
        Condition("4 % slower") { Fault.slowed($0.samples, by: 0.04) },
        Condition("robot: a period every 60 ms, 8 in, 8 out") {
            Fault.stretched($0.samples, every: 60) { $0 / 8 % 2 == 0 }
        },
        Condition("noise in 20 % of the pauses") { Fault.noisyPauses($0, share: 0.2) },
        Condition("half of all seconds silenced") { Fault.silenced($0.samples, share: 0.5, milliseconds: 1_000) },
        Condition("nothing heard at all") { [Int16](repeating: 0, count: $0.samples.count) },
    ]
}
