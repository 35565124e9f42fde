/// The emulator's log of every packet, as CSV: `t_in_us,dir,len,fate,t_out_us,kind,pt,marker,seq,ts,ssrc`.
public enum PacketLog {
    /// RED carries VP8 and its ULPFEC in the recordings.
    static let redPayloadType = 118
    private static let header = "t_in_us,dir,len,fate,t_out_us,kind,pt,marker,seq,ts,ssrc"

    /// Counts what was sent towards each end: direction 1 leads to A, 0 to B.
    ///
    /// Within RED, what follows the marker of its time stamp is repair.
    public static func counts(csv: [UInt8], place: String) throws(ValidationError) -> (toA: PathCounts, toB: PathCounts)
    {
        var counts = [PathCounts(), PathCounts()]
        // The time stamps whose marker has passed, by direction; a frame ends long before its number returns.
        var ended: [Set<Substring>] = [[], []]
        let lines = String(decoding: csv, as: UTF8.self).split(separator: "\n")
        guard lines.first?.trimmingSuffix(while: \.isWhitespace) == Substring(header) else {
            throw error(place, 1, "the columns are not \(header)")
        }
        for (number, line) in lines.enumerated().dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 11, let direction = Int(fields[1]), (0...1).contains(direction) else {
                throw error(place, number + 1, "'\(line.prefix(60))' is no packet")
            }
            guard fields[5] == "r" else { continue }
            counts[direction].packets += 1
            if fields[3] == "2" { counts[direction].packetsQueueDropped += 1 }
            guard Int(fields[6]) == redPayloadType else { continue }
            if ended[direction].contains(fields[9]) {
                counts[direction].fecPackets += 1
            } else {
                counts[direction].videoPackets += 1
                if fields[7] == "1" { ended[direction].insert(fields[9]) }
            }
        }
        return (counts[1], counts[0])
    }

    private static func error(_ place: String, _ line: Int, _ message: String) -> ValidationError {
        ValidationError(
            "\(place):\(line)",
            message,
            hint: "the log is what the recordings' emulator wrote; unpack it and look"
        )
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while drops: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, drops(last) { rest.removeLast() }
        return rest
    }
}
