import Units

extension UnitTable {
    static let time = UnitTable(
        name: "a time",
        units: [("h", 3600e9), ("min", 60e9), ("s", 1e9), ("ms", 1e6), ("us", 1e3), ("ns", 1)],
        aliases: [
            "sec": "s", "secs": "s", "second": "s", "seconds": "s", "msec": "ms", "millis": "ms", "milliseconds": "ms",
            "m": "min", "mins": "min", "minute": "min", "minutes": "min", "hour": "h", "hours": "h", "µs": "us",
            "μs": "us", "hr": "h",
        ],
        example: "30 s"
    )
    static let rate = UnitTable(
        name: "a rate",
        units: [("Gbit/s", 1e9), ("Mbit/s", 1e6), ("kbit/s", 1e3), ("bit/s", 1)],
        aliases: [
            "kbps": "kbit/s", "mbps": "Mbit/s", "gbps": "Gbit/s", "bps": "bit/s", "kb/s": "kbit/s", "mb/s": "Mbit/s",
            "gb/s": "Gbit/s", "b/s": "bit/s", "kbit": "kbit/s", "mbit": "Mbit/s", "gbit": "Gbit/s", "k": "kbit/s",
            "m": "Mbit/s", "kbits": "kbit/s", "mbits": "Mbit/s",
        ],
        example: "300 kbit/s"
    )
    static let percentage = UnitTable(
        name: "a share",
        units: [("%", 0.01)],
        aliases: ["percent": "%", "pct": "%", "per cent": "%"],
        example: "2 %"
    )
}

extension Scalar where Value == TimeDelta {
    /// A time such as `30 s` or `1h30m`, within a range given in words as well; hints use the unit of `example`.
    static func time(_ range: ClosedRange<TimeDelta>, example: String = UnitTable.time.example) -> Scalar {
        let words = "\(TimeText.text(of: range.lowerBound)) to \(TimeText.text(of: range.upperBound))"
        let grammar = ScalarGrammar(
            name: "time",
            form: .pattern(TimeText.pattern),
            range: words
        )
        return Scalar(grammar) { (text) throws(Complaint) in
            let nanoseconds = try TimeText.nanoseconds(of: text, example: example)
            guard nanoseconds >= 0 else { throw Complaint("\(text) is negative, and this is \(words)") }
            guard nanoseconds >= Double(range.lowerBound.nanoseconds),
                nanoseconds <= Double(range.upperBound.nanoseconds)
            else { throw Complaint("\(text) is outside \(words)") }
            return TimeDelta(nanoseconds: Int64(nanoseconds.rounded()))
        }
    }
}

/// Times as they are written: one number and unit, or a chain such as `1h30m`.
enum TimeText {
    static let pattern =
        "^([+]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)? *(h|min|s|ms|us|ns)|([0-9]+h)?([0-9]+m)?([0-9]+s)?)$"

    static func nanoseconds(of text: String, example: String) throws(Complaint) -> Double {
        if let chain = chain(text.trimmingBlanks) { return chain }
        return try UnitTable.time.value(of: QuantityText(text, example: example), example: example)
    }

    /// The value of `1h30m15s`, largest unit first, or `nil` where the text is no such chain.
    private static func chain(_ text: String) -> Double? {
        var rest = text[...]
        var total = 0.0
        var count = 0
        for (letter, factor) in [("h", 3600e9), ("m", 60e9), ("s", 1e9)] {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            guard !digits.isEmpty, let value = Double(digits), rest.dropFirst(digits.count).hasPrefix(letter) else {
                continue
            }
            total += value * factor
            count += 1
            rest = rest.dropFirst(digits.count + 1)
        }
        return rest.isEmpty && count > 0 ? total : nil
    }

    /// The time in the largest unit that leaves a short number.
    static func text(of time: TimeDelta) -> String {
        let value = Double(time.nanoseconds)
        guard value != 0 else { return "0 s" }
        for (text, factor) in UnitTable.time.units where value.magnitude >= factor {
            // 90 s read better than 1.5 min.
            if factor >= 60e9, value.truncatingRemainder(dividingBy: factor) != 0 { continue }
            return "\(ValueText.plain(value / factor)) \(text)"
        }
        return "\(time.nanoseconds) ns"
    }
}

extension Scalar where Value == DataRate {
    /// A rate such as `300 kbit/s`, within a range in bits per second.
    static func rate(_ range: ClosedRange<Int64>) -> Scalar {
        let words = "\(RateText.text(of: range.lowerBound)) to \(RateText.text(of: range.upperBound))"
        let grammar = ScalarGrammar(name: "rate", form: .pattern(UnitTable.rate.pattern), range: words)
        return Scalar(grammar) { (text) throws(Complaint) in
            let value = try UnitTable.rate.value(of: QuantityText(text, example: UnitTable.rate.example)).rounded()
            guard value >= Double(range.lowerBound), value <= Double(range.upperBound) else {
                throw Complaint("\(text) is outside \(words)")
            }
            return DataRate(bitsPerSecond: Int64(value))
        }
    }
}

/// Rates as messages print them.
enum RateText {
    static func text(of bitsPerSecond: Int64) -> String {
        let value = Double(bitsPerSecond)
        for (text, factor) in UnitTable.rate.units where value >= factor {
            return "\(ValueText.plain(value / factor)) \(text)"
        }
        return "\(bitsPerSecond) bit/s"
    }
}

extension Scalar where Value == Double {
    /// A share such as `2 %`, read as a fraction.
    static func percentage(_ range: ClosedRange<Double>) -> Scalar {
        let words = "\(ValueText.plain(range.lowerBound * 100)) % to \(ValueText.plain(range.upperBound * 100)) %"
        let grammar = ScalarGrammar(name: "percentage", form: .pattern(UnitTable.percentage.pattern), range: words)
        return Scalar(grammar) { (text) throws(Complaint) in
            let quantity = try QuantityText(text, example: UnitTable.percentage.example)
            // Moving the point in the text gives the nearest fraction; arithmetic makes 33.3 % a bit less than 0.333.
            var value = try UnitTable.percentage.value(of: quantity)
            if let shifted = Double(quantity.numberText + "e-2") { value = shifted }
            guard range.contains(value) else { throw Complaint("\(text) is outside \(words)") }
            return value == 0 ? 0 : value
        }
    }
}

extension Scalar where Value == Double {
    /// A mean number of packets such as `2.5 packets`.
    static func packets(_ range: ClosedRange<Double>) -> Scalar {
        let words =
            "\(ValueText.grouped(Int64(range.lowerBound))) to \(ValueText.grouped(Int64(range.upperBound))) packets"
        let grammar = ScalarGrammar(
            name: "number of packets",
            form: .pattern("^[+]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)? *packets?$"),
            range: words
        )
        return Scalar(grammar) { (text) throws(Complaint) in
            let quantity = try QuantityText(text, example: "8 packets")
            guard quantity.unit == "packets" || quantity.unit == "packet" else {
                throw Complaint(
                    "\(quantity.numberText) is to be a number of packets",
                    hint: "did you mean \(quantity.numberText) packets?"
                )
            }
            guard range.contains(quantity.number) else { throw Complaint("\(text) is outside \(words)") }
            return quantity.number
        }
    }
}

extension Scalar where Value == Double {
    /// A number without a unit.
    static func plainNumber(_ range: ClosedRange<Double>) -> Scalar {
        let highest = range.upperBound
        let words =
            "\(ValueText.plain(range.lowerBound)) to "
            + (highest == highest.rounded() ? ValueText.grouped(Int64(highest)) : ValueText.plain(highest))
        let grammar = ScalarGrammar(name: "number", form: .number(range), range: words)
        return Scalar(grammar) { (text) throws(Complaint) in
            let quantity = try QuantityText(text, example: "3")
            guard quantity.unit.isEmpty else {
                throw Complaint(
                    "'\(YAMLTree.shortened(quantity.unit))' may not follow a number here",
                    hint: "write \(quantity.numberText)"
                )
            }
            guard range.contains(quantity.number) else { throw Complaint("\(text) is outside \(words)") }
            return quantity.number
        }
    }
}
