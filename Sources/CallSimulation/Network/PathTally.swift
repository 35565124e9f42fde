import NetworkEmulation
import RTPWire

/// The RTP packets of one direction of a call, counted where they enter the network, and what it took of them.
public struct PathTally: Hashable, Sendable {
    public private(set) var packets = 0
    /// What loss models and outages took.
    public private(set) var packetsLost = 0
    public private(set) var packetsQueueDropped = 0
    /// First sendings of video, without retransmissions, padding and repair.
    public private(set) var videoPackets = 0
    /// Forward error correction of video (RFC 5109).
    public private(set) var fecPackets = 0

    mutating func countSent(_ datagram: Datagram) {
        guard case .rtp(let packet) = datagram else { return }
        packets += 1
        guard packet.originalSequenceNumber == nil else { return }
        switch packet.kind {
        case .vp8, .vp9: videoPackets += 1
        case .ulpfec: fecPackets += 1
        case .opus, .opusRED, .padding: break
        }
    }

    mutating func countFate(_ fate: Fate, of content: Datagram.Content) {
        guard content == .rtp else { return }
        switch fate {
        case .delivered: break
        case .lost, .outage, .corrupted: packetsLost += 1
        case .queueDropped, .policed: packetsQueueDropped += 1
        }
    }
}
