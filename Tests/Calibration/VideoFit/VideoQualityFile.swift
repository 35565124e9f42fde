import QualityModels
import Units

/// `Results/validation/video-quality.json`: what was measured, and what was fitted to it.
public struct VideoQualityFile: Codable, Sendable {
    /// What made the file, and with what.
    public struct Provenance: Codable, Hashable, Sendable {
        public let command: String
        public let score: String
        public let libvmaf: String
        public let libvpx: String
        public let conditions: String

        public init(command: String, score: String, libvmaf: String, libvpx: String, conditions: String) {
            (self.command, self.score, self.libvmaf) = (command, score, libvmaf)
            (self.libvpx, self.conditions) = (libvpx, conditions)
        }
    }

    /// The coefficients of one codec and size, with how far they are off.
    public struct Fit: Codable, Hashable, Sendable {
        public let codec: String
        public let width: Int
        public let height: Int
        /// v1 to v12.
        public let coefficients: [Double]
        /// The range that was measured and is stated: kbit/s, fps, percent.
        public let bitrate: [Double]
        public let frameRate: [Double]
        public let loss: [Double]
        public let points: Int
        public let rmse: Double
        public let largest: Double
        /// The root mean square over the points of each preset.
        public let rmseOfPreset: [String: Double]
        /// The mean of Vq less score over the presets, for each setting of the encoder and loss.
        public let cells: [Cell]
    }

    public struct Cell: Codable, Hashable, Sendable {
        public let target: Int
        public let divisor: Int
        public let wantedLoss: Double
        public let score: Double
        public let residual: Double
    }

    /// The means of a stretch of quantiser indices of one codec, over all sizes and presets.
    public struct Quantizer: Codable, Hashable, Sendable {
        public let codec: String
        public let width: Int
        public let height: Int
        public let quantizer: Int
        public let pictures: Int
        public let psnr: Double
        public let ssim: Double
        public let edgeContrast: Double
    }

    public var provenance: Provenance
    public var fits: [Fit]
    public var quantizers: [Quantizer]
    public var points: [MeasuredPoint]

    public init(provenance: Provenance, quantizers: [Quantizer], points: [MeasuredPoint]) {
        (self.provenance, self.quantizers, self.points, fits) = (provenance, quantizers, points, [])
    }

    /// Fits every codec and size anew.
    public mutating func refit() {
        let keys = points.map { Key(codec: $0.codec, width: $0.width, height: $0.height) }
        fits = Set(keys).sorted().compactMap(fit)
    }

    private struct Key: Hashable, Comparable {
        let codec: String
        let width: Int
        let height: Int

        static func < (left: Self, right: Self) -> Bool {
            (left.codec, left.width, left.height) < (right.codec, right.width, right.height)
        }
    }

    private func fit(_ key: Key) -> Fit? {
        let chosen = points.filter { $0.codec == key.codec && $0.width == key.width && $0.height == key.height }
        guard let result = VideoModelFit(chosen.map(\.fitted)).best(), let v = VideoCoefficients(result.coefficients)
        else { return nil }
        let differences = chosen.map { point in (point, (point.fitted.estimate(v) ?? .nan) - point.score) }
        let presets = Dictionary(grouping: differences) { $0.0.preset }
        let cells = Dictionary(grouping: differences) { [$0.0.wantedLoss, Double($0.0.divisor), Double($0.0.target)] }
        return Fit(
            codec: key.codec,
            width: key.width,
            height: key.height,
            coefficients: result.coefficients,
            bitrate: Self.range(chosen.map { Double($0.target) }),
            frameRate: Self.range(chosen.map { 30 / Double($0.divisor) }),
            loss: Self.range(chosen.map(\.wantedLoss)),
            points: chosen.count,
            rmse: Self.rounded(result.rmse),
            largest: Self.rounded(result.largest),
            rmseOfPreset: presets.mapValues { Self.rounded(Self.rootMeanSquare($0.map(\.1))) },
            cells: cells.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, found in
                Cell(
                    target: Int(key[2]),
                    divisor: Int(key[1]),
                    wantedLoss: key[0],
                    score: Self.rounded(found.map(\.0.score).reduce(0, +) / Double(found.count)),
                    residual: Self.rounded(found.map(\.1).reduce(0, +) / Double(found.count))
                )
            }
        )
    }

    private static func range(_ values: [Double]) -> [Double] { [values.min() ?? 0, values.max() ?? 0] }
    static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }

    private static func rootMeanSquare(_ values: [Double]) -> Double {
        (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot()
    }

    /// The means of a sweep's stretches of quantisers; stretches of fewer than 30 pictures are left out.
    public static func quantizers(of lines: [SweepLine]) -> [Quantizer] {
        var bins: [[Int]: QuantizerBin] = [:]
        for bin in lines.filter({ $0.point.wantedLoss == 0 }).flatMap(\.quantizers) {
            let key = [bin.codec == "vp8" ? 8 : 9, bin.width, bin.quantizer]
            var sum =
                bins[key]
                ?? QuantizerBin(codec: bin.codec, width: bin.width, height: bin.height, quantizer: bin.quantizer)
            sum.pictures += bin.pictures
            sum.psnrSum += bin.psnrSum
            sum.ssimSum += bin.ssimSum
            sum.edgeContrastSum += bin.edgeContrastSum
            bins[key] = sum
        }
        return bins.filter { $0.value.pictures >= 30 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            _,
            bin in
            let count = Double(bin.pictures)
            return Quantizer(
                codec: bin.codec,
                width: bin.width,
                height: bin.height,
                quantizer: bin.quantizer,
                pictures: bin.pictures,
                psnr: rounded(bin.psnrSum / count),
                ssim: rounded(bin.ssimSum / count),
                edgeContrast: rounded(bin.edgeContrastSum / count)
            )
        }
    }
}

extension MeasuredPoint {
    /// What the fit takes of it.
    public var fitted: VideoModelFit.Point {
        VideoModelFit.Point(
            bitrate: DataRate(bitsPerSecond: Int64((bitrate * 1_000).rounded())),
            frameRate: frameRate,
            ppl: loss,
            score: score
        )
    }
}

extension VideoModelFit.Point {
    func estimate(_ v: VideoCoefficients) -> Double? {
        VideoQualityEstimate(v, bitrate: bitrate, frameRate: frameRate, ppl: ppl)?.quality.value
    }
}
