import Results

/// What a suite expects of a case, in numbers of ours: the RFCs give words.
struct CongestionExpectation {
    let sentence: String
    let isMet: Bool

    /// The most that a media flow sends, headers included, and the least that its video and sound take.
    private static let flowMost = 1.6e6
    private static let flowLeast = 200e3

    /// `nil` for cases of which nothing is expected in numbers.
    init?(_ value: JSONValue) {
        let name = value.text("case")
        switch name.prefix(3) {
        case "5.1", "5.2", "5.3",
            "3.1" where !name.contains("tcp"):
            sentence = "each epoch of 10 s and more settles at 70 % or more of what there is"
            isMet = Self.long(value).allSatisfy {
                Self.share($0).map { $0 >= 0.7 } ?? true && $0.number("convergence_s") != nil
            }
        case "5.6", "5.7", "3.1":
            sentence = "no media flow below its floor, and the link 70 % used"
            let used = value.items("links").filter { $0.text("direction") == "up" && $0.text("name") == "bottleneck" }
                .compactMap { $0.number("link.utilisation") }
            isMet = Self.areAboveFloor(value) && used.allSatisfy { $0 >= 0.7 }
        case "5.4", "5.5", "5.8":
            sentence = "Jain's index 0.9 and 70 % used in the last epoch of all flows"
            let most = value.items("epochs").compactMap { $0.number("flows") }.max()
            let last = Self.long(value).last { $0.number("flows") == most }
            isMet = last.map { $0.number("jain_index") ?? 0 >= 0.9 && Self.share($0) ?? 0 >= 0.7 } ?? false
        case "3.2":
            sentence = "no media flow below its floor, and Jain's index 0.9 each way"
            isMet =
                Self.areAboveFloor(value)
                && Self.long(value).allSatisfy { $0.number("jain_index").map { $0 >= 0.9 } ?? true }
        case "2.1", "2.2":
            sentence = "no media flow below its floor"
            isMet = Self.areAboveFloor(value)
        default: return nil
        }
    }

    private static func long(_ value: JSONValue) -> [JSONValue] {
        value.items("epochs").filter { ($0.number("to_s") ?? 0) - ($0.number("from_s") ?? 0) >= 10 }
    }

    /// What media got of what it could have had.
    private static func share(_ epoch: JSONValue) -> Double? {
        guard let available = epoch.number("available_bit_s"), let media = epoch.number("media_bit_s"),
            let flows = epoch.number("flows"), available > 0
        else { return nil }
        return media / min(available, flows * flowMost)
    }

    private static func areAboveFloor(_ value: JSONValue) -> Bool {
        value.items("flows").filter { $0.text("kind") == "media" }
            .allSatisfy { $0.number("flow.rate").map { $0 >= flowLeast } ?? false }
    }
}

extension JSONValue {
    func items(_ key: String) -> [JSONValue] {
        guard case .object(let object) = self, case .array(let items)? = object[key] else { return [] }
        return items
    }

    /// A member's text, a dash where there is none.
    func text(_ key: String) -> String {
        guard case .object(let object) = self, case .string(let text)? = object[key] else { return "-" }
        return text
    }

    func number(_ key: String) -> Double? {
        guard case .object(let object) = self, case .number(let number)? = object[key] else { return nil }
        return number.value
    }
}
