import Units

extension Scalar where Value == TimeDelta {
    /// A time of day such as `09:00`, since midnight.
    static let timeOfDay = Scalar(
        ScalarGrammar(name: "time of day", form: .pattern("^([01]?[0-9]|2[0-3]):[0-5][0-9]$"), range: "00:00 to 23:59")
    ) { (text) throws(Complaint) in
        let parts = text.trimmingBlanks.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }),
            let hours = Int64(parts[0]), let minutes = Int64(parts[1]), hours < 24, minutes < 60
        else {
            throw Complaint("'\(YAMLTree.shortened(text))' is no time of day", hint: "write it as in 09:00")
        }
        return .seconds(hours * 3_600 + minutes * 60)
    }
}

extension TimeText {
    /// A time since midnight as it is written: `09:00`.
    static func timeOfDay(_ time: TimeDelta) -> String {
        let minutes = time.nanoseconds / 60_000_000_000
        let (hour, minute) = (minutes / 60, minutes % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
