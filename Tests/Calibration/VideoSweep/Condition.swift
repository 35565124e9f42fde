import MediaCodecs
import RawMedia

/// What one stretch is coded and lost with.
struct Condition {
    let codec: VideoCodec
    let width: Int
    let height: Int
    let preset: String
    /// kbit/s.
    let target: Int64
    /// One picture in so many of 30 a second is coded.
    let divisor: Int
    /// Packets lost, in percent.
    let loss: Double

    static let presets: [(name: String, preset: TalkingHeadPreset)] = [
        ("calm", .calm), ("normal", .normal), ("busy", .busy),
    ]

    var look: TalkingHeadPreset { Self.presets.first { $0.name == preset }?.preset ?? .normal }

    /// Seconds, of which the first `warmUp` are neither lost nor scored.
    var length: Int { width > 1_000 ? 8 : 10 }
    static let warmUp = 2

    private struct Size {
        let width: Int
        let height: Int
        let targets: [Int64]
        let lossTargets: [Int64]
        let divisors: [Int]
        let lossDivisors: [Int]
        let losses: [Double]
        let presets: [String]
    }

    private static let sizes = [
        Size(
            width: 640,
            height: 360,
            targets: [30, 60, 100, 200, 400, 800, 1_700],
            lossTargets: [100, 400, 1_700],
            divisors: [1, 2, 4],
            lossDivisors: [1, 2],
            losses: [0.5, 1, 2, 4, 8],
            presets: ["calm", "normal", "busy"]
        ),
        Size(
            width: 320,
            height: 180,
            targets: [15, 30, 60, 120, 250, 600],
            lossTargets: [30, 120, 600],
            divisors: [1, 2, 4],
            lossDivisors: [1, 2],
            losses: [0.5, 1, 2, 4, 8],
            presets: ["calm", "normal", "busy"]
        ),
        Size(
            width: 1_280,
            height: 720,
            targets: [100, 200, 500, 1_200, 2_500],
            lossTargets: [200, 500, 2_500],
            divisors: [1, 2],
            lossDivisors: [1],
            losses: [0.5, 2, 8],
            presets: ["calm", "normal"]
        ),
    ]

    /// All that is measured, the sizes that matter most first.
    static let all: [Condition] = sizes.flatMap { size in
        let clean = size.targets.flatMap { target in size.divisors.map { (target, $0, 0.0) } }
        let lossy = size.lossTargets.flatMap { target in
            size.lossDivisors.flatMap { divisor in size.losses.map { (target, divisor, $0) } }
        }
        return (clean + lossy).flatMap { target, divisor, loss in
            VideoCodec.allCases.flatMap { codec in
                size.presets.map { preset in
                    Condition(
                        codec: codec,
                        width: size.width,
                        height: size.height,
                        preset: preset,
                        target: target,
                        divisor: divisor,
                        loss: loss
                    )
                }
            }
        }
    }
}
