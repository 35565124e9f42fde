import RTPWire
import Units

/// The sender's side of FEC: what is protected how strongly, and what that costs.
struct VideoProtection: Sendable {
    /// The parity packets of the last second.
    var meter = RateMeter()

    private let isEnabled: Bool
    private let configuredFrameRate: Int
    private var controller: ProtectionController
    private var generator: ULPFECGenerator
    private var frames = RateMeter()
    private var firstFrame: Timestamp?
    private let packetCapacity: Double
    private let feedback: CongestionFeedback

    init(_ configuration: SenderConfiguration) {
        isEnabled = configuration.isULPFECEnabled
        controller = ProtectionController(isBesideNACK: true)
        configuredFrameRate = configuration.frameRate
        feedback = configuration.congestionFeedback
        generator = ULPFECGenerator(payloadTypes: configuration.identifiers.payloadTypes)
        packetCapacity = Double(VideoPacketizer(isRED: true).capacity(descriptorLength: 0))
    }

    /// Notes a frame that is about to be cut into packets.
    mutating func frameSent(_ frame: EncodedVideoFrame, at now: Timestamp) {
        guard isEnabled else { return }
        if firstFrame == nil { firstFrame = now }
        frames.add(1, at: now)
        controller.frameSent(
            packets: Double(frame.payload.length) / packetCapacity,
            isKeyFrame: frame.isKeyFrame,
            at: now
        )
    }

    /// Sets the protection of what is sent from now on; `bitrate` in bit/s, `loss` in 256ths.
    mutating func update(
        bitrate: Double,
        loss: Int,
        roundTripTime: TimeDelta,
        width: Int,
        height: Int,
        at now: Timestamp
    ) {
        guard isEnabled else { return }
        frames.trim(to: now)
        let isMeasured = firstFrame.map { now - $0 >= .seconds(1) } ?? false
        let factors = controller.factors(
            ProtectionController.Conditions(
                bitrate: bitrate,
                frameRate: isMeasured ? frames.bytes : configuredFrameRate,
                loss: loss,
                roundTripTime: roundTripTime,
                width: width,
                height: height
            ),
            at: now
        )
        generator.setFactors(factors)
    }

    /// The parity packets that are due after a media packet, as it went out.
    mutating func parity(after packet: RTPPacket) -> [RTPPacket] {
        guard isEnabled, generator.takesMedia() else { return [] }
        var parity: [RTPPacket] = []
        var numbered = packet
        // It had its extension on the path; only what stood in it is not protected.
        switch feedback {
        case .transportWide: numbered.header.transportSequenceNumber = 0
        case .receiverEstimate: numbered.header.absoluteSendTime = 0
        }
        generator.add(numbered, into: &parity)
        return parity
    }
}
