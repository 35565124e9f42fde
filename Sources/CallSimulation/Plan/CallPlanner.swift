import MediaCodecs
import MediaTransport
import RawMedia
public import Scenarios
import Units
import VirtualTime

/// Turns a scenario into the plans of its calls, one at a time, by number.
public struct CallPlanner: Sendable {
    private let scenario: Scenario
    private let library: MediaLibrary
    private let clinicianOfCall: [Int]
    private let patientOfCall: [Int]

    public init(_ scenario: Scenario, library: MediaLibrary) {
        self.scenario = scenario
        self.library = library
        clinicianOfCall = Self.assignment(of: scenario.clinicians, scenario, leg: .clinicianUp)
        patientOfCall = Self.assignment(of: scenario.patients, scenario, leg: .patientUp)
    }

    public var callCount: Int { scenario.consultations.count }

    /// The plan of a call; numbers count from 1.
    public func plan(of number: Int) -> CallPlan {
        let media = scenario.media
        return CallPlan(
            number: number,
            seed: scenario.seed,
            startsAt: scenario.consultations.start(of: number),
            length: scenario.consultations.length,
            clinician: party(scenario.clinicians[clinicianOfCall[number - 1]]),
            patient: party(scenario.patients[patientOfCall[number - 1]]),
            audio: AudioPlan(
                encoder: OpusEncoderSettings(
                    bitrate: media.audio.bitrate,
                    complexity: media.audio.complexity,
                    inBandFEC: media.audio.fec,
                    dtx: media.audio.dtx
                ),
                red: media.audio.red,
                nack: media.audio.nack,
                concealsByCodec: media.audio.concealment == .codec
            ),
            video: media.video.map(Self.video)
        )
    }

    private func party(_ group: ParticipantGroup) -> PartyPlan {
        PartyPlan(
            name: group.name,
            network: AccessPlan(
                name: group.network.name,
                up: LinkPlan(configuration: group.network.up, schedule: group.network.upSchedule),
                down: LinkPlan(configuration: group.network.down, schedule: group.network.downSchedule)
            ),
            microphone: library.audio(group.audioSource),
            camera: scenario.media.video == nil ? .off : library.video(group.videoSource)
        )
    }

    private static func video(_ settings: VideoSettings) -> VideoPlan {
        VideoPlan(
            encoder: VideoEncoderSettings(
                codec: settings.codec == .vp8 ? .vp8 : .vp9,
                width: settings.size.width,
                height: settings.size.height,
                bitrate: settings.bitrate.start,
                frameRate: Double(settings.frameRate),
                speed: settings.speed
            ),
            frameRate: FrameRate(settings.frameRate),
            bitrateMin: settings.bitrate.min,
            bitrateMax: settings.bitrate.max,
            degradation: settings.degradation.preference,
            fec: settings.fec,
            nackRetries: settings.nackRetries,
            keyFrameRequest: settings.keyFrameRequest == .pli ? .pli : .fir,
            feedback: settings.feedback == .transportWide ? .transportWide : .receiverEstimate
        )
    }

    /// Which group each call draws from: exact quotas, in an order that only the seed decides.
    private static func assignment(of groups: [ParticipantGroup], _ scenario: Scenario, leg: Leg) -> [Int] {
        let quotas = Quotas.largestRemainder(shares: groups.map(\.share), count: scenario.consultations.count)
        let inOrder = quotas.enumerated().flatMap { group, count in Array(repeating: group, count: count) }
        var random = RandomStream(seed: scenario.seed, owner: 0, cause: .assignment, leg: leg)
        let order = Permutation(count: inOrder.count, random: &random).order
        return order.map { inOrder[$0] }
    }
}

extension Degradation {
    fileprivate var preference: DegradationPreference {
        switch self {
        case .maintainFrameRate: .maintainFrameRate
        case .maintainResolution: .maintainResolution
        case .balanced: .balanced
        case .none: .none
        }
    }
}
