import RTPWire

/// Which media packets each parity packet covers.
///
/// Ours: packet x belongs to row x mod k of k rows, so that the rows interleave and a burst of up to k packets hits
/// each row once. Where there are at least half as many rows as packets, each row takes its neighbour's packets too:
/// every packet then stands in two rows, and a run of losses can be undone from its edges. libwebrtc draws up to
/// twelve packets from a table optimised for random loss, and interleaves beyond.
enum ParityMask {
    /// One mask for each parity packet, first bit for the first media packet; `parityCount` is at most `mediaCount`.
    static func rows(mediaCount: Int, parityCount: Int) -> [UInt64] {
        guard parityCount > 0 else { return [] }
        let overlaps = parityCount > 1 && 2 * parityCount >= mediaCount
        return (0..<parityCount).map { row in
            var mask: UInt64 = 0
            for packet in 0..<mediaCount {
                let home = packet % parityCount
                // Two rows that take each other's packets would be one and the same.
                let isNeighbour = overlaps && home == (row + 1) % parityCount && (parityCount > 2 || row == 0)
                if home == row || isNeighbour { mask |= ULPFECDescriptor.bit(packet) }
            }
            return mask
        }
    }

    /// Moves each packet's bit to where its sequence number lies after the first one's.
    static func spread(_ mask: UInt64, to offsets: [Int]) -> UInt64 {
        var result: UInt64 = 0
        for (index, offset) in offsets.enumerated() where mask & ULPFECDescriptor.bit(index) != 0 {
            result |= ULPFECDescriptor.bit(offset)
        }
        return result
    }
}
