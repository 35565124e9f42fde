import NetworkEmulation
import QualityModels
import Units

/// Reads `profiles`, and finds the profile of a name, the file's own or a built-in one.
struct ProfileDecoding {
    let findings: Findings
    private(set) var profiles: [AccessProfile] = []
    /// Names that the file gives, be their profiles right or wrong.
    private(set) var names: [String] = []

    init(findings: Findings) { self.findings = findings }

    /// The file's profile of this name if it is right, or the built-in one.
    subscript(name: String) -> AccessProfile? {
        names.contains(name) ? profiles.first { $0.id == name } : AccessProfile[name]
    }

    mutating func read(_ tree: YAMLTree?) {
        guard let tree else { return }
        guard case .mapping(let entries) = tree.content else {
            findings.add(
                Complaint("\(tree.kind) stands where a mapping is due", hint: "write name: { like: 4g }"),
                at: tree.position,
                path: "profiles"
            )
            return
        }
        for entry in entries {
            names.append(entry.key)
            let path = "profiles.\(YAMLTree.shortened(entry.key))"
            checkName(entry, path)
            guard let profile = profile(entry, path) else { continue }
            profiles.append(profile)
        }
    }

    private func checkName(_ entry: YAMLTree.Entry, _ path: String) {
        do {
            _ = try Scalar<String>.name.read(entry.key)
        } catch {
            findings.add(error, at: entry.position, path: path)
        }
        guard AccessProfile[entry.key] != nil else { return }
        findings.add(
            Complaint(
                "'\(entry.key)' is the name of a built-in profile",
                hint: "name it my-\(entry.key), and write like: \(entry.key) to start from the profile"
            ),
            at: entry.position,
            path: path
        )
    }

    private func profile(_ entry: YAMLTree.Entry, _ path: String) -> AccessProfile? {
        guard let section = Section(entry.value, path: path, table: ProfileFields.table, findings: findings) else {
            return nil
        }
        let base = base(section)
        if !section.has(ProfileFields.like.key) {
            for key in ["down", "up", "rtt", "jitter", "loss"] where !section.has(key) {
                let member = ProfileFields.table.member(key)
                section.complain(
                    "\(key) is missing",
                    hint: "write \(key): \(member?.examples.first ?? ""), or like: 4g"
                )
            }
        }
        let numbers = ProfileNumberDecoding(section: section)
        let down = numbers.rates("down") ?? base?.down
        let up = numbers.rates("up") ?? base?.up
        let roundTrip = numbers.times("rtt", ProfileSpreadFields.span, ProfileSpreadFields.roundTrip)
        let jitter = numbers.times("jitter", ProfileSpreadFields.deviation, ProfileSpreadFields.jitter)
        let loss = numbers.losses()
        let run = section.value(ProfileFields.meanLossRun)
        let queues = numbers.queues()
        let events = ProfileEventDecoding(section: section).events()
        let description = section.value(ProfileFields.description)
        let confidence = section.value(ProfileFields.confidence)
        let sources = numbers.sources()
        guard let down, let up, let roundTrip = roundTrip ?? base?.baseRoundTripTime,
            let jitter = jitter ?? base?.jitter,
            let loss = loss ?? base?.loss
        else { return nil }
        let given = Self.given(in: section)
        let basis = base.map { base in
            ["what is not given is as in \(base.id)"] + base.sources.map { "\(base.id): \($0)" }
        }
        return AccessProfile(
            id: entry.key,
            description: description ?? base?.description ?? "",
            down: down,
            up: up,
            baseRoundTripTime: roundTrip,
            jitter: jitter,
            loss: loss,
            meanLossRun: run ?? base?.meanLossRun ?? Self.usualLossRun,
            queueDescription: queues == nil ? base?.queueDescription ?? "200 ms tail drop" : "tail drop as given",
            upQueue: queues?.up ?? base?.upQueue ?? Self.usualQueue,
            downQueue: queues?.down ?? base?.downQueue ?? Self.usualQueue,
            events: events ?? base?.events ?? [],
            confidence: (confidence ?? "none stated")
                + (base.map { " for what it gives itself; as in \($0.id): \($0.confidence)" } ?? ""),
            sources: sources + (basis ?? []),
            onlyRoute: base?.onlyRoute,
            ownNumbers: OwnNumbers(given, base: base?.id)
        )
    }

    private static func given(in section: Section) -> Set<ProfileNumber> {
        let keys: [(key: String, numbers: Set<ProfileNumber>)] = [
            ("down", [.downP5, .downP50, .downP95]), ("up", [.upP5, .upP50, .upP95]),
            ("rtt", [.roundTripP50, .roundTripP95]), ("jitter", [.jitterP50, .jitterP95]),
            ("loss", [.lossP50, .lossP95]), (ProfileFields.meanLossRun.key, [.meanLossRun]),
            (ProfileFields.queue, [.upQueue, .downQueue]),
        ]
        return keys.filter { section.has($0.key) }.reduce(into: []) { $0.formUnion($1.numbers) }
    }

    private static let usualLossRun = 1.5
    private static let usualQueue = AccessProfile.Queue(limit: .milliseconds(200), isAssumed: true)

    /// The built-in profile that this one starts from.
    private func base(_ section: Section) -> AccessProfile? {
        guard section.has(ProfileFields.like.key), let name = section.value(ProfileFields.like) else { return nil }
        if let base = AccessProfile[name] { return base }
        let known = AccessProfile.all.map(\.id)
        section.complain(
            "there is no built-in profile '\(YAMLTree.shortened(name))'",
            hint: Suggestion.nearest(to: name, among: known).map { "did you mean \($0)?" }
                ?? "the profiles are \(known.joined(separator: ", "))",
            at: ProfileFields.like.key
        )
        return nil
    }
}
