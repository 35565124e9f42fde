import Units

/// The output of `ping`: iputils on Linux, macOS and the BSDs, or Windows in English.
///
/// Numbers that are missing among `icmp_seq` are losses, as are requests that timed out and, where the summary says how
/// many were sent, those after the last reply.
struct PingText {
    private struct Reply {
        let sequence: Int
        let delay: TimeDelta
        let time: Double?
    }

    private var replies: [Reply] = []
    /// Windows: what each line says, in order.
    private var inOrder: [TimeDelta?] = []
    private var lastSequence: Int?
    private var firstSequence: Int?
    private var sentCount: Int?
    private var totalTime: TimeDelta?
    private var duplicateCount = 0
    private var decimals = 0
    private var seen: Set<Int> = []

    /// Whether a text looks like the output of ping.
    static func matches(_ lines: MeasurementLines) -> Bool {
        lines.all.prefix(20).contains {
            $0.text.hasPrefix("PING ") || $0.text.hasPrefix("Pinging ") || $0.text.contains("icmp_seq")
                || $0.text.hasPrefix("Reply from ")
        }
    }

    static func read(_ lines: MeasurementLines, interval: TimeDelta?) throws(TextFault) -> PathMeasurement {
        var ping = PingText()
        for line in lines.all { try ping.read(line.text, line.number) }
        return try ping.measurement(interval: interval, lastLine: lines.all.last?.number ?? 1)
    }

    private mutating func read(_ line: String, _ number: Int) throws(TextFault) {
        if line.hasPrefix("Reply from "), !line.contains("icmp_seq") {
            // A reply that tells of trouble on the way has no time.
            inOrder.append(line.contains("time") ? try delay(line, number) : nil)
        } else if line.hasPrefix("Request timed out") || line.hasPrefix("General failure") {
            inOrder.append(nil)
        } else if line.contains("bytes from"), let sequence = Self.value(of: ["icmp_seq=", "icmp_req="], in: line) {
            try readReply(line, sequence, number)
        } else if let sequence = Self.value(of: ["icmp_seq=", "icmp_seq "], in: line) {
            // Unreachable, timed out, or not answered yet: counts as sent.
            try pass(sequence: sequence, number)
        } else if line.contains("packets transmitted") {
            // More than any run of ping sends is no one run, which `measurement` refuses.
            sentCount = Int(line.prefix { $0.isNumber }).map { min($0, 1 << 40) }
            if let text = line.split(separator: "time ").dropFirst().last, text.hasSuffix("ms"),
                let milliseconds = MeasurementLines.number(text.dropLast(2))
            {
                totalTime = TimeDelta(seconds: min(milliseconds, 1e12) / 1_000)
            }
        }
    }

    private mutating func readReply(_ line: String, _ text: Substring, _ number: Int) throws(TextFault) {
        let sequence = try pass(sequence: text, number)
        guard seen.insert(sequence).inserted else {
            duplicateCount += 1
            return
        }
        let stamp = line.hasPrefix("[") ? MeasurementLines.number(line.dropFirst().prefix { $0 != "]" }) : nil
        replies.append(Reply(sequence: sequence, delay: try delay(line, number), time: stamp))
    }

    /// The sequence number without its wrap after 65,535.
    @discardableResult private mutating func pass(sequence text: Substring, _ number: Int) throws(TextFault) -> Int {
        guard let value = Int(text), (0...0xFFFF).contains(value) else {
            throw TextFault(line: number, message: "\(MeasurementLines.shown(text)) is no icmp_seq from 0 to 65535")
        }
        var sequence = value
        if let lastSequence {
            let step = Int16(truncatingIfNeeded: value - lastSequence)
            sequence = lastSequence + Int(step)
        }
        lastSequence = max(lastSequence ?? sequence, sequence)
        firstSequence = min(firstSequence ?? sequence, sequence)
        return sequence
    }

    private mutating func delay(_ line: String, _ number: Int) throws(TextFault) -> TimeDelta {
        guard let start = line.firstRange(of: "time=")?.upperBound ?? line.firstRange(of: "time<")?.upperBound else {
            throw TextFault(line: number, message: "a reply without time= is none")
        }
        let text = line[start...].prefix { $0.isNumber || $0 == "." }
        guard let value = MeasurementLines.number(text), value <= 3_600_000 else {
            throw TextFault(line: number, message: "\(MeasurementLines.shown(line[start...])) is no time in ms")
        }
        decimals = max(decimals, text.split(separator: ".").dropFirst().first?.count ?? 0)
        // `time<1ms` lies between nothing and a millisecond.
        return TimeDelta(seconds: (line.contains("time<") ? value / 2 : value) / 1_000)
    }

    private func measurement(interval: TimeDelta?, lastLine: Int) throws(TextFault) -> PathMeasurement {
        guard !replies.isEmpty || inOrder.contains(where: { $0 != nil }) else {
            throw TextFault(
                line: lastLine,
                message: "no reply stands in the file: icmp_seq=… time=…, or Reply from … time=…"
            )
        }
        var measurement = PathMeasurement(way: .roundTrip)
        let steps: [TimeDelta] = [.milliseconds(1), .microseconds(100), .microseconds(10), .microseconds(1)]
        measurement.resolution = steps[min(decimals, steps.count - 1)]
        if replies.isEmpty {
            fill(&measurement, windows: interval)
        } else {
            try fill(&measurement, interval: interval, lastLine)
        }
        if duplicateCount > 0 { measurement.remarks.append("\(duplicateCount) replies came twice and count once") }
        return measurement
    }

    private func fill(_ measurement: inout PathMeasurement, windows interval: TimeDelta?) {
        measurement.losses = inOrder.map { $0 == nil }
        measurement.spacing = interval
        for (index, delay) in inOrder.enumerated() {
            guard let delay else { continue }
            measurement.delays.append(.init(time: interval.map { Double(index) * $0.seconds }, delay: delay))
        }
    }

    private func fill(
        _ measurement: inout PathMeasurement,
        interval: TimeDelta?,
        _ lastLine: Int
    ) throws(TextFault) {
        guard let first = firstSequence, var last = lastSequence else { return }
        // Linux counts from 1, macOS from 0; a file that begins later lost its beginning, and not packets.
        if first > 1 {
            measurement.remarks.append("the file begins with icmp_seq \(first): what came before is unknown")
        }
        if let sentCount, first <= 1 { last = max(last, first + sentCount - 1) }
        let span = last - first + 1
        guard span <= 16 * replies.count + 100_000 else {
            throw TextFault(
                line: lastLine,
                message: "\(span) packets sent for \(replies.count) replies: this is no one run of ping"
            )
        }
        var losses = [Bool](repeating: true, count: span)
        for reply in replies { losses[reply.sequence - first] = false }
        measurement.losses = losses
        let stamps = replies.compactMap(\.time)
        if let interval {
            measurement.spacing = interval
        } else if let from = stamps.first, let to = stamps.last, to > from, let end = replies.last,
            let begin = replies.first, end.sequence > begin.sequence
        {
            // The stamps are times of day in microseconds, of which a number keeps no more.
            let microseconds = (to - from) / Double(end.sequence - begin.sequence) * 1e6
            measurement.spacing = .microseconds(Int64(min(microseconds, 1e12).rounded()))
        } else if let totalTime, span > 1 {
            measurement.spacing = totalTime / Int64(span - 1)
        }
        for reply in replies.sorted(by: { $0.sequence < $1.sequence }) {
            let time = measurement.spacing.map { Double(reply.sequence - first) * $0.seconds }
            measurement.delays.append(.init(time: time, delay: reply.delay))
        }
    }

    /// The digits behind the first of some words.
    private static func value(of words: [String], in line: String) -> Substring? {
        for word in words {
            guard let range = line.firstRange(of: word) else { continue }
            return line[range.upperBound...].prefix { $0.isNumber || $0 == "-" }
        }
        return nil
    }
}
