import NetworkEmulation
import QualityModels
import Units

/// Reads `clinicians` and `patients`.
struct GroupDecoding {
    let findings: Findings
    let networks: NetworkDecoding
    let links: NetworkDecoding
    let relays: [RelaySettings]
    /// The place among them of the server that forwards for all calls, and so is no relay of a group's.
    let sfu: Int?
    /// The sources of groups that name none; `nil` where those themselves are wrong.
    let audioSource: AudioSource?
    let videoSource: VideoSource?
    let hasVideo: Bool

    private struct Draft {
        let name: String?
        let share: Double?
        let network: AccessNetwork?
        let lines: Lines?
        let way: Way?
        let audioSource: AudioSource?
        let videoSource: VideoSource?
        let position: YAMLTree.Position
        let hasShare: Bool
        let path: String
        var tags: [ThresholdRule.Tag] = []
    }

    /// The one group that stands for missing clinicians.
    static let defaultClinicians = (name: "clinician", network: "hospital-wifi-staff")

    /// The groups of one side in their order; empty where something is wrong.
    func groups(_ tree: YAMLTree?, side: String, at root: YAMLTree.Position) -> [ParticipantGroup] {
        guard let tree else { return side == "clinicians" ? defaultGroups(at: root) : [] }
        guard case .sequence(let items) = tree.content else {
            findings.add(
                Complaint("\(tree.kind) stands where a list is due", hint: "write [{ name: home, network: fttc }]"),
                at: tree.position,
                path: side
            )
            return []
        }
        guard !items.isEmpty else {
            findings.add(
                Complaint("the list is empty", hint: "write [{ name: home, network: fttc }]"),
                at: tree.position,
                path: side
            )
            return []
        }
        guard items.count <= 1_000 else {
            findings.add(
                Complaint("\(items.count) groups are more than the 1,000 that a side may have"),
                at: tree.position,
                path: side
            )
            return []
        }
        let table = GroupFields.table(side: side)
        let party: Party = side == "clinicians" ? .clinician : .patient
        let drafts = items.enumerated().map { draft($1, path: "\(side)[\($0)]", table, party) }
        checkNames(drafts)
        let shares = shares(drafts, side, tree)
        return zip(drafts, shares).compactMap { draft, share in
            guard let name = draft.name, let share, let network = draft.network, let lines = draft.lines,
                let way = draft.way,
                let audio = draft.audioSource,
                let video = draft.videoSource
            else { return nil }
            return ParticipantGroup(
                name: name,
                share: share,
                network: network,
                profile: lines.profile,
                mobility: lines.mobility,
                via: way.via,
                route: way.route,
                relay: way.relay,
                audioSource: audio,
                videoSource: video,
                tags: draft.tags
            )
        }
    }

    private func defaultGroups(at root: YAMLTree.Position) -> [ParticipantGroup] {
        let (name, networkName) = Self.defaultClinicians
        let path = "clinicians[0]"
        findings.note("\(path).name", name, .default)
        findings.note("\(path).network", networkName, .default)
        findings.note("\(path).line", LineChoice.drawn.rawValue, .default)
        guard let network = networks.network(named: networkName, at: root, path: path), let audioSource,
            let videoSource
        else { return [] }
        return [
            ParticipantGroup(
                name: name,
                share: 1,
                network: network,
                profile: network.profile,
                mobility: .seated,
                via: [],
                route: .always(.direct),
                relay: nil,
                audioSource: audioSource,
                videoSource: videoSource
            )
        ]
    }

    private func draft(_ tree: YAMLTree, path: String, _ table: Table, _ party: Party) -> Draft {
        guard let section = Section(tree, path: path, table: table, findings: findings) else {
            return Draft(
                name: nil,
                share: nil,
                network: nil,
                lines: nil,
                way: nil,
                audioSource: nil,
                videoSource: nil,
                position: tree.position,
                hasShare: true,
                path: path
            )
        }
        let name = section.value(GroupFields.name)
        let share = section.value(GroupFields.share)
        let network = section.value(GroupFields.network).flatMap {
            networks.network(
                named: $0,
                at: section.position(of: GroupFields.network.key),
                path: section.path(GroupFields.network.key)
            )
        }
        let audio = section.value(GroupFields.audioSource)
        let video = section.value(GroupFields.videoSource)
        section.note(audio, at: GroupFields.audioSource.key)
        if hasVideo { section.note(video, at: GroupFields.videoSource.key) }
        return Draft(
            name: name,
            share: share,
            network: network,
            lines: network.flatMap { lines(section, on: $0) },
            way: WayDecoding(
                section: section,
                links: links,
                relays: relays,
                sfu: sfu,
                party: party,
                network: network
            ).way(),
            audioSource: section.has(GroupFields.audioSource.key) ? audio : audioSource,
            videoSource: section.has(GroupFields.videoSource.key) ? video : videoSource,
            position: section.position(of: GroupFields.name.key),
            hasShare: section.has(GroupFields.share.key),
            path: path,
            tags: TagDecoding(section: section).tags()
        )
    }

    /// Whether the members of a group draw lines, and how they move.
    private struct Lines {
        let profile: AccessProfile?
        let mobility: Mobility
    }

    private func lines(_ section: Section, on network: AccessNetwork) -> Lines? {
        let (lineKey, mobilityKey) = (GroupFields.line.key, GroupFields.mobility.key)
        let choice = section.value(GroupFields.line)
        let mobility = section.value(GroupFields.mobility)
        if section.has(lineKey), choice == nil { return nil }
        if choice == .drawn, network.profile == nil {
            section.complain(
                "the network \(network.name) says itself what its links are: there is nothing to draw",
                hint: "leave line out, or name a profile as the network",
                at: lineKey
            )
            return nil
        }
        if choice == nil, network.profile != nil {
            findings.note(section.path(lineKey), LineChoice.drawn.rawValue, .default)
        }
        let profile = choice == .typical ? nil : network.profile
        if section.has(mobilityKey), mobility != nil, profile == nil {
            section.complain(
                "only what happens on drawn lines depends on mobility",
                hint: "leave it out, or name a profile as the network",
                at: mobilityKey
            )
            return nil
        }
        return mobility.map { Lines(profile: profile, mobility: $0) }
    }

    private func checkNames(_ drafts: [Draft]) {
        var paths: [String: String] = [:]
        for draft in drafts {
            guard let name = draft.name else { continue }
            if let first = paths[name] {
                findings.add(
                    Complaint("\(first) has the name '\(name)' already"),
                    at: draft.position,
                    path: "\(draft.path).name"
                )
            }
            paths[name] = paths[name] ?? draft.path
        }
    }

    /// The share of each group, `nil` where it is wrong; a complaint where they cannot add up to 100 %.
    private func shares(_ drafts: [Draft], _ side: String, _ tree: YAMLTree) -> [Double?] {
        let given = drafts.compactMap(\.share)
        let openCount = drafts.filter { !$0.hasShare }.count
        let sum = given.reduce(0, +)
        let isWhole = (sum - 1).magnitude < 1e-6
        let isWrong = drafts.contains { $0.hasShare && $0.share == nil }
        if !isWrong, openCount == 0 ? !isWhole : sum >= 1 - 1e-6 {
            let percent = ValueText.plain(sum * 100)
            findings.add(
                openCount == 0
                    ? Complaint(
                        "the shares add up to \(percent) %, not 100 %",
                        hint: "leave out the share of one group: it takes the rest"
                    )
                    : Complaint(
                        "the shares add up to \(percent) %, which leaves nothing for \(openCount) without one"
                    ),
                at: tree.position,
                path: side
            )
        }
        let rest = openCount > 0 ? max(0, 1 - sum) / Double(openCount) : 0
        return drafts.map { draft in
            if draft.hasShare { return draft.share }
            findings.note("\(draft.path).share", "\(ValueText.plain(rest * 100)) %", .default)
            return rest
        }
    }
}
