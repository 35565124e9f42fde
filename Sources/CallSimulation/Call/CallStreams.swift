import MediaCodecs
import MediaTransport
import RTPWire
import RawMedia
import Units
import VirtualTime

/// The random identifiers of a call's streams (RFC 3550, section 8.1), drawn once for both parties.
struct CallStreams {
    struct Numbers {
        let identifiers: StreamIdentifiers
        let firstAudioTimestamp: UInt32
        let firstVideoTimestamp: UInt32
        let firstSequenceNumber: UInt16
    }

    private let numbers: [Numbers]

    init(plan: CallPlan) {
        var random = plan.random(.ssrc)
        numbers = Party.allCases.map { _ in
            let draws = (0..<6).map { _ in random.next() }
            return Numbers(
                identifiers: StreamIdentifiers(
                    audioSSRC: UInt32(truncatingIfNeeded: draws[0]) | 1,
                    videoSSRC: UInt32(truncatingIfNeeded: draws[1]) & ~1,
                    videoRTXSSRC: UInt32(truncatingIfNeeded: draws[2]) & ~1 ^ 0x8000_0000
                ),
                firstAudioTimestamp: UInt32(truncatingIfNeeded: draws[3]),
                firstVideoTimestamp: UInt32(truncatingIfNeeded: draws[4]),
                // The upper half is left free, so that a first wrap does not fall into the first second (RFC 3711, 3.3.1).
                firstSequenceNumber: UInt16(truncatingIfNeeded: draws[5]) & 0x7FFF
            )
        }
    }

    subscript(party: Party) -> Numbers { numbers[Int(party.rawValue)] }
}

extension EndpointConfiguration {
    init(plan: CallPlan, party: Party, streams: CallStreams) {
        let (own, other) = (streams[party].identifiers, streams[party.other].identifiers)
        var sender = SenderConfiguration(identifiers: own)
        sender.initialSequenceNumber = streams[party].firstSequenceNumber
        sender.audioBitrate = plan.audio.encoder.bitrate
        sender.isAudioREDEnabled = plan.audio.red
        sender.isAudioNACKEnabled = plan.audio.nack
        sender.sendsVideo = plan.video != nil
        if let video = plan.video {
            sender.codec = video.encoder.codec == .vp8 ? .vp8 : .vp9
            sender.startBitrate = video.encoder.bitrate
            sender.minimumVideoBitrate = video.bitrateMin
            let size = video.encoder
            sender.maximumVideoBitrate =
                video.bitrateMax ?? SenderConfiguration.maximumVideoBitrate(width: size.width, height: size.height)
            sender.limitsVideoBySize = video.bitrateMax == nil
            sender.isULPFECEnabled = video.fec && plan.forwarding == nil
            sender.congestionFeedback = video.feedback
            sender.frameRate = max(1, Int(video.frameRate.perSecond.rounded()))
        }
        var receiver = ReceiverConfiguration(
            audioSSRC: other.audioSSRC,
            videoSSRC: other.videoSSRC,
            rtxSSRC: other.videoRTXSSRC,
            localSSRC: own.videoSSRC
        )
        receiver.isAudioNACKEnabled = plan.audio.nack
        if let video = plan.video {
            receiver.nackRetries = video.nackRetries
            receiver.keyFrameRequest = video.keyFrameRequest
        }
        var random = plan.random(.reportInterval, leg: party == .clinician ? .clinicianUp : .patientUp)
        let factors = (0..<64).map { _ in 0.5 + random.unitInterval() }
        receiver.feedbackPhase = random.unitInterval()
        self.init(
            // The patient joins a room the clinician opened, and so answers (an assumption of ours).
            // A forwarding unit waits for both.
            role: party == .patient || plan.forwarding != nil ? .dtlsClient : .dtlsServer,
            sender: sender,
            receiver: receiver,
            carriesVideo: plan.video != nil,
            canonicalName: party.name,
            // The end that offered sends compounds, as Chromium does.
            usesReducedSizeRTCP: party == .patient,
            reportIntervalFactors: factors
        )
    }
}
