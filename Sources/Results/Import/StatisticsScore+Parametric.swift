import QualityModels
import Units

extension StatisticsScore {
    /// What the pictures must have been like by bit rate, frame rate, size and losses alone, and how often their size
    /// changed.
    func scoreParameters(_ evidence: inout CallEvidence) {
        guard choice.carriesVideo else { return }
        if let sum = growth("inbound-rtp.video.qpSum"), let frames = growth("inbound-rtp.video.framesDecoded"),
            frames > 0
        {
            evidence.received.metrics["video.quantiser"] = sum / frames
        } else {
            evidence.received.remarks.unknown["video.quantiser"] =
                missing(["inbound-rtp.video.qpSum", "inbound-rtp.video.framesDecoded"]) ?? "no frame was decoded"
        }
        let name = "video.parametric_score"
        let sizes = zip(column("frameWidth"), column("frameHeight")).compactMap { pair -> (Double, Double)? in
            guard let width = pair.0, let height = pair.1, width > 0, height > 0 else { return nil }
            return (width, height)
        }
        guard !sizes.isEmpty else {
            for metric in [name, "video.lines", "video.resolution_changes"] {
                evidence.received.remarks.unknown[metric] = "frameWidth and frameHeight are not in the dump"
            }
            return
        }
        let count = Double(sizes.count)
        evidence.received.metrics["video.lines"] = sizes.reduce(0) { $0 + min($1.0, $1.1) } / count
        let changes = zip(sizes, sizes.dropFirst()).count { $0 != $1 }
        evidence.received.metrics["video.resolution_changes"] = Double(changes)
        evidence.received.remarks.estimates["video.resolution_changes"] = "between snapshots; those within are not seen"
        let pixels = sizes.reduce(0) { $0 + $1.0 * $1.1 } / count
        let codec = choice.videoCodec?.split(separator: "/").last.map(String.init) ?? ""
        guard let set = VideoCoefficientSet.fitted(codec: codec, pixels: Int(pixels)) else {
            evidence.received.remarks.unknown[name] =
                codec.isEmpty
                ? "the codec of the pictures is not in the dump" : "nothing was fitted to \(codec) at this size"
            return
        }
        guard let bitrate = evidence.received.metrics["video.bitrate"], bitrate < 1e12,
            let loss = evidence.received.metrics["call.packet_loss"],
            let frames = growth("inbound-rtp.video.framesDecoded"),
            let score = set.estimate(
                bitrate: DataRate(bitsPerSecond: Int64(bitrate)),
                frameRate: frames / length.seconds,
                ppl: 100 * loss
            )
        else {
            evidence.received.remarks.unknown[name] =
                "bit rate, frame rate and losses are not all known and within the fit"
            return
        }
        evidence.received.metrics[name] = score.quality.value
        evidence.received.remarks.estimates[name] = set.label + "; losses before repair"
    }

    private func column(_ field: String) -> ArraySlice<Double?> {
        table["inbound-rtp.video.\(field)"]?[first...last] ?? []
    }
}
