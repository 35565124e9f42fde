import MediaTransport
import RTPWire
import Scenarios
import Units
import VirtualTime

extension EndpointConfiguration {
    /// One end of a media flow; identifiers need only differ within the flow.
    init(flow plan: FlowPlan, settings: MediaFlowSettings, isFirst: Bool, sends: Bool) {
        let (own, other) = (StreamIdentifiers(flowEnd: isFirst), StreamIdentifiers(flowEnd: !isFirst))
        var sender = SenderConfiguration(identifiers: own)
        sender.sendsVideo = sends
        sender.audioBitrate = sends ? settings.audioBitrate ?? .zero : .zero
        sender.startBitrate = settings.videoStart
        sender.minimumVideoBitrate = settings.videoMin
        sender.maximumVideoBitrate = settings.videoMax
        sender.isULPFECEnabled = false
        sender.frameRate = settings.frameRate
        var receiver = ReceiverConfiguration(
            audioSSRC: other.audioSSRC,
            videoSSRC: other.videoSSRC,
            rtxSSRC: other.videoRTXSSRC,
            localSSRC: own.videoSSRC
        )
        var random = plan.random(.reportInterval, leg: isFirst ? .clinicianUp : .patientUp)
        let factors = (0..<64).map { _ in 0.5 + random.unitInterval() }
        receiver.feedbackPhase = random.unitInterval()
        self.init(
            role: isFirst ? .dtlsServer : .dtlsClient,
            sender: sender,
            receiver: receiver,
            carriesVideo: true,
            canonicalName: isFirst ? "from" : "to",
            usesReducedSizeRTCP: !isFirst,
            reportIntervalFactors: factors
        )
    }
}

extension StreamIdentifiers {
    fileprivate init(flowEnd isFirst: Bool) {
        let base: UInt32 = isFirst ? 0x1000 : 0x2000
        self.init(audioSSRC: base + 1, videoSSRC: base + 2, videoRTXSSRC: base + 3)
    }
}
