extension RunManifest {
    /// The command line that does the same run again, all of it or the given shard of it.
    public func reproduce(_ other: Shard) -> String {
        let asked = other == .whole ? "" : " --shard \(other)"
        guard shard != .whole else { return reproduce + asked }
        return reproduce.replacingLast(" --shard \(shard)", with: asked)
    }

    /// The manifest of the run whose shards these are, which must differ in nothing that decides calls.
    ///
    /// The machines are added up as though they had worked side by side: workers, cores and processor time are sums,
    /// the wall time is the longest, the peak of memory the largest.
    public init(merging shards: [RunManifest], digest: UInt64, files: [FileLength]) {
        precondition(!shards.isEmpty, "no shards to merge")
        self = shards[0]
        shard = .whole
        reproduce = shards[0].reproduce(.whole)
        isComplete = true
        self.digest = digest
        self.files = files.sorted { $0.name < $1.name }
        workers = shards.reduce(0) { $0 + $1.workers }
        wallSeconds = shards.map(\.wallSeconds).max() ?? 0
        cpuSeconds = shards.reduce(0) { $0 + $1.cpuSeconds }
        let simulated = shards.reduce(0) { $0 + $1.tester.speedUp * $1.wallSeconds }
        let processors = shards.reduce(0) { $0 + $1.tester.processors }
        let offered = wallSeconds * Double(processors)
        tester = TesterAccount(
            processors: processors,
            cpuShare: offered > 0 ? min(cpuSeconds / offered, 1) : 0,
            speedUp: wallSeconds > 0 ? simulated / wallSeconds : 0,
            peakMemoryBytes: shards.compactMap(\.tester.peakMemoryBytes).max(),
            isSaturated: shards.contains { $0.tester.isSaturated }
        )
    }
}

extension String {
    fileprivate func replacingLast(_ part: String, with replacement: String) -> String {
        guard let found = ranges(of: part).last else { return self }
        return replacingCharacters(in: found, with: replacement)
    }

    private func replacingCharacters(in range: Range<Index>, with replacement: String) -> String {
        var text = self
        text.replaceSubrange(range, with: replacement)
        return text
    }
}
