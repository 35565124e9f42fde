public import Foundation

/// What libvmaf found for each picture, and over all of them.
public struct VMAFScores: Hashable, Sendable {
    /// The version of libvmaf, as it says.
    public let version: String
    public let frames: [Frame]
    /// By the name of a score or feature, as in `Frame.metrics`.
    public let pooled: [String: Pooled]

    /// One picture's values.
    public struct Frame: Hashable, Sendable, Decodable {
        /// From 0, in the files.
        public let frameNum: Int
        /// `vmaf` and `vmaf_neg`, 0 to 100, and libvmaf's features by its own names, such as `psnr_y` in dB.
        public let metrics: [String: Double]
    }

    /// One value over all pictures that were scored.
    public struct Pooled: Hashable, Sendable, Decodable {
        public let min: Double
        public let max: Double
        public let mean: Double
        public let harmonicMean: Double

        private enum CodingKeys: String, CodingKey {
            case min, max, mean
            case harmonicMean = "harmonic_mean"
        }
    }

    /// Mean VMAF v0.6.1, 0 to 100.
    public var vmaf: Double? { pooled["vmaf"]?.mean }
    /// Mean VMAF v0.6.1 without credit for enhancement, 0 to 100.
    public var vmafNeg: Double? { pooled["vmaf_neg"]?.mean }

    /// Reads the JSON log that libvmaf writes; `nil` for anything else.
    public init?(log: Data) {
        guard let log = try? JSONDecoder().decode(Log.self, from: log), !log.frames.isEmpty else { return nil }
        (version, frames, pooled) = (log.version, log.frames, log.pooledMetrics)
    }

    private struct Log: Decodable {
        let version: String
        let frames: [Frame]
        let pooledMetrics: [String: Pooled]

        enum CodingKeys: String, CodingKey {
            case version, frames
            case pooledMetrics = "pooled_metrics"
        }
    }
}
