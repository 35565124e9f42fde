public import NetworkEmulation
public import QualityModels
public import Units

/// A rehearsal of a clinic: who consults whom, over which networks, with which media, and what must hold.
public struct Scenario: Hashable, Sendable {
    public let name: String
    /// The question that the scenario answers; empty where the file asks none.
    public let question: String
    public let tier: Tier
    public let seed: UInt64
    /// How many calls of the packet tier are run again with codecs; `nil` for none, as ever in the media tier.
    public let mediaSample: Int?
    public let consultations: Consultations
    /// Where the consultations come from; `nil` where they follow each other evenly.
    public let clinic: ClinicPlan?
    public let clinicians: [ParticipantGroup]
    public let patients: [ParticipantGroup]
    public let media: MediaSettings
    /// The networks that the file defines, in its order.
    public let networks: [AccessNetwork]
    /// The profiles that the file defines, in its order.
    public let profiles: [AccessProfile]
    /// The links that participants share, in the file's order.
    public let links: [AccessNetwork]
    public let flows: [FlowSettings]
    public let relays: [RelaySettings]
    public let usability: UsabilitySettings
    public let equity: EquitySettings
    public let thresholds: [ThresholdRule]
    /// Whether the file has no thresholds, so that `thresholds` are the built-in ones.
    public let usesDefaultThresholds: Bool

    /// How much of the media path is real.
    public enum Tier: String, Hashable, Sendable, CaseIterable {
        /// Pictures and sound are encoded, decoded and compared.
        case media
        /// Frames come from traces of the media tier: sizes, kinds and scores, and no codec.
        case packet
    }
}

/// How many consultations there are (none in a scenario of flows alone), how long each lasts, and how they follow each other.
public struct Consultations: Hashable, Sendable {
    public let count: Int
    /// Of a clinic's calls the longest.
    public let length: TimeDelta
    /// The time from one consultation's start to the next.
    public let startsEvery: TimeDelta
    public var topology = Topology.direct
    /// The calls of a clinic, as many as `count`; `nil` where all are as long and follow each other evenly.
    public var calls: [ClinicPlan.ScheduledCall]?

    /// What stands between the parties.
    public enum Topology: Hashable, Sendable {
        case direct
        /// A selective forwarding unit, on the server at this place in `Scenario.relays`; `nil` for one never busy.
        case sfu(server: Int?)

        public var server: Int? {
            if case .sfu(let server) = self { return server }
            return nil
        }
    }

    /// When the consultation of this number, from 1, starts.
    public func start(of number: Int) -> Timestamp {
        calls?[number - 1].start ?? .start + startsEvery * Int64(number - 1)
    }

    /// How long the consultation of this number, from 1, is simulated.
    public func length(of number: Int) -> TimeDelta { calls?[number - 1].length ?? length }

    /// When the last consultation is over.
    public var lastEnd: Timestamp {
        guard let calls else { return start(of: count) + length }
        return calls.map { $0.start + $0.length }.max() ?? .start
    }
}

/// Clinicians or patients who share a network and sources.
public struct ParticipantGroup: Hashable, Sendable {
    public let name: String
    /// The share of all participants on this side, from 0 to 1; a share the file leaves out is resolved.
    public let share: Double
    public let network: AccessNetwork
    /// The profile from which each of them draws a line; `nil` where all have `network` as it is.
    public let profile: AccessProfile?
    /// Whether they sit or move while they talk, for what happens on drawn lines.
    public let mobility: Mobility
    /// The shared links behind the access, outwards, by their places in `Scenario.links`.
    public let via: [Int]
    public let route: RouteSetting
    /// The place of the group's relay in `Scenario.relays`; `nil` for one that is never busy.
    public let relay: Int?
    public let audioSource: AudioSource
    public let videoSource: VideoSource
    /// The file's own words for the group's calls, by name.
    public var tags: [ThresholdRule.Tag] = []
}

/// What connects a participant: its links in both directions and what happens to them during a run.
public struct AccessNetwork: Hashable, Sendable {
    public let name: String
    /// From the participant.
    public let up: LinkConfiguration
    /// To the participant.
    public let down: LinkConfiguration
    public let upSchedule: LinkSchedule
    public let downSchedule: LinkSchedule
    /// The profile that the links are the middle of; `nil` where the file says what they are.
    public let profile: AccessProfile?
    /// The one way out that its firewall leaves; `nil` where a direct one is open.
    public var onlyRoute: ConnectionRoute?
    /// What stands instead of the links, among those that participants share.
    public var cell: CellSettings?

    /// Whether one direction at least has a rate that is known beforehand; of a cell it is its medium that counts.
    var hasKnownRate: Bool { cell != nil || [up, down].contains { $0.hasKnownRate } }
}

extension LinkConfiguration {
    fileprivate var hasKnownRate: Bool {
        capacity == nil && (rate != nil || shaper != nil || policer != nil || netem?.rate != nil)
    }
}

/// Whether participants have lines of their own from a profile, or all its middle.
public enum LineChoice: String, Hashable, Sendable, CaseIterable {
    case drawn
    case typical
}
