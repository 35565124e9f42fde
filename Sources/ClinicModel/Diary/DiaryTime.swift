import Units

/// When an entry of a diary begins: a time of day, perhaps with its date.
struct DiaryTime {
    /// Year, month and day as one number that grows; `nil` without a date.
    let date: Int?
    let time: TimeDelta

    /// Reads `09:20`, `09:20:30`, `2026-03-02T09:20` or `2026-03-02 09:20`; `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split { $0 == "T" || $0 == " " }
        guard let last = parts.last, (1...2).contains(parts.count), let time = Self.time(last) else { return nil }
        self.time = time
        guard parts.count == 2 else {
            date = nil
            return
        }
        let numbers = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2],
            (2_000...2_100).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        date = (year * 100 + month) * 100 + day
    }

    private static func time(_ text: Substring) -> TimeDelta? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.utf8.count) }) else { return nil }
        let numbers = parts.compactMap { Int64($0) }
        guard numbers.count == parts.count, (0...23).contains(numbers[0]),
            numbers.dropFirst().allSatisfy({ (0...59).contains($0) })
        else { return nil }
        return .seconds(numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0))
    }
}
