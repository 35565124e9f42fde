public import MediaCodecs
public import MediaTransport
public import NetworkEmulation
public import QualityModels
public import RawMedia
public import Units
import VirtualTime

/// All that one call needs to be simulated: an immutable value, the same on every worker.
public struct CallPlan: Sendable {
    /// From 1, across the whole run.
    public let number: Int
    public let seed: UInt64
    /// When both parties join, in run time.
    public let startsAt: Timestamp
    public let length: TimeDelta
    public var clinician: PartyPlan
    public var patient: PartyPlan
    public let audio: AudioPlan
    /// `nil` for a call without pictures.
    public let video: VideoPlan?
    /// The number of the partition that it shares with other calls; `nil` for a call by itself.
    public let partition: Int?
    /// The name of the first shared link behind the clinician.
    public let site: String?
    /// The scenario's own words for both parties.
    public let tags: [ThresholdRule.Tag]
    /// How both reach each other, for the record; `nil` where directly.
    public let route: String?
    /// How long after joining the two find a way to each other, over the checks that time out before; `nil` where there
    /// is none.
    public let setUpWait: TimeDelta?
    /// `nil` where the parties send to each other.
    public let forwarding: ForwardingPlan?
    /// What each party must hear and see.
    public let usability: UsabilitySettings

    public var end: Timestamp { startsAt + length }

    public subscript(party: Party) -> PartyPlan { party == .clinician ? clinician : patient }

    func random(_ cause: Cause, leg: Leg = .clinicianUp) -> RandomStream {
        RandomStream(seed: seed, owner: UInt32(truncatingIfNeeded: number), cause: cause, leg: leg)
    }

    /// Who talks when, where the voices are made up.
    var conversation: Conversation {
        var talk = random(.conversation)
        return Conversation(length: length, using: &talk)
    }

    /// What a party's microphone hears during the whole call.
    public func makeAudioSource(of party: Party) -> AudioSource {
        guard case .synthetic = self[party].microphone else { return self[party].microphone.recording }
        var voice = random(party == .clinician ? .clinicianSpeech : .patientSpeech)
        return .synthetic(
            SpeechSynthesiser(
                voice: party == .clinician ? .low : .high,
                spurts: conversation.spurts(of: party),
                using: &voice
            )
        )
    }

    /// What a party's camera sees, or `nil` in a call without pictures.
    public func makeVideoSource(of party: Party) -> VideoSource? {
        guard video != nil else { return nil }
        switch self[party].camera {
        case .off, .traced, .pictures: return nil
        case .clip(let clip): return .clip(clip)
        case .talkingHead(let loop):
            var draw = random(.picture, leg: party == .clinician ? .clinicianUp : .patientUp)
            return .talkingHead(TalkingHead(loop: loop, phase: draw.next()))
        }
    }
}

/// One party of a call: a name of the scenario, an access network, and what microphone and camera see.
public struct PartyPlan: Sendable {
    public let name: String
    public let network: AccessPlan
    /// The shared links behind the access by their numbers, outwards.
    public let via: [Int]
    /// `nil` for a party that is reached directly.
    public let relay: RelayPlan?
    public var microphone: AudioFeed
    public var camera: VideoFeed
}

/// Both directions of one party's access network.
public struct AccessPlan: Sendable {
    public let name: String
    public let up: LinkPlan
    public let down: LinkPlan
}

public struct LinkPlan: Sendable {
    public let configuration: LinkConfiguration
    public let schedule: LinkSchedule
}

public struct AudioPlan: Sendable {
    public let encoder: OpusEncoderSettings
    /// Whether each packet carries the one before as well.
    public let red: Bool
    /// Whether lost packets are asked for and sent again.
    public let nack: Bool
    /// Whether the codec fills gaps, and not the repetition of pitch periods.
    public let concealsByCodec: Bool
}

public struct VideoPlan: Sendable {
    public let encoder: VideoEncoderSettings
    public let frameRate: FrameRate
    public let bitrateMin: DataRate
    /// `nil` for what is usual for the size of the pictures.
    public let bitrateMax: DataRate?
    public let degradation: DegradationPreference
    /// Whether parity packets go with the pictures.
    public let fec: Bool
    /// How often a lost packet is asked for.
    public let nackRetries: Int
    public let keyFrameRequest: KeyFrameRequest
    public let feedback: CongestionFeedback
}

/// Where a microphone's sound comes from.
public enum AudioFeed: Sendable {
    case synthetic
    case clip(AudioClip)
    /// What an encoder made of it, in the packet tier.
    case traced(AudioTrace)
    /// The very packets of another call.
    case packets([TracedSound])

    var recording: AudioSource {
        guard case .clip(let clip) = self else { preconditionFailure("there is no recording of it") }
        return .clip(clip)
    }
}

/// Where a camera's pictures come from.
public enum VideoFeed: Sendable {
    case talkingHead(TalkingHeadLoop)
    case clip(VideoClip)
    /// What an encoder made of it, in the packet tier.
    case traced(VideoTrace)
    /// The very pictures of another call.
    case pictures([TracedPicture])
    case off
}
