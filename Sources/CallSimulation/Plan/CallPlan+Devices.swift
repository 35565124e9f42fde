import MediaTransport
import RawMedia
import Units
import VirtualTime

/// What a party's microphone, camera, loudspeaker and screen are: real ones, or what traces have of them.
extension CallPlan {
    func microphone(of party: Party, firstTimestamp: UInt32) throws -> Microphone {
        switch self[party].microphone {
        case .synthetic, .clip:
            return try Microphone(
                source: makeAudioSource(of: party),
                settings: audio.encoder,
                firstTimestamp: firstTimestamp
            )
        case .traced(let trace):
            var voice = random(party == .clinician ? .clinicianSpeech : .patientSpeech)
            let player = AudioTracePlayer(trace, spurts: conversation.spurts(of: party), phase: voice.next())
            return Microphone(player, firstTimestamp: firstTimestamp)
        case .packets(let packets): return Microphone(packets: packets, firstTimestamp: firstTimestamp)
        }
    }

    func loudspeaker(of party: Party) throws -> Loudspeaker {
        var noise = random(.concealment, leg: party == .clinician ? .clinicianDown : .patientDown)
        switch self[party.other].microphone {
        case .synthetic, .clip:
            return Loudspeaker(try Speaker(seed: noise.next(), concealsByCodec: audio.concealsByCodec))
        case .traced, .packets:
            return Loudspeaker(TracedSpeaker(random: noise, concealsByCodec: audio.concealsByCodec))
        }
    }

    /// `nil` in a call without pictures.
    func camera(of party: Party, firstTimestamp: UInt32, sharing shelf: PictureShelf?) throws -> Camera? {
        guard let video else { return nil }
        switch self[party].camera {
        case .off: return nil
        case .talkingHead, .clip:
            guard let source = makeVideoSource(of: party) else { return nil }
            return try Camera(
                source: source,
                plan: video,
                firstTimestamp: firstTimestamp,
                at: startsAt,
                sharing: shelf
            )
        case .traced(let trace):
            var draw = random(.picture, leg: party == .clinician ? .clinicianUp : .patientUp)
            let player = VideoTracePlayer(trace, phase: draw.next())
            return Camera(player, plan: video, firstTimestamp: firstTimestamp, at: startsAt)
        case .pictures(let pictures):
            return Camera(pictures: pictures, plan: video, firstTimestamp: firstTimestamp, at: startsAt)
        }
    }

    /// The screen of a party in a call with pictures.
    func display(of party: Party, keepsPictures: Bool, sharing shelf: PictureShelf?) throws -> Display? {
        guard let video else { return nil }
        switch self[party.other].camera {
        case .off: return nil
        case .talkingHead, .clip:
            let series = makeVideoSource(of: party.other).flatMap { shelf?.series(of: $0, video.encoder) }
            return Display(try Screen(plan: video, keepsPictures: keepsPictures, sharing: series))
        case .traced, .pictures: return Display(TracedScreen())
        }
    }
}
