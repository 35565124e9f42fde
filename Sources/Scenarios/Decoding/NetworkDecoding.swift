import NetworkEmulation
import QualityModels
import Units

/// Reads `networks`, and finds the network that a group names.
struct NetworkDecoding {
    let findings: Findings
    /// When the last call is over, for events that come too late; `nil` where that itself is wrong.
    let lastEnd: Timestamp?
    private(set) var networks: [AccessNetwork] = []
    /// Names that the file gives, be their networks right or wrong.
    private(set) var names: [String] = []
    /// The key at the top of the file: `networks`, or `links` for what participants share.
    let key: String
    /// The file's own profiles.
    let profiles: ProfileDecoding
    /// The profiles that networks are `like`.
    private(set) var likes: [String] = []

    init(findings: Findings, lastEnd: Timestamp?, profiles: ProfileDecoding, key: String = "networks") {
        self.findings = findings
        self.lastEnd = lastEnd
        self.profiles = profiles
        self.key = key
    }

    mutating func read(_ tree: YAMLTree?) {
        guard let tree else { return }
        guard case .mapping(let entries) = tree.content else {
            findings.add(
                Complaint("\(tree.kind) stands where a mapping is due", hint: "write name: { like: 4g }"),
                at: tree.position,
                path: key
            )
            return
        }
        for entry in entries {
            names.append(entry.key)
            let path = "\(key).\(YAMLTree.shortened(entry.key))"
            checkName(entry, path)
            if let like = entry.value[NetworkFields.like.key], case .scalar(let name) = like.content {
                likes.append(name)
            }
            guard let network = network(entry, path) else { continue }
            networks.append(network)
        }
    }

    private func checkName(_ entry: YAMLTree.Entry, _ path: String) {
        do {
            _ = try Scalar<String>.name.read(entry.key)
        } catch {
            findings.add(error, at: entry.position, path: path)
        }
        if key == "networks", profiles.names.contains(entry.key) {
            findings.add(
                Complaint("a profile of this file has the name '\(entry.key)' already"),
                at: entry.position,
                path: path
            )
        }
        guard AccessProfile[entry.key] != nil else { return }
        findings.add(
            Complaint(
                "'\(entry.key)' is the name of a profile",
                hint: "name it my-\(entry.key), and write like: \(entry.key) to start from the profile"
            ),
            at: entry.position,
            path: path
        )
    }

    /// The network of this name, from the file or a profile; `nil` with an error where there is none.
    func network(named name: String, at position: YAMLTree.Position, path: String) -> AccessNetwork? {
        if names.contains(name) { return networks.first { $0.name == name } }
        if let profile = profiles[name] {
            let links = profile.links()
            return AccessNetwork(
                name: name,
                up: links.up,
                down: links.down,
                upSchedule: .none,
                downSchedule: .none,
                profile: profile,
                onlyRoute: profile.onlyRoute
            )
        }
        // A profile that is wrong has its own error.
        guard !profiles.names.contains(name) else { return nil }
        findings.add(Self.unknown(name, among: names + profiles.names), at: position, path: path)
        return nil
    }

    private static func unknown(_ name: String, among names: [String]) -> Complaint {
        let known = names + AccessProfile.all.map(\.id)
        // The ids in published tables have underscores.
        let meant = known.first { $0 == name.split(separator: "_").joined(separator: "-").lowercased() }
        return Complaint(
            "there is no network or profile '\(YAMLTree.shortened(name))'",
            hint: (meant ?? Suggestion.nearest(to: name, among: known)).map { "did you mean \($0)?" }
                ?? "the profiles are \(AccessProfile.all.map(\.id).joined(separator: ", "))"
        )
    }

    private func network(_ entry: YAMLTree.Entry, _ path: String) -> AccessNetwork? {
        let table = key == "links" ? NetworkFields.sharedTable : NetworkFields.table
        guard let section = Section(entry.value, path: path, table: table, findings: findings) else { return nil }
        if key == "links", section.has(CellFields.key) { return cell(section, named: entry.key) }
        var profile: AccessProfile?
        var isWrong = false
        if section.has(NetworkFields.like.key) {
            let name = section.value(NetworkFields.like)
            profile = name.flatMap { profiles[$0] }
            isWrong = profile == nil
            if let name, profile == nil, !profiles.names.contains(name) {
                let complaint = Self.unknown(name, among: profiles.names)
                section.complain(complaint.message, hint: complaint.hint, at: NetworkFields.like.key)
            }
        } else if !section.has(G1050Fields.key) {
            for key in ["up", "down"] where !section.has(key) {
                section.complain(
                    "\(key) is missing",
                    hint: "write \(key): { rate: 8 Mbit/s, delay: 18 ms }, or like: 4g"
                )
            }
        }
        let base = profile?.links()
        var up = section.section("up", LinkFields.table).flatMap {
            LinkDecoding(section: $0).configuration(base: base?.up)
        }
        var down = section.section("down", LinkFields.table).flatMap {
            LinkDecoding(section: $0).configuration(base: base?.down)
        }
        G1050Decoding.read(section, into: &up, &down)
        var schedules = Schedules(up: up, down: down)
        if case .mapping(let entries) = entry.value.content {
            for entry in entries where entry.key.hasPrefix(NetworkFields.eventPrefix) {
                readEvent(entry, section.path(YAMLTree.shortened(entry.key)), &schedules)
            }
        }
        guard !isWrong, let up, let down else { return nil }
        return AccessNetwork(
            name: entry.key,
            up: up,
            down: down,
            upSchedule: LinkSchedule(changes: schedules.upChanges, outages: schedules.upOutages),
            downSchedule: LinkSchedule(changes: schedules.downChanges, outages: schedules.downOutages),
            profile: isOnlyLike(section, schedules) ? profile : nil,
            onlyRoute: profile?.onlyRoute
        )
    }

    private func cell(_ section: Section, named name: String) -> AccessNetwork? {
        guard let cell = CellDecoding(section: section).cell() else { return nil }
        return AccessNetwork(
            name: name,
            up: LinkConfiguration(),
            down: LinkConfiguration(),
            upSchedule: .none,
            downSchedule: .none,
            profile: nil,
            cell: cell
        )
    }

    /// Whether a network gives no number of its links, so that lines can be drawn.
    private func isOnlyLike(_ section: Section, _ schedules: Schedules) -> Bool {
        !section.has("up") && !section.has("down") && schedules.upChanges.isEmpty && schedules.downChanges.isEmpty
    }

    private struct Schedules {
        /// The links that the events change.
        let up: LinkConfiguration?
        let down: LinkConfiguration?
        var upChanges: [LinkChange] = []
        var downChanges: [LinkChange] = []
        var upOutages: [Outage] = []
        var downOutages: [Outage] = []
        /// The events so far, by their times and as they are written.
        var keys: [TimeDelta: String] = [:]
    }

    private func readEvent(_ entry: YAMLTree.Entry, _ path: String, _ schedules: inout Schedules) {
        let delay: TimeDelta
        do {
            delay = try NetworkFields.eventTime.read(String(entry.key.dropFirst(NetworkFields.eventPrefix.count)))
        } catch {
            findings.add(error, at: entry.position, path: path)
            return
        }
        if let first = schedules.keys.updateValue(entry.key, forKey: delay) {
            findings.add(
                Complaint(
                    "'\(YAMLTree.shortened(first))' is the same time",
                    hint: "put both changes under one of them"
                ),
                at: entry.position,
                path: path
            )
        }
        if let lastEnd, Timestamp.start + delay >= lastEnd {
            let end = TimeText.text(of: lastEnd - .start)
            findings.warn(
                Complaint(
                    "the last call is over \(end) after the run began: this never happens",
                    hint: "events count from the start of the run, not of each call"
                ),
                at: entry.position,
                path: path
            )
        }
        guard let section = Section(entry.value, path: path, table: EventFields.table, findings: findings) else {
            return
        }
        if case .mapping(let keys) = entry.value.content, keys.isEmpty {
            section.complain("the event changes nothing", hint: "write { outage: 2 s }")
        }
        let time = Timestamp.start + delay
        if let both = section.value(EventFields.outage) {
            schedules.upOutages.append(Outage(from: time, duration: both))
            schedules.downOutages.append(Outage(from: time, duration: both))
        }
        for side in ["up", "down"] {
            guard case .mapping(let keys)? = section.tree[side]?.content, keys.isEmpty else { continue }
            section.complain(
                "the event changes nothing here",
                hint: "write { outage: 2 s }, or leave \(side) out",
                at: side
            )
        }
        if section.has("up"), let link = section.section("up", EventFields.link) {
            let change = LinkDecoding(section: link).change(at: time)
            NetemDecoding.check(change, of: link, from: schedules.up?.netem)
            RateDecoding.checkEvent(link, of: schedules.up)
            QueueDecoding.checkEvent(link, of: schedules.up)
            schedules.upChanges.append(change)
            if let outage = link.value(EventFields.outage) {
                schedules.upOutages.append(Outage(from: time, duration: outage))
            }
        }
        if section.has("down"), let link = section.section("down", EventFields.link) {
            let change = LinkDecoding(section: link).change(at: time)
            NetemDecoding.check(change, of: link, from: schedules.down?.netem)
            RateDecoding.checkEvent(link, of: schedules.down)
            QueueDecoding.checkEvent(link, of: schedules.down)
            schedules.downChanges.append(change)
            if let outage = link.value(EventFields.outage) {
                schedules.downOutages.append(Outage(from: time, duration: outage))
            }
        }
    }
}
