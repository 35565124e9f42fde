import Results
import VirtualTime

/// Many runs of one scenario, from which panels are drawn.
struct RunPool {
    private let head: JSONObject
    let runs: [JSONObject]

    init(parsing bytes: [UInt8]) throws {
        _ = try Baseline(parsing: bytes)
        guard case .object(let root) = try JSONValue(parsing: bytes), case .array(let values)? = root["runs"] else {
            throw FormatError(line: 1, message: "this is no baseline")
        }
        var head = JSONObject()
        for member in root.members where member.key != "runs" { head.append(member.key, member.value) }
        self.head = head
        runs = values.compactMap { if case .object(let run) = $0 { run } else { nil } }
    }

    /// A baseline of some of the runs, under the seeds 1, 2 and so on and digests of their own.
    func baseline(_ runs: [JSONObject], digestsFrom first: UInt64) throws -> Baseline {
        var object = head
        let named = runs.enumerated().map { index, run -> JSONValue in
            var renamed = JSONObject()
            for member in run.members {
                switch member.key {
                case "seed": renamed.append("seed", .integer(index + 1))
                case "digest": renamed.append("digest", .string((first + UInt64(index)).sixteenHexDigits))
                default: renamed.append(member.key, member.value)
                }
            }
            return .object(renamed)
        }
        object.append("runs", .array(named))
        return try Baseline(parsing: JSONValue.object(object).compactBytes)
    }

    /// Two panels of runs with nothing in common, as though a change had drawn all chance anew.
    func reshuffled(_ index: Int) throws -> (old: Baseline, new: Baseline) {
        let order = order(index)
        let cap = ValidationCase.cap
        let (old, new) = (order.prefix(cap).map { runs[$0] }, order.dropFirst(cap).prefix(cap).map { runs[$0] })
        return (try baseline(old, digestsFrom: 1), try baseline(new, digestsFrom: 1_001))
    }

    /// Panels of the same seeds of this pool and of another.
    func paired(with other: RunPool, _ index: Int) throws -> (old: Baseline, new: Baseline) {
        let chosen = order(index).prefix(ValidationCase.cap)
        return (
            try baseline(chosen.map { runs[$0] }, digestsFrom: 1),
            try baseline(chosen.map { other.runs[$0] }, digestsFrom: 1_001)
        )
    }

    private func order(_ index: Int) -> [Int] {
        var random = RandomStream(seed: UInt64(index), owner: 0, cause: .assignment)
        return Permutation(count: runs.count, random: &random).order
    }
}
