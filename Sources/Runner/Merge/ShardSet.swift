import Results

/// The shards of one run, all of them and each once, in the order of their numbers.
struct ShardSet {
    let shards: [ShardFolder]

    /// Takes folders in any order.
    ///
    /// - Throws: `RunError` where they are not the shards of one run, or not all of them.
    init(_ folders: [ShardFolder]) throws(RunError) {
        guard let first = folders.first else {
            throw Self.refusal("no folder is named", "name the output folder of every shard")
        }
        for other in folders.dropFirst() { try Self.check(first, other) }
        var places: [Int: ShardFolder] = [:]
        for folder in folders {
            let index = folder.manifest.shard.index
            if let earlier = places[index] {
                throw Self.refusal(
                    "\(earlier.path) and \(folder.path) are both \(folder.name)",
                    "leave one of them out: a shard that is run again gives the same bytes"
                )
            }
            places[index] = folder
        }
        let count = first.manifest.shard.count
        let missing = (1...count).filter { places[$0] == nil }
        guard missing.isEmpty else {
            let names = missing.prefix(9).map { "\($0)/\(count)" } + (missing.count > 9 ? ["…"] : [])
            let command = first.manifest.reproduce(RunManifest.Shard(index: missing[0], count: count))
            throw Self.refusal(
                "\(missing.count == 1 ? "shard" : "shards") \(names.joined(separator: ", ")) "
                    + "\(missing.count == 1 ? "is" : "are") missing",
                "name every shard's folder; one that was lost is run again by \(command) --out NEW"
            )
        }
        shards = (1...count).compactMap { places[$0] }
    }

    private static func check(_ one: ShardFolder, _ other: ShardFolder) throws(RunError) {
        let (first, second) = (one.manifest, other.manifest)
        guard first.shard.count == second.shard.count else {
            throw refusal(
                "\(one.path) is \(one.name) and \(other.path) is \(other.name)",
                "merge shards of one run, all with the same number behind the slash"
            )
        }
        let difference =
            first.firstDifference(to: second)?.between(one.path, and: other.path)
            ?? (first.usesDefaultThresholds == second.usesDefaultThresholds
                ? nil : "only one of \(one.path) and \(other.path) states thresholds")
        guard let difference else { return }
        throw refusal(
            difference,
            "run the one that is wrong again with the same scenario, options, rehearsal and codecs as the others: "
                + "\(first.reproduce(second.shard)) --out NEW"
        )
    }

    private static func refusal(_ happened: String, _ advice: String) -> RunError {
        RunError(.usage, attempted: "merge shards", happened: happened, advice: advice)
    }
}
