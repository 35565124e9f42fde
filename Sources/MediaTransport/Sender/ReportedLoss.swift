import RTPWire
import Units

/// The loss that report blocks tell over all streams together (libwebrtc, `rtp_transport_controller_send.cc` and
/// `send_side_bandwidth_estimation.cc`).
///
/// Each report adds what its blocks lost and expected since the last block of the same source; a fraction is made once
/// twenty packets are in. A receiver that reports with each request for a lost packet thus gives short intervals
/// around losses, and high peaks.
struct ReportedLoss: Sendable {
    private static let expectedMin: Int64 = 20

    private struct Source {
        var ssrc: UInt32
        var highest: UInt32
        var lost: Int32
    }

    private var sources: [Source] = []
    private var expected: Int64 = 0
    private var lost: Int64 = 0
    /// In 256ths, 0...255; `nil` before twenty packets are reported on.
    private(set) var fraction: Int?
    /// How many fractions there were so far.
    private(set) var fractionCount = 0
    /// When loss was first told, be it none.
    private(set) var firstReport: Timestamp?

    mutating func receive(_ blocks: [ReportBlock], at now: Timestamp) {
        var (expectedNow, lostNow): (Int64, Int64) = (0, 0)
        for block in blocks {
            let source = Source(
                ssrc: block.ssrc,
                highest: block.extendedHighestSequenceNumber,
                lost: block.cumulativeLost
            )
            guard let index = sources.firstIndex(where: { $0.ssrc == block.ssrc }) else {
                sources.append(source)
                continue
            }
            expectedNow += Int64(Int32(bitPattern: source.highest &- sources[index].highest))
            lostNow += Int64(source.lost) - Int64(sources[index].lost)
            sources[index] = source
        }
        guard expectedNow != 0, expectedNow - lostNow >= 1 else { return }
        firstReport = firstReport ?? now
        expected += expectedNow
        lost += lostNow
        guard expected >= Self.expectedMin else { return }
        fraction = Int(min(max(lost, 0) << 8 / expected, 255))
        fractionCount += 1
        expected = 0
        lost = 0
    }
}
