import NetworkEmulation
import QualityModels
import RTPWire
import Results
public import Units

/// Scores a call as the RTP in a capture of one interface tells of it, encrypted or not.
///
/// Headers tell of losses, jitter and rates. Play-out is not seen: what a buffer of fixed length would have made of the
/// packets stands for it, and is marked as an estimate. Delay on the way is not seen at all from one end.
public struct CaptureScore {
    public struct Settings: Hashable, Sendable {
        public var audioPayloadType: UInt8?
        public var videoPayloadType: UInt8?
        /// The address of the machine at which the capture was made, where both ways are in it.
        public var localAddress: String?
        /// One way, through the network; the score of sound stays unknown where it is `nil`.
        public var delay: TimeDelta?
        /// How much longer than the fastest packet of its window a packet may take and still be played.
        public var buffer: TimeDelta = .milliseconds(60)

        public init() {}
    }

    /// Something about a capture that stops its scoring.
    struct Fault: Error {
        let message: String
        let advice: String
    }

    let bytes: [UInt8]
    let settings: Settings
    let bitrate: DataRate?
    let tracks: [String]

    /// What the capture tells; `name` is what notes call it.
    func evidence(name: String) throws(Fault) -> CallEvidence {
        let streams: [CapturedStream]
        let cutRecord: Int?
        do throws(CaptureFault) {
            (streams, cutRecord) = try CapturedStream.all(inFile: bytes)
        } catch {
            let place = error.record.map { "record \($0): " } ?? ""
            throw Fault(
                message: place + error.message,
                advice: error.advice ?? "save it as a pcap or pcapng of UDP over IP"
            )
        }
        // Packets of several queues or interfaces may stand a little out of order.
        let times = streams.flatMap { $0.packets.map(\.time) }
        guard let begin = times.min(), let end = times.max() else {
            throw Fault(message: "there is no RTP packet in it", advice: "capture where the media arrive")
        }
        if let message = CallLength.fault(seconds: (end - begin).seconds) {
            throw Fault(message: message, advice: "cut one call out of it, such as with editcap -A and -B")
        }
        var evidence = CallEvidence(length: end - begin)
        if let cutRecord {
            evidence.notes.append("\(name) ends inside record \(cutRecord): what came after it is unknown")
        }
        let local = try localAddress(streams)
        let arriving = streams.filter { local == nil || $0.flow.destination == local }
        let leaving = streams.filter { local != nil && $0.flow.source == local }
        let chosen = try choose(arriving, &evidence)
        let ears = CapturedSound(
            settings: settings,
            bitrate: bitrate,
            bytes: bytes,
            begin: begin,
            end: end,
            alive: chosen.pictures?.packets.map(\.time).max()
        )
        var tallies: [LossTally] = []
        if let sound = chosen.sound { tallies.append(try ears.score(sound, &evidence)) }
        if let pictures = chosen.pictures {
            tallies.append(try CapturedPictures(begin: begin, end: end).score(pictures, &evidence))
        }
        evidence.carriesVideo = chosen.pictures != nil
        let packets = tallies.reduce(0) { $0 + $1.packetCount }
        if packets > 0 {
            let lost = tallies.reduce(0) { $0 + $1.lossCount }
            evidence.received.metrics["call.packet_loss"] = Double(lost) / Double(packets)
            evidence.received.remarks.estimates["call.packet_loss"] =
                "gaps in the sequence numbers of what arrived; parity in the same stream counts as media"
        }
        if let sent = try choose(leaving, &evidence).pictures, let rate = CapturedPictures.rate(of: sent) {
            evidence.sent.metrics["video.bitrate"] = rate
            evidence.sent.remarks.estimates["video.bitrate"] = "payloads as they left, SRTP's tags and parity in them"
        }
        return evidence
    }

    /// Whose arrivals are scored; `nil` where everything in the capture arrives.
    private func localAddress(_ streams: [CapturedStream]) throws(Fault) -> String? {
        let ends = Set(streams.flatMap { [$0.flow.source, $0.flow.destination] }).sorted()
        if let local = settings.localAddress {
            guard ends.contains(local) else {
                throw Fault(
                    message: "no RTP is to or from \(local)",
                    advice: "there are \(ends.joined(separator: ", "))"
                )
            }
            return local
        }
        let sources = Set(streams.map(\.flow.source))
        guard !Set(streams.map(\.flow.destination)).isDisjoint(with: sources) else { return nil }
        throw Fault(
            message: "RTP goes both ways in it, between \(ends.joined(separator: ", "))",
            advice: "say which machine it was captured on, such as --local \(ends[0])"
        )
    }

    private func choose(
        _ streams: [CapturedStream],
        _ evidence: inout CallEvidence
    ) throws(Fault) -> (sound: CapturedStream?, pictures: CapturedStream?) {
        let kinds = streams.map { (stream: $0, kind: kind(of: $0)) }
        return (
            try only(kinds.filter { $0.kind == .audio }.map(\.stream), "sound", &evidence),
            try only(kinds.filter { $0.kind == .video }.map(\.stream), "pictures", &evidence)
        )
    }

    private func only(
        _ streams: [CapturedStream],
        _ what: String,
        _ evidence: inout CallEvidence
    ) throws(Fault) -> CapturedStream? {
        let named = streams.filter { tracks.contains(String($0.ssrc)) }
        let candidates = named.isEmpty ? streams : named
        guard candidates.count > 1 else {
            if streams.count > 1, let one = candidates.first {
                evidence.notes.append("of \(streams.count) streams of \(what), that of SSRC \(one.ssrc)")
            }
            return candidates.first
        }
        let list = candidates.prefix(8).map { "\($0.ssrc) (\($0.packets.count) packets)" }.joined(separator: ", ")
        throw Fault(
            message: "\(candidates.count) streams of \(what) arrive, of SSRC \(list)",
            advice: "choose one with --track and its SSRC"
        )
    }

    /// What a stream carries: by the payload types that were given or that Chromium offers, else by its clock.
    ///
    /// Retransmissions are neither.
    private func kind(of stream: CapturedStream) -> MediaKind? {
        let type = stream.payloadType
        let (audio, video) = (settings.audioPayloadType, settings.videoPayloadType)
        if type == audio { return .audio }
        if type == video { return .video }
        let usual = PayloadTypes.chromium
        if [usual.vp8RTX, usual.vp9RTX, usual.redRTX].contains(type) { return nil }
        if audio == nil, [usual.opus, usual.opusRED].contains(type) { return .audio }
        if video == nil, [usual.vp8, usual.vp9, usual.red].contains(type) { return .video }
        switch stream.arrivals.clockRate {
        case 48_000? where audio == nil: return .audio
        case 90_000? where video == nil: return .video
        default: return nil
        }
    }
}

extension CapturedStream {
    /// The type that most packets have.
    var payloadType: UInt8 {
        var counts = [Int](repeating: 0, count: 128)
        for packet in packets { counts[Int(packet.payloadType)] += 1 }
        return UInt8(counts.indices.max { counts[$0] < counts[$1] } ?? 0)
    }

    var arrivals: MediaArrivals {
        MediaArrivals(
            packets.map {
                MediaArrivals.Packet(
                    arrival: $0.time,
                    sequenceNumber: $0.sequenceNumber,
                    timestamp: $0.timestamp,
                    size: $0.size
                )
            }
        )
    }

    /// Each packet lost or kept, and what its path tells.
    ///
    /// - Throws: `CaptureScore.Fault` for numbers that are no one stream's.
    func measurement(_ what: String) throws(CaptureScore.Fault) -> PathMeasurement {
        if let measurement = arrivals.measurement { return measurement }
        throw CaptureScore.Fault(
            message:
                "the \(packets.count) packets of \(what) (SSRC \(ssrc)) have sequence numbers that are no one stream's",
            advice: "capture one call of at least two packets"
        )
    }
}
