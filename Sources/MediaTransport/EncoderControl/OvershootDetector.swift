import DequeModule
import Units

/// By how much an encoder exceeds its rate, over the last three seconds (libwebrtc, `encoder_overshoot_detector.cc`).
///
/// Two leaky buckets are filled with frames and emptied at the target rate. One never goes below empty, as a pacer's
/// queue would not; the other may, so that small frames make up for large ones.
struct OvershootDetector: Sendable {
    /// Actual over wanted, at least 1.
    struct Utilisation: Hashable, Sendable {
        /// As a network sees it that takes the rate and no more at any time.
        var network: Double
        /// On average.
        var media: Double
    }

    private struct Sample: Sendable {
        var millisecond: Int64
        var utilisation: Utilisation
    }

    private static let windowMilliseconds: Int64 = 3_000
    private static let largestUnderrunInFrames = 5.0

    private var samples: Deque<Sample> = []
    private var sum = Utilisation(network: 0, media: 0)
    private var bitrate: Int64 = 0
    private var frameRate = 0.0
    /// In bits.
    private var networkLevel: Int64 = 0
    private var mediaLevel: Int64 = 0
    private var lastMillisecond: Int64?

    mutating func setTarget(bitsPerSecond: Int64, frameRate: Double, at now: Timestamp) {
        leak(to: now)
        bitrate = bitsPerSecond
        self.frameRate = frameRate
    }

    mutating func encoded(byteCount: Int, at now: Timestamp) {
        leak(to: now)
        guard bitrate > 0, frameRate > 0 else { return }
        let size = Int64(byteCount) * 8
        let ideal = Int64((Double(bitrate) + frameRate / 2) / frameRate)
        guard ideal > 0 else { return }
        let first = samples.isEmpty ? max(1, Double(size) / Double(ideal)) : nil
        let utilisation = Utilisation(
            network: Self.fill(&networkLevel, size: size, ideal: ideal, first: first),
            media: Self.fill(&mediaLevel, size: size, ideal: ideal, first: first)
        )
        sum.network += utilisation.network
        sum.media += utilisation.media
        samples.append(Sample(millisecond: now.nanoseconds / 1_000_000, utilisation: utilisation))
    }

    /// The mean over the window; `nil` without a frame in it.
    mutating func utilisation(at now: Timestamp) -> Utilisation? {
        let cutoff = now.nanoseconds / 1_000_000 - Self.windowMilliseconds
        while let first = samples.first, first.millisecond < cutoff {
            sum.network = max(0, sum.network - first.utilisation.network)
            sum.media = max(0, sum.media - first.utilisation.media)
            samples.removeFirst()
        }
        guard !samples.isEmpty else { return nil }
        let count = Double(samples.count)
        return Utilisation(network: sum.network / count, media: sum.media / count)
    }

    /// Adds a frame to a bucket.
    ///
    /// What does not fit counts as overshoot, but no more than stood in it before: one large frame is forgiven where
    /// the encoder makes up for it.
    private static func fill(_ level: inout Int64, size: Int64, ideal: Int64, first: Double?) -> Double {
        let total = level + size
        let overshoot = total > ideal ? min(level, total - ideal) : 0
        level = total - overshoot
        return first ?? 1 + Double(overshoot) / Double(ideal)
    }

    private mutating func leak(to now: Timestamp) {
        let millisecond = now.nanoseconds / 1_000_000
        defer { lastMillisecond = millisecond }
        guard let lastMillisecond, bitrate > 0 else { return }
        let leaked = bitrate * (millisecond - lastMillisecond) / 1_000
        networkLevel = max(0, networkLevel - leaked)
        let underrun = min(Self.largestUnderrunInFrames, frameRate) / max(frameRate, 0.001)
        mediaLevel = max(Int64(-underrun * Double(bitrate)), mediaLevel - leaked)
    }
}
