import QualityModels
public import Units

/// Scores a call as the `getStats` of one of its ends tells of it.
///
/// The models are those of simulated calls: windows of 10 s of the wideband E-model for sound, the freeze rule for
/// pictures. Sound: `StatisticsScore+Sound`; pictures: `StatisticsScore+Pictures`.
public struct StatisticsScore: Sendable {
    let choice: StatisticsChoice
    let table: StatisticsTable
    let bitrate: DataRate?
    let bitrateOrigin: String
    /// The snapshots with which the received streams begin and end.
    let first: Int
    let last: Int

    /// - Parameters:
    ///   - bitrate: Opus's, for its impairment; from what arrived where it is `nil`.
    ///   - bitrateOrigin: where that is known from, in words.
    public init(_ choice: StatisticsChoice, bitrate: DataRate? = nil, bitrateOrigin: String = "as given") {
        self.choice = choice
        table = choice.table
        self.bitrate = bitrate
        self.bitrateOrigin = bitrateOrigin
        let columns = ["inbound-rtp.audio.packetsReceived", "inbound-rtp.video.packetsReceived"]
            .compactMap { choice.table[$0] }
        first = columns.compactMap { $0.firstIndex { $0 != nil } }.min() ?? 0
        last = columns.compactMap { $0.lastIndex { $0 != nil } }.max() ?? choice.table.times.count - 1
    }

    var start: TimeDelta { table.times[first] }
    var length: TimeDelta { table.times[last] - start }

    /// What this end sends its sound with, for the score of the other's dump; `nil` where the dump does not say.
    public static func audioBitrate(sentBy choice: StatisticsChoice) -> DataRate? {
        let known = choice.table["outbound-rtp.audio.targetBitrate"]?.compactMap { $0 }.filter { $0 > 0 } ?? []
        guard let rate = known.last, (1_000...1_000_000).contains(rate) else { return nil }
        return DataRate(bitsPerSecond: Int64(rate))
    }

    /// Everything that the dump tells.
    public var evidence: CallEvidence {
        var evidence = CallEvidence(length: length)
        evidence.carriesVideo = choice.carriesVideo
        evidence.notes = choice.remarks
        guard length > .zero else {
            let reason = "the received streams are in one snapshot alone"
            for metric in MetricCatalogue.all where metric.sampling.isOfCalls {
                evidence.received.remarks.unknown[metric.name] = reason
            }
            return evidence
        }
        let sound = scoreSound(&evidence)
        let pictures = choice.carriesVideo ? scorePictures(&evidence) : nil
        if let sound, !choice.carriesVideo || pictures != nil {
            evidence.received.observed = ConsultationUsability.Observed(
                audio: sound,
                video: pictures,
                pictures: pictureSeconds(in: sound),
                videoLag: videoLag(in: sound)
            )
        }
        scoreStretching(&evidence)
        scoreNetwork(&evidence)
        scoreParameters(&evidence)
        scoreOffset(&evidence)
        return evidence
    }

    /// The growth of a counter while the received streams lasted; from zero where the stream began within the dump.
    func growth(_ name: String) -> Double? { table.growth(name, from: first, to: last) }

    /// The fields of these that the dump has in no snapshot of the streams.
    func missing(_ fields: [String]) -> String? {
        let missing = fields.filter { name in table[name]?[first...last].contains { $0 != nil } != true }
        guard !missing.isEmpty else { return nil }
        return missing.joined(separator: ", ") + (missing.count == 1 ? " is" : " are") + " not in the dump"
    }

    /// A field of each received stream that there is.
    private func mediaFields(_ field: String) -> [String] {
        (choice.carriesAudio ? ["inbound-rtp.audio.\(field)"] : [])
            + (choice.carriesVideo ? ["inbound-rtp.video.\(field)"] : [])
    }

    /// How much play-out was stretched, where the browser counts it.
    private func scoreStretching(_ evidence: inout CallEvidence) {
        let names = ["insertedSamplesForDeceleration", "removedSamplesForAcceleration", "totalSamplesReceived"]
        let counts = names.map { growth("inbound-rtp.audio.\($0)").flatMap { Int(exactly: $0.rounded()) } }
        guard let inserted = counts[0], let removed = counts[1], let total = counts[2],
            let stretching = TimeStretching(insertedSamples: inserted, removedSamples: removed, totalSamples: total)
        else {
            evidence.received.remarks.unknown["audio.time_stretch"] =
                missing(names.map { "inbound-rtp.audio.\($0)" }) ?? "nothing was played"
            return
        }
        guard stretching.meanRateDeviation <= 1 else {
            evidence.received.remarks.unknown["audio.time_stretch"] =
                "more was inserted and removed within the dump than was played"
            return
        }
        evidence.received.metrics["audio.time_stretch"] = stretching.meanRateDeviation
    }

    /// Losses, rates and round trips.
    private func scoreNetwork(_ evidence: inout CallEvidence) {
        let kinds = ["audio", "video"].filter { table["inbound-rtp.\($0).packetsReceived"] != nil }
        let received = kinds.compactMap { growth("inbound-rtp.\($0).packetsReceived") }.reduce(0, +)
        let lost = kinds.compactMap { growth("inbound-rtp.\($0).packetsLost") }
        if lost.count == kinds.count, received > 0 {
            let missing = max(lost.reduce(0, +), 0)
            evidence.received.metrics["call.packet_loss"] = missing / (received + missing)
            evidence.received.remarks.estimates["call.packet_loss"] =
                "packetsLost over packetsLost and packetsReceived: a packet that came late counts as received"
        } else {
            evidence.received.remarks.unknown["call.packet_loss"] =
                missing(mediaFields("packetsReceived") + mediaFields("packetsLost")) ?? "no packet came"
        }
        if choice.carriesVideo, let bytes = growth("inbound-rtp.video.bytesReceived") {
            let again = growth("inbound-rtp.video.retransmittedBytesReceived") ?? 0
            evidence.received.metrics["video.bitrate"] = max(bytes - again, 0) * 8 / length.seconds
            evidence.received.remarks.estimates["video.bitrate"] =
                "what arrived, without what was sent again; parity in the same stream is in it"
        }
        scoreSent(&evidence)
        scoreRoundTrips(&evidence)
    }

    /// What this end knows of what it sent.
    private func scoreSent(_ evidence: inout CallEvidence) {
        let kinds = ["audio", "video"].filter { table["outbound-rtp.\($0).packetsSent"] != nil }
        if let bytes = growth("outbound-rtp.video.bytesSent") {
            let again = growth("outbound-rtp.video.retransmittedBytesSent") ?? 0
            evidence.sent.metrics["video.bitrate"] = max(bytes - again, 0) * 8 / length.seconds
        }
        let sent = kinds.compactMap { kind -> Double? in
            let packets = growth("outbound-rtp.\(kind).packetsSent")
            return packets.map { max($0 - (growth("outbound-rtp.\(kind).retransmittedPacketsSent") ?? 0), 0) }
        }
        let lost = kinds.compactMap { growth("remote-inbound-rtp.\($0).packetsLost") }
        let packets = sent.reduce(0, +)
        guard !kinds.isEmpty, lost.count == kinds.count, packets > 0 else { return }
        evidence.sent.metrics["call.packet_loss"] = min(max(lost.reduce(0, +), 0) / packets, 1)
        evidence.sent.remarks.estimates["call.packet_loss"] = "what the other end's reports count as lost"
    }

    private func scoreRoundTrips(_ evidence: inout CallEvidence) {
        let streams = ["remote-inbound-rtp.audio", "remote-inbound-rtp.video"]
        let times = streams.compactMap { growth("\($0).totalRoundTripTime") }.reduce(0, +)
        let count = streams.compactMap { growth("\($0).roundTripTimeMeasurements") }.reduce(0, +)
        if count > 0 {
            evidence.call["call.round_trip_time"] = 1_000 * times / count
            return
        }
        let column = (streams.map { "\($0).roundTripTime" } + ["candidate-pair.currentRoundTripTime"])
            .compactMap { table[$0]?[first...last].compactMap { $0 } }.first { !$0.isEmpty }
        if let column {
            evidence.call["call.round_trip_time"] = 1_000 * column.reduce(0, +) / Double(column.count)
            evidence.callRemarks.estimates["call.round_trip_time"] = "the mean of what the snapshots saw last"
        } else {
            evidence.callRemarks.unknown["call.round_trip_time"] =
                "neither remote-inbound-rtp nor the candidate pair has a round-trip time in the dump"
        }
    }

    /// By the moments that the sender's clock had for what is played: W3C webrtc-stats, estimatedPlayoutTimestamp.
    private func scoreOffset(_ evidence: inout CallEvidence) {
        guard choice.carriesAudio, choice.carriesVideo else { return }
        let field = Self.playoutField
        let lags = (first...last).compactMap { lag(at: $0) }
        guard !lags.isEmpty else {
            evidence.received.remarks.unknown["call.av_offset"] =
                missing(["inbound-rtp.audio.\(field)", "inbound-rtp.video.\(field)"])
                ?? "no snapshot has \(field) of both sound and pictures"
            return
        }
        evidence.received.metrics["call.av_offset"] = lags.reduce(0) { $0 + $1.magnitude } / Double(lags.count)
        evidence.received.remarks.estimates["call.av_offset"] =
            "the mean difference of \(field) in \(lags.count) snapshots"
    }

    private static let playoutField = "estimatedPlayoutTimestamp"

    /// How many milliseconds the pictures were behind the sound in a snapshot; `nil` where it does not tell both.
    private func lag(at index: Int) -> Double? {
        guard let sound = table["inbound-rtp.audio.\(Self.playoutField)"]?[index],
            let picture = table["inbound-rtp.video.\(Self.playoutField)"]?[index],
            sound > 0, picture > 0, (sound - picture).magnitude < 3_600_000
        else { return nil }
        return sound - picture
    }

    /// The lag of each second of a score, by the first snapshot after its start.
    private func videoLag(in sound: AudioScore) -> [TimeDelta?] {
        snapshots(of: sound).map { index in index.flatMap { lag(at: $0) }.map { TimeDelta(seconds: $0 / 1_000) } }
    }

    /// The lines of each second of a score, by the first snapshot after its start.
    private func pictureSeconds(in sound: AudioScore) -> [PictureSecond] {
        snapshots(of: sound).map { index in
            let sides = ["frameWidth", "frameHeight"].compactMap { field in
                index.flatMap { table["inbound-rtp.video.\(field)"]?[$0] }
            }
            guard sides.count == 2, let lines = sides.min(), lines > 0 else { return PictureSecond() }
            return PictureSecond(linesMin: Int(exactly: lines.rounded()))
        }
    }

    private func snapshots(of sound: AudioScore) -> [Int?] {
        var index = first
        return sound.concealedRatios.indices.map { second in
            let from = TimeDelta.seconds(Int64(second))
            while index <= last, table.times[index] - start <= from { index += 1 }
            return index <= last && table.times[index] - start <= from + .seconds(2) ? index : nil
        }
    }
}
