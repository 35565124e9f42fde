import QualityModels
import Results
import Statistics
import Units

extension ComparedMetric {
    /// Every row of the table, in its order.
    public static let all = audio + videoRates + videoPlayback + videoRepair + network + quality

    private static let audio = [
        ComparedMetric(
            "audio.non_silent_concealed_ratio",
            "concealedSamples less silentConcealedSamples, over totalSamplesReceived",
            unit: "%",
            times: 100,
            decimals: 2,
            .everyCall,
            .margin(share: 0.25, absolute: 0.003)
        ) { call in
            let table = call.receiver.statistics
            guard let concealed = table.growth("inbound-rtp.audio.concealedSamples"),
                let silent = table.growth("inbound-rtp.audio.silentConcealedSamples"),
                let samples = table.growth("inbound-rtp.audio.totalSamplesReceived"), samples > 0
            else { return nil }
            return (concealed - silent) / samples
        },
        ComparedMetric(
            "audio.jitter_buffer_delay",
            "jitterBufferDelay over jitterBufferEmittedCount",
            unit: "ms",
            times: 1_000,
            decimals: 1,
            .everyCall,
            .margin(share: 0.2, absolute: 0.015)
        ) {
            $0.receiver.statistics.ratio(
                "inbound-rtp.audio.jitterBufferDelay",
                "inbound-rtp.audio.jitterBufferEmittedCount"
            )
        },
        counter("audio.concealment_events", "inbound-rtp.audio.concealmentEvents", .everyCall, 0.3, 5),
        counter("audio.fec_packets_received", "inbound-rtp.audio.fecPacketsReceived", .everyCall, 0.3, 5),
    ]

    private static let videoRates =
        [
            ComparedMetric(
                "video.received_bitrate",
                "growth of bytesReceived in the last 30 s",
                unit: "kbit/s",
                times: 0.001,
                .withVideo,
                .margin(share: 0.15, absolute: 0)
            ) { call in
                let table = call.receiver.statistics
                guard let first = table.index(nearest: .seconds(Int64(call.seconds - 30))),
                    let bytes = table.growth("inbound-rtp.video.bytesReceived", from: first, to: table.times.count - 1)
                else { return nil }
                return bytes * 8 / (table.times[table.times.count - 1] - table.times[first]).seconds
            },
            ComparedMetric(
                "video.target_bitrate",
                "mean of the sender's targetBitrate in the last 30 s",
                unit: "kbit/s",
                times: 0.001,
                .withVideo,
                .margin(share: 0.15, absolute: 0)
            ) { call in
                let table = call.sender.statistics
                guard let first = table.index(nearest: .seconds(Int64(call.seconds - 30))),
                    let column = table["outbound-rtp.video.targetBitrate"]
                else { return nil }
                return Moments(column[(first + 1)...].compactMap { $0 }).mean
            },
        ]
        + [0, 1, 2, 5].map { second in
            ComparedMetric(
                "video.target_bitrate_at_\(second)_s",
                "the sender's targetBitrate \(second) s after connection",
                unit: "kbit/s",
                times: 0.001,
                .withVideo,
                .margin(share: 0.25, absolute: 0)
            ) { $0.sender.statistics.value("outbound-rtp.video.targetBitrate", at: .seconds(Int64(second))) }
        }

    private static let videoPlayback = [
        ComparedMetric(
            "video.frame_rate",
            "growth of framesDecoded over the time of the call",
            unit: "fps",
            decimals: 1,
            .withVideo,
            .margin(share: 0, absolute: 1.5)
        ) { call in
            let table = call.receiver.statistics
            guard let frames = table.growth("inbound-rtp.video.framesDecoded"), let first = table.times.first,
                let last = table.times.last, last > first
            else { return nil }
            return frames / (last - first).seconds
        },
        ComparedMetric(
            "video.final_height",
            "the sender's frameHeight at the end",
            unit: "lines",
            .withVideo,
            .heightClass
        ) { $0.sender.statistics.last("outbound-rtp.video.frameHeight") },
        counter("video.freeze_count", "inbound-rtp.video.freezeCount", .withVideo, 0, 2),
        ComparedMetric(
            "video.freeze_time_per_minute",
            "totalFreezesDuration in a minute",
            unit: "s",
            decimals: 2,
            .withVideo,
            .margin(share: 0.35, absolute: 1.5)
        ) { call in
            call.receiver.statistics.growth("inbound-rtp.video.totalFreezesDuration").map {
                $0 * 60 / Double(call.seconds)
            }
        },
        ComparedMetric(
            "video.jitter_buffer_delay",
            "jitterBufferDelay over jitterBufferEmittedCount",
            unit: "ms",
            times: 1_000,
            decimals: 1,
            .withVideo,
            .margin(share: 0.3, absolute: 0.025)
        ) {
            $0.receiver.statistics.ratio(
                "inbound-rtp.video.jitterBufferDelay",
                "inbound-rtp.video.jitterBufferEmittedCount"
            )
        },
    ]

    private static let videoRepair = [
        counter("video.nack_count", "inbound-rtp.video.nackCount", .withVideo, 0.3, 5),
        counter("video.retransmitted_packets", "inbound-rtp.video.retransmittedPacketsReceived", .withVideo, 0.3, 5),
        ComparedMetric(
            "video.ulpfec_share",
            "ULPFEC packets over media packets, as they enter the network",
            unit: "%",
            times: 100,
            decimals: 1,
            .withVideo,
            .margin(share: 0.3, absolute: 0.03)
        ) { call in
            guard let path = call.receiver.path, path.videoPackets > 0 else { return nil }
            return Double(path.fecPackets) / Double(path.videoPackets)
        },
        counter("video.pli_count", "inbound-rtp.video.pliCount", .withVideo, 0, 2),
        counter("video.key_frames", "inbound-rtp.video.keyFramesDecoded", .withVideo, 0, 2),
    ]

    private static let network = [
        ComparedMetric(
            "network.queue_drop_ratio",
            "RTP packets that the emulated link's queue dropped, over all",
            unit: "%",
            times: 100,
            decimals: 2,
            .everyCall,
            .margin(share: 0, absolute: 0.02)
        ) { call in
            guard let path = call.receiver.path, path.packets > 0 else { return nil }
            return Double(path.packetsQueueDropped) / Double(path.packets)
        },
        ComparedMetric(
            "call.round_trip_time",
            "totalRoundTripTime over roundTripTimeMeasurements, audio and video together",
            unit: "ms",
            times: 1_000,
            decimals: 1,
            .everyCall,
            .margin(share: 0.1, absolute: 0)
        ) { call in
            var (sum, count) = (0.0, 0.0)
            for object in ["remote-inbound-rtp.audio", "remote-inbound-rtp.video"] {
                sum += call.receiver.statistics.growth("\(object).totalRoundTripTime") ?? 0
                count += call.receiver.statistics.growth("\(object).roundTripTimeMeasurements") ?? 0
            }
            return count > 0 ? sum / count : nil
        },
        available("at_10_s", "10 s after connection") {
            $0.value("candidate-pair.availableOutgoingBitrate", at: .seconds(10))
        },
        available("at_end", "at the end") { $0.last("candidate-pair.availableOutgoingBitrate") },
    ]

    private static let quality = [
        ComparedMetric(
            "video.psnr",
            "mean PSNR-Y of shown frames",
            unit: "dB",
            decimals: 1,
            .withVideo,
            .margin(share: 0, absolute: 1.5)
        ) { Moments($0.receiver.pictureQuality).mean },
        ComparedMetric(
            "audio.mos",
            "mean over windows of 10 s; the browsers' from their own counters by our scoring",
            decimals: 2,
            .everyCall,
            .margin(share: 0, absolute: 0.15)
        ) { $0.receiver.audioMOS ?? $0.receiver.statistics.audioMOS(seconds: $0.seconds) },
    ]

    private static func counter(
        _ name: String,
        _ column: String,
        _ scope: Scope,
        _ share: Double,
        _ absolute: Double
    ) -> ComparedMetric {
        ComparedMetric(name, "\(column)", decimals: 1, scope, .margin(share: share, absolute: absolute)) {
            $0.receiver.statistics.growth(column)
        }
    }

    private static func available(
        _ suffix: String,
        _ when: String,
        _ value: @escaping @Sendable (StatisticsTable) -> Double?
    ) -> ComparedMetric {
        ComparedMetric(
            "call.available_outgoing_bitrate_\(suffix)",
            "the sender's availableOutgoingBitrate \(when), where the link limits it",
            unit: "kbit/s",
            times: 0.001,
            .limitedRate,
            .margin(share: 0.25, absolute: 0)
        ) { value($0.sender.statistics) }
    }
}

extension StatisticsTable {
    fileprivate func ratio(_ sum: String, _ count: String) -> Double? {
        guard let sum = growth(sum), let count = growth(count), count > 0 else { return nil }
        return sum / count
    }

    fileprivate func value(_ name: String, at time: TimeDelta) -> Double? {
        guard let index = index(nearest: time), let column = self[name] else { return nil }
        return column[index]
    }

    fileprivate func last(_ name: String) -> Double? { self[name]?.last(where: { $0 != nil }).flatMap { $0 } }

    /// Audio at 32 kbit/s scored over the call, `nil` where nothing was played.
    fileprivate func audioMOS(seconds: Int) -> Double? {
        let pieces = audioPlayouts()
        guard let first = pieces.first else { return nil }
        let length = TimeDelta.seconds(Int64(seconds)) - (first.time - .start)
        var windows = AudioWindows(start: first.time, length: length, bitrate: .kilobitsPerSecond(32))
        for piece in pieces { windows.add(piece) }
        return Moments(windows.score().mosSamples).mean
    }
}
