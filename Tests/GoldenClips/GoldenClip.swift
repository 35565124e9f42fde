import Foundation
public import RawMedia
import Results

/// A short clip and its degraded copy, made of integers alone, so that every machine makes the same bytes.
public struct GoldenClip: Codable, Hashable, Sendable {
    public let width: Int
    public let height: Int
    public let frames: Int
    /// How much is degraded: 1 is a small blur and weak noise, 2 a wide blur and strong noise.
    public let strength: Int

    public init(width: Int, height: Int, frames: Int, strength: Int) {
        (self.width, self.height, self.frames, self.strength) = (width, height, frames, strength)
    }

    /// What was scored with libvmaf.
    public static let all = [(176, 144, 4), (322, 182, 3), (640, 360, 3)].flatMap { width, height, frames in
        [1, 2].map { GoldenClip(width: width, height: height, frames: frames, strength: $0) }
    }

    public var source: [I420Frame] {
        (0..<frames).map { frame in
            picture { column, row in
                let slope = 2 * Self.triangle(column + 2 * frame, 90) + 2 * Self.triangle(row + frame, 60)
                return 40 + slope + Int(Self.mixed(column / 2 + frame, row / 2, 1) % 25)
            }
        }
    }

    public var degraded: [I420Frame] {
        let (reach, noise) = strength == 1 ? (1, 3) : (2, 10)
        return source.enumerated().map { frame, source in
            picture { column, row in
                var sum = 0
                for line in row - reach...row + reach {
                    for place in column - reach...column + reach {
                        let (x, y) = (min(max(place, 0), width - 1), min(max(line, 0), height - 1))
                        sum += Int(source.y[y * width + x])
                    }
                }
                let mean = sum / ((2 * reach + 1) * (2 * reach + 1))
                return mean + Int(Self.mixed(column, row, 100 + frame) % UInt32(2 * noise + 1)) - noise
            }
        }
    }

    /// The SHA-256 of pictures, each as Y, U, V.
    public static func digest(_ pictures: [I420Frame]) -> String {
        SHA256.hexadecimal(pictures.flatMap { $0.y + $0.u + $0.v })
    }

    private func picture(_ luma: (_ column: Int, _ row: Int) -> Int) -> I420Frame {
        var picture = I420Frame(width: width, height: height)
        for row in 0..<height {
            for column in 0..<width { picture.y[row * width + column] = UInt8(min(max(luma(column, row), 0), 255)) }
        }
        return picture
    }

    private static func triangle(_ position: Int, _ period: Int) -> Int { abs(position % period - period / 2) }

    private static func mixed(_ a: Int, _ b: Int, _ c: Int) -> UInt32 {
        var mix = UInt32(a) &* 374_761_393 &+ UInt32(b) &* 668_265_263 &+ UInt32(c) &* 2_246_822_519
        mix = (mix ^ mix >> 13) &* 1_274_126_177
        return mix ^ mix >> 16
    }
}

/// What libvmaf says of the clips.
///
/// Made by `Scripts/calibrate-video vectors`; the values have the six decimals that libvmaf writes.
public struct GoldenScores: Codable, Hashable, Sendable {
    /// As libvmaf names it.
    public let libvmaf: String
    public let clips: [Clip]

    public struct Clip: Codable, Hashable, Sendable {
        public let clip: GoldenClip
        public let sourceSHA256: String
        public let degradedSHA256: String
        /// For each picture: `vmaf`, `vmaf_neg`, `psnr_y`, `float_ssim`, and `float_ms_ssim` where it is defined.
        public let pictures: [[String: Double]]

        public init(clip: GoldenClip, sourceSHA256: String, degradedSHA256: String, pictures: [[String: Double]]) {
            (self.clip, self.pictures) = (clip, pictures)
            (self.sourceSHA256, self.degradedSHA256) = (sourceSHA256, degradedSHA256)
        }
    }

    public init(libvmaf: String, clips: [Clip]) { (self.libvmaf, self.clips) = (libvmaf, clips) }

    /// Those of the repository.
    public static func load() throws -> GoldenScores {
        guard let url = Bundle.module.url(forResource: "libvmaf", withExtension: "json", subdirectory: "Vectors") else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
    }
}
