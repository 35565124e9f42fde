public import MediaCodecs
public import NetworkEmulation
public import RawMedia
public import Units

/// All that one call needs to be simulated: an immutable value, the same on every worker.
public struct CallPlan: Sendable {
    /// From 1, across the whole run.
    public let number: Int
    public let seed: UInt64
    /// When both parties join, in run time.
    public let startsAt: Timestamp
    public let length: TimeDelta
    public let clinician: PartyPlan
    public let patient: PartyPlan
    public let audio: AudioPlan
    /// `nil` for a call without pictures.
    public let video: VideoPlan?

    public var end: Timestamp { startsAt + length }

    public subscript(party: Party) -> PartyPlan { party == .clinician ? clinician : patient }
}

/// One party of a call: a name of the scenario, an access network, and what microphone and camera see.
public struct PartyPlan: Sendable {
    public let name: String
    public let network: AccessPlan
    public let microphone: AudioFeed
    public let camera: VideoFeed
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
}

public struct VideoPlan: Sendable {
    public let encoder: VideoEncoderSettings
    public let frameRate: FrameRate
    public let bitrateMin: DataRate
    public let bitrateMax: DataRate
}

/// Where a microphone's sound comes from.
public enum AudioFeed: Sendable {
    case synthetic
    case clip(AudioClip)
}

/// Where a camera's pictures come from.
public enum VideoFeed: Sendable {
    case talkingHead(TalkingHeadLoop)
    case clip(VideoClip)
    case off
}
