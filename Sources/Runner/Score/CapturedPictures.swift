import NetworkEmulation
import QualityModels
import RTPWire
import Results
import Units

/// What a captured stream of video tells of the pictures: how steadily they became whole, and their rate.
struct CapturedPictures {
    let begin: Timestamp
    let end: Timestamp

    /// Fills in what is known of the pictures, and counts the losses.
    func score(_ stream: CapturedStream, _ evidence: inout CallEvidence) throws(CaptureScore.Fault) -> LossTally {
        let tally = LossTally(try stream.measurement("pictures").losses)
        evidence.notes.append(
            "pictures: SSRC \(stream.ssrc), payload type \(stream.payloadType), \(stream.packets.count) packets"
        )
        evidence.received.metrics["video.bitrate"] = Self.rate(of: stream)
        evidence.received.remarks.estimates["video.bitrate"] =
            "payloads as they arrived, SRTP's tags and parity in them"
        let names = ["freeze_ratio", "longest_freeze", "frame_rate", "freezes", "pauses"].map { "video." + $0 }
        guard tally.lossCount == 0 else {
            let reason =
                "\(tally.lossCount) packets of pictures never came, and whether they were repaired in time is not in a capture"
            for name in names { evidence.received.remarks.unknown[name] = reason }
            return tally
        }
        var detector = FreezeDetector(start: begin)
        let whole = completions(stream)
        for time in whole { detector.show(at: time) }
        evidence.hasSeen = !whole.isEmpty
        let continuity = detector.continuity(end: end)
        evidence.received.metrics["video.freeze_ratio"] = continuity.freezeRatio
        evidence.received.metrics["video.longest_freeze"] = continuity.longestFreeze.seconds
        evidence.received.metrics["video.frame_rate"] = continuity.harmonicFrameRate
        evidence.received.metrics["video.freezes"] = Double(continuity.freezes.count)
        evidence.received.metrics["video.pauses"] = Double(continuity.pauses.count)
        for name in names where evidence.received.metrics[name] != nil {
            evidence.received.remarks.estimates[name] = "pictures count as shown when their last packet is there"
        }
        return tally
    }

    /// Bits of payload a second between the first packet and the last; `nil` for no time.
    static func rate(of stream: CapturedStream) -> Double? {
        guard let first = stream.packets.first, let last = stream.packets.last, last.time > first.time else {
            return nil
        }
        let size = stream.packets.dropFirst().reduce(0) { $0 + $1.payload.count }
        return Double(size) * 8 / (last.time - first.time).seconds
    }

    /// When each picture and all before it were whole; what follows a marker with the same time stamp is parity.
    private func completions(_ stream: CapturedStream) -> [Timestamp] {
        let inOrder = stream.packets.sorted { ($0.sequenceNumber, $0.time) < ($1.sequenceNumber, $1.time) }
        var times: [Timestamp] = []
        var latest = begin
        var marked: Int64?
        for packet in inOrder where packet.timestamp != marked {
            latest = max(latest, packet.time)
            guard packet.marker else { continue }
            times.append(latest)
            marked = packet.timestamp
        }
        return times
    }
}
