import RTPWire
import Units

/// When the media of one stream was captured, as its sender reports tell.
///
/// Two reports are needed, as libwebrtc's estimator needs them; with ideal clocks the last one is enough to go by.
struct CaptureClock: Sendable {
    private let clockRate: Int64
    private var reportCount = 0
    private var ntpTime: UInt64 = 0
    private var reportTimestamp: UInt32 = 0
    private var latest: (rtpTimestamp: UInt32, arrival: Timestamp)?

    init(clockRate: Int64) { self.clockRate = clockRate }

    mutating func receive(_ report: SenderReport) {
        reportCount += 1
        ntpTime = report.ntpTime
        reportTimestamp = report.rtpTimestamp
    }

    mutating func packetArrived(rtpTimestamp: UInt32, at now: Timestamp) { latest = (rtpTimestamp, now) }

    /// Arrival less capture of the newest packet in ms, with the unknown clock offset in it.
    var transitMilliseconds: Double? {
        guard reportCount >= 2, let latest else { return nil }
        let elapsed = Int64(Int32(bitPattern: latest.rtpTimestamp &- reportTimestamp))
        // Only differences of transits matter, so the seconds may be cut to what a Double holds exactly.
        let seconds = Double((ntpTime >> 32) & 0xFFFF_FFFF) + Double(ntpTime & 0xFFFF_FFFF) / 4_294_967_296
        return latest.arrival.seconds * 1_000 - (seconds + Double(elapsed) / Double(clockRate)) * 1_000
    }
}

/// Brings the delays of audio and video together (libwebrtc `stream_synchronization.cc`).
///
/// Each second the difference enters a short average; half of it, at most 80 ms, is added to one of the two streams
/// when it exceeds 30 ms.
struct StreamSynchronizer: Sendable {
    static let interval = TimeDelta.seconds(1)
    private static let filterLength = 4
    private static let differenceMin = 30
    private static let changeMax = 80
    private static let delayMax = 10_000

    private var averageDifference = 0
    private var audio = (extra: 0, last: 0)
    private var video = (extra: 0, last: 0)

    /// Takes one second's measurement.
    ///
    /// - Parameters:
    ///   - transitDifference: the transit of video less that of audio, in ms.
    ///   - audioDelay: how far audio play-out lies behind arrival, in ms.
    ///   - videoDelay: the same for video.
    /// - Returns: the least delays to aim at, in ms, or nil where nothing changes.
    mutating func update(
        transitDifference: Double,
        audioDelay: Int,
        videoDelay: Int
    ) -> (audio: Int, video: Int)? {
        guard abs(transitDifference) <= Double(Self.delayMax) else { return nil }
        let difference = videoDelay - audioDelay + Int(transitDifference)
        averageDifference = ((Self.filterLength - 1) * averageDifference + difference) / Self.filterLength
        guard abs(averageDifference) >= Self.differenceMin else { return nil }
        let change = min(max(averageDifference / 2, -Self.changeMax), Self.changeMax)
        averageDifference = 0
        // What was added to one stream is taken back before the other one is delayed.
        if change > 0 {
            if video.extra > 0 {
                video.extra -= change
                audio.extra = 0
            } else {
                audio.extra += change
                video.extra = 0
            }
        } else if audio.extra > 0 {
            audio.extra += change
            video.extra = 0
        } else {
            video.extra -= change
            audio.extra = 0
        }
        video.extra = max(video.extra, 0)
        audio.extra = max(audio.extra, 0)
        video.last = min(video.extra > 0 ? video.extra : video.last, Self.delayMax)
        audio.last = min(audio.extra > 0 ? audio.extra : audio.last, Self.delayMax)
        return (audio.last, video.last)
    }
}
