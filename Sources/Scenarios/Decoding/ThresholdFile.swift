public import QualityModels

/// The thresholds of a file that is read for nothing else: a scenario, or a file with `thresholds` alone.
public struct ThresholdFile: Hashable, Sendable {
    public let rules: [ThresholdRule]
    /// What the parties need; `conversation` for both where the file does not say.
    public let usability: UsabilitySettings
    /// Whether the file is a scenario that states none, so that the rules are the built-in ones.
    public let isDefault: Bool

    /// What must hold where nobody says: the rules that a scenario without thresholds gets.
    public static func defaults(hasVideo: Bool) -> [ThresholdRule] {
        decoding(Findings(file: ""), hasVideo: hasVideo)
            .rules(nil, at: .outside(shown: "", origin: .default)).map(\.rule)
    }

    /// Reads the file's thresholds; of a scenario nothing else is looked at.
    ///
    /// - Parameter hasVideo: whether the built-in rules are to be those of a call with pictures.
    /// - Throws: `ScenarioErrors` for everything that is wrong with them, and for a file that has none and is no scenario.
    public init(bytes: [UInt8], file: String, hasVideo: Bool) throws(ScenarioErrors) {
        let findings = Findings(file: file)
        let root = ScenarioReader.tree(of: bytes, [], findings)
        if let root {
            let isScenario = root["rehearsal"] != nil && root["patients"] != nil
            if root["thresholds"] == nil, !isScenario {
                findings.add(
                    Complaint(
                        "there are no thresholds in it",
                        hint: "write thresholds: { audio.mos: [ \"p(10) >= 3.6\" ] }, or name a scenario"
                    ),
                    at: root.position,
                    path: ""
                )
            }
            let decoding = Self.decoding(
                findings,
                hasVideo: hasVideo || root["thresholds"] != nil,
                tags: Self.tags(of: root)
            )
            usability = Self.usability(root["usability"], findings)
            rules = decoding.rules(root["thresholds"], at: root.position).map(\.rule)
            isDefault = root["thresholds"] == nil
        } else {
            (rules, isDefault, usability) = ([], false, UsabilitySettings())
        }
        guard findings.errors.isEmpty, root != nil else { throw ScenarioErrors(errors: findings.sortedErrors) }
    }

    /// Names of flows, links and networks are not checked: they are another run's.
    private static func decoding(
        _ findings: Findings,
        hasVideo: Bool,
        tags: [ThresholdRule.Tag] = []
    ) -> ThresholdDecoding {
        ThresholdDecoding(
            findings: findings,
            hasCalls: true,
            flows: nil,
            links: [],
            relays: [],
            ratedLinks: [],
            networks: [],
            clinicianNames: [],
            patientNames: [],
            tags: tags,
            hasVideo: hasVideo,
            hasRecordings: true,
            arePatientsRight: false
        )
    }

    private static func usability(_ tree: YAMLTree?, _ findings: Findings) -> UsabilitySettings {
        guard let tree,
            let section = Section(tree, path: "usability", table: UsabilityFields.table, findings: findings)
        else { return UsabilitySettings() }
        return UsabilityDecoding(section: section, cameraLines: nil).settings() ?? UsabilitySettings()
    }

    /// The tags of a scenario's groups, right or wrong: nothing but thresholds is looked at.
    private static func tags(of root: YAMLTree) -> [ThresholdRule.Tag] {
        var tags: [ThresholdRule.Tag] = []
        for side in ["clinicians", "patients"] {
            guard case .sequence(let groups)? = root[side]?.content else { continue }
            for group in groups {
                guard case .mapping(let entries)? = group[GroupFields.tags.key]?.content else { continue }
                for entry in entries {
                    guard case .scalar(let value) = entry.value.content else { continue }
                    tags.append(ThresholdRule.Tag(name: entry.key, value: value))
                }
            }
        }
        return tags
    }
}
