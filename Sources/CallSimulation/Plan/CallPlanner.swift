import MediaCodecs
import MediaTransport
import NetworkEmulation
import RawMedia
public import Scenarios
import Units
import VirtualTime

/// Turns a scenario into the plans of its calls, one at a time, by number.
public struct CallPlanner: Sendable {
    private let scenario: Scenario
    private var library: MediaLibrary
    private let clinicianOfCall: [Int]
    private let patientOfCall: [Int]
    private let partitions: PartitionPlanner

    public init(_ scenario: Scenario, library: MediaLibrary) {
        self.scenario = scenario
        self.library = library
        let assignment = GroupAssignment(scenario)
        clinicianOfCall = assignment.clinicians
        patientOfCall = assignment.patients
        let (clinicians, patients) = (clinicianOfCall, patientOfCall)
        let servers = [scenario.consultations.topology.server].compactMap { $0 }
        partitions = PartitionPlanner(
            callCount: scenario.consultations.count,
            flowCount: scenario.flows.count,
            linkCount: scenario.links.count + scenario.relays.count
        ) { place in
            guard place < clinicians.count else { return scenario.flows[place - clinicians.count].via }
            let groups = [scenario.clinicians[clinicians[place]], scenario.patients[patients[place]]]
            // Who needs no relay in this call meets nobody there.
            let isDirect = RoutePlanner(scenario: scenario, number: place + 1).isDirect(groups[0], groups[1])
            let relays = isDirect ? [] : groups.compactMap(\.relay)
            return groups.flatMap(\.via) + (relays + servers).map { scenario.links.count + $0 }
        }
    }

    /// The same calls with other sounds and pictures, as codecs instead of traces.
    public func playing(_ library: MediaLibrary) -> CallPlanner {
        var planner = self
        planner.library = library
        return planner
    }

    var seed: UInt64 { scenario.seed }

    /// Who takes part in a call.
    func groups(ofCall number: Int) -> (patients: ParticipantGroup, clinicians: ParticipantGroup) {
        (scenario.patients[patientOfCall[number - 1]], scenario.clinicians[clinicianOfCall[number - 1]])
    }

    public var callCount: Int { scenario.consultations.count }

    /// The calls' numbers, from 1.
    public var callNumbers: Range<Int> { 1..<callCount + 1 }

    public var partitionCount: Int { partitions.count }

    /// The number of the partition of a call, from 0; calls count from 1.
    public func partition(ofCall number: Int) -> Int { partitions.partition(ofCall: number) }

    /// The number of the partition of a flow; flows count from 1.
    public func partition(ofFlow number: Int) -> Int { partitions.partition(ofFlow: number) }

    /// The plan of a partition, or `nil` for a call by itself.
    public func partitionPlan(_ partition: Int) -> PartitionPlan? {
        guard let members = partitions.members(of: partition) else { return nil }
        return PartitionPlan(
            number: partition,
            seed: scenario.seed,
            calls: members.calls,
            flows: members.flows.map { flow($0, members) },
            links: members.links.filter { $0 < scenario.links.count }.map { link in
                let network = scenario.links[link]
                let access = AccessPlan(network)
                return SharedLinkPlan(
                    number: link,
                    name: network.name,
                    up: access.up,
                    down: access.down,
                    cell: network.cell.map { cell($0, members) }
                )
            },
            stations: stations(of: members).map { relay in
                let settings = scenario.relays[relay]
                return StationPlan(number: relay, name: settings.name, configuration: settings.server)
            }
        )
    }

    /// The plan of a call; numbers count from 1.
    public func plan(of number: Int) -> CallPlan {
        let media = scenario.media
        let shared = partitions.members(of: partition(ofCall: number))
        let (clinicians, patients) = (
            scenario.clinicians[clinicianOfCall[number - 1]], scenario.patients[patientOfCall[number - 1]]
        )
        let start = scenario.consultations.start(of: number)
        let length = scenario.consultations.length(of: number)
        let lines = DrawnLines(
            seed: scenario.seed,
            owner: UInt32(truncatingIfNeeded: number),
            start: start,
            end: start + length
        )
        let scheduled = scenario.consultations.calls?[number - 1]
        let holder = scheduled.map { GroupAssignment.lineOwner(group: clinicianOfCall[number - 1], $0.clinicianNumber) }
        let accesses = [
            lines.access(of: clinicians, leg: .clinicianUp, lineOwner: holder),
            lines.access(of: patients, leg: .patientUp),
        ]
        let routes = RoutePlanner(scenario: scenario, number: number).routes(clinicians, patients, accesses)
        let stations = shared.map { self.stations(of: $0) } ?? []
        return CallPlan(
            number: number,
            seed: scenario.seed,
            startsAt: start,
            length: length,
            clinician: party(
                .clinician,
                clinicians,
                on: accesses[0],
                shared,
                relay: routes.relay(of: clinicians, .clinician, stations)
            ),
            patient: party(
                .patient,
                patients,
                on: accesses[1],
                shared,
                relay: routes.relay(of: patients, .patient, stations)
            ),
            audio: AudioPlan(media.audio),
            video: media.video.map(VideoPlan.init),
            partition: shared == nil ? nil : partition(ofCall: number),
            site: clinicians.via.first.map { scenario.links[$0].name } ?? scheduled?.site,
            tags: clinicians.tags + patients.tags,
            route: routes.name,
            setUpWait: routes.wait,
            forwarding: forwarding(stations),
            usability: scenario.usability
        )
    }

    /// A cell in which each member of a partition has two stations: a call's clinician and patient, a flow's first only.
    private func cell(_ settings: CellSettings, _ members: PartitionPlanner.Members) -> WiFiCellConfiguration {
        let owners = members.calls.map { UInt32(truncatingIfNeeded: $0) } + members.flows.map { FlowPlan.owner(of: $0) }
        let stations = owners.flatMap { owner in
            [Leg.clinicianUp, .patientUp].map { leg -> DataRate in
                guard let slow = settings.slow else { return settings.rate }
                var random = RandomStream(seed: scenario.seed, owner: owner, cause: .wifiRadio, leg: leg)
                return random.unitInterval() < slow.share.value ? slow.rate : settings.rate
            }
        }
        return WiFiCellConfiguration(
            stations: stations,
            frameErrors: settings.frameErrors,
            aggregation: settings.aggregation,
            packetsMax: settings.packetsMax
        )
    }

    private func forwarding(_ stations: [Int]) -> ForwardingPlan? {
        guard case .sfu(let server) = scenario.consultations.topology else { return nil }
        return ForwardingPlan(
            station: server.flatMap { stations.firstIndex(of: $0) },
            delay: server.map { scenario.relays[$0].delay } ?? .zero
        )
    }

    /// The scenario's relays that a partition shares, by their places.
    private func stations(of members: PartitionPlanner.Members) -> [Int] {
        members.links.filter { $0 >= scenario.links.count }.map { $0 - scenario.links.count }
    }

    private func flow(_ number: Int, _ members: PartitionPlanner.Members) -> FlowPlan {
        let settings = scenario.flows[number - 1]
        return FlowPlan(
            number: number,
            seed: scenario.seed,
            name: settings.name,
            kind: settings.kind,
            from: settings.from.map { AccessPlan($0) } ?? .unlimited,
            to: settings.to.map { AccessPlan($0) } ?? .unlimited,
            via: settings.via.compactMap { members.links.firstIndex(of: $0) },
            isUpwards: settings.isUpwards,
            start: settings.start,
            stop: settings.stop,
            pauses: settings.pauses
        )
    }

    private func party(
        _ party: Party,
        _ group: ParticipantGroup,
        on access: AccessPlan,
        _ shared: PartitionPlanner.Members?,
        relay: RelayPlan?
    ) -> PartyPlan {
        PartyPlan(
            name: group.name,
            network: access,
            via: group.via.compactMap { shared?.links.firstIndex(of: $0) },
            relay: relay,
            microphone: library.audio(group.audioSource, of: party),
            camera: scenario.media.video == nil ? .off : library.video(group.videoSource)
        )
    }
}

extension AccessPlan {
    /// Passes everything at once.
    static let unlimited = AccessPlan(
        name: "",
        up: LinkPlan(configuration: LinkConfiguration(), schedule: .none),
        down: LinkPlan(configuration: LinkConfiguration(), schedule: .none)
    )

    init(_ network: AccessNetwork) {
        self.init(
            name: network.name,
            up: LinkPlan(configuration: network.up, schedule: network.upSchedule),
            down: LinkPlan(configuration: network.down, schedule: network.downSchedule)
        )
    }
}
