import Units

/// Refuses numbers that no browser can mean, before anything is computed from them.
enum StatisticsCheck {
    /// No counter of a call comes near 2^53, up to which whole numbers are exact.
    private static let largest = 9e15
    /// Seconds; a longer round trip, or a sound held longer, is no conversation but a slip of units.
    private static let longestDelay = 60.0
    private static let largestSide = 16_384.0
    private static let restart = "score each part by itself: a stream that began again counts from zero"
    private static let damaged = "record the dump again: this one is damaged"
    private static let units = "give times in seconds, as webrtc-stats has them"

    static func check(_ table: StatisticsTable) throws(StatisticsFault) {
        for field in StatisticsField.all where table[field.name] != nil {
            try checkValues(field, table)
            switch field.kind {
            case .duration: try checkDuration(field.name, table)
            case .sum(let counter): try checkMean(field.name, over: counter, table)
            case .count, .signedCount, .plainSum, .size, .roundTrip: break
            }
        }
        try checkShares(table)
    }

    /// Each value by itself, and that it did not fall where it may not.
    private static func checkValues(_ field: StatisticsField, _ table: StatisticsTable) throws(StatisticsFault) {
        var last = 0.0
        for (index, value) in (table[field.name] ?? []).enumerated() {
            guard let value else { continue }
            if let (message, hint) = problem(value, field.kind) {
                throw StatisticsFault(place(field.name, index), message, hint: hint)
            }
            guard field.kind.onlyRises else { continue }
            guard value >= last * (1 - field.kind.slack) else {
                throw StatisticsFault(
                    place(field.name, index),
                    "the counter fell from \(last) to \(value)",
                    hint: restart
                )
            }
            last = value
        }
    }

    private static func problem(_ value: Double, _ kind: StatisticsField.Kind) -> (message: String, hint: String)? {
        let isWhole = value == value.rounded()
        switch kind {
        case .count: return isWhole && (0...largest).contains(value) ? nil : ("\(value) is no count", damaged)
        case .signedCount: return isWhole && abs(value) <= largest ? nil : ("\(value) is no count", damaged)
        case .sum, .plainSum, .duration:
            return (0...largest).contains(value) ? nil : ("\(value) is no count", damaged)
        case .size:
            guard !isWhole || !(0...largestSide).contains(value) else { return nil }
            return ("\(value) is no width or height of a picture, of which 1 to \(Int(largestSide)) are read", damaged)
        case .roundTrip:
            return (0...longestDelay).contains(value) ? nil : ("\(value) s is no round-trip time", units)
        }
    }

    /// Time that is counted must have passed; what appears within the dump began at zero.
    private static func checkDuration(_ name: String, _ table: StatisticsTable) throws(StatisticsFault) {
        guard let first = table.times.first, let last = table.times.last, let grown = table.growth(name) else { return }
        let span = (last - first).seconds
        guard grown > span + longestDelay else { return }
        throw StatisticsFault(name, "it grew by \(grown) s in \(span) s", hint: units)
    }

    private static func checkMean(
        _ name: String,
        over counter: String,
        _ table: StatisticsTable
    ) throws(StatisticsFault) {
        let events = counter.split(separator: ".").last ?? ""
        for index in table.times.indices.dropFirst() {
            guard let sum = table.growth(name, from: index - 1, to: index),
                let count = table.growth(counter, from: index - 1, to: index), sum > longestDelay * max(count, 1)
            else { continue }
            throw StatisticsFault(
                place(name, index),
                "\(sum) s over \(count) of \(events) is more than a minute each",
                hint: units
            )
        }
    }

    /// What is counted twice must agree.
    private static func checkShares(_ table: StatisticsTable) throws(StatisticsFault) {
        let audio = "inbound-rtp.audio."
        try check(table, audio, ["concealedSamples"], within: "totalSamplesReceived")
        try check(table, audio, ["silentConcealedSamples"], within: "concealedSamples")
        let stretching = ["insertedSamplesForDeceleration", "removedSamplesForAcceleration"]
        try check(table, audio, stretching, within: "totalSamplesReceived")
        for kind in ["audio", "video"] {
            let names = ["packetsLost", "packetsReceived"].map { "inbound-rtp.\(kind).\($0)" }
            for index in table.times.indices {
                guard let lost = table[names[0]]?[index], let received = table[names[1]]?[index], lost < -received
                else { continue }
                throw StatisticsFault(
                    place(names[0], index),
                    "\(lost) says that more came twice than came at all, \(received)",
                    hint: damaged
                )
            }
        }
    }

    private static func check(
        _ table: StatisticsTable,
        _ object: String,
        _ parts: [String],
        within whole: String
    ) throws(StatisticsFault) {
        for index in table.times.indices {
            let known = parts.compactMap { table[object + $0]?[index] }
            guard let more = table[object + whole]?[index], !known.isEmpty else { continue }
            let less = known.reduce(0, +)
            guard less > more else { continue }
            throw StatisticsFault(
                place(object + parts.joined(separator: " and "), index),
                "\(less) is more than \(whole), \(more)",
                hint: damaged
            )
        }
    }

    private static func place(_ name: String, _ index: Int) -> String { "\(name), snapshot \(index + 1)" }
}

extension StatisticsField.Kind {
    /// Sums of seconds may lose their last bit on the way through a dump.
    fileprivate var slack: Double {
        switch self {
        case .duration, .sum, .plainSum: 1e-12
        case .count, .signedCount, .size, .roundTrip: 0
        }
    }

    fileprivate var onlyRises: Bool {
        switch self {
        case .count, .duration, .sum, .plainSum: true
        case .signedCount, .size, .roundTrip: false
        }
    }
}
