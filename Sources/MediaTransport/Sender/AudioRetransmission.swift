import RTPWire
import Units

extension MediaSender {
    /// Answers a request for one lost audio packet: it goes again as it was, on the same stream, for audio has no
    /// stream of retransmissions (libwebrtc, `rtp_sender.cc`).
    mutating func queueAudioRetransmission(_ sequenceNumber: UInt16, at now: Timestamp) {
        guard let packet = audioHistory?.takeForRetransmission(sequenceNumber, at: now) else { return }
        let size = Self.wireSize(packet)
        pacer.enqueue(packet, priority: .audioRetransmission, size: size, at: now)
    }

    mutating func resendAudio(
        _ packet: inout RTPPacket,
        size: Int,
        probeCluster: Int32,
        at now: Timestamp,
        into effects: inout [SenderEffect]
    ) {
        audioHistory?.resent(packet.header.sequenceNumber, at: now)
        transmit(&packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
        counters.audio.count(packet)
        counters.audio.retransmittedPacketsSent += 1
        counters.audio.retransmittedBytesSent += Self.payloadLength(packet)
    }
}
