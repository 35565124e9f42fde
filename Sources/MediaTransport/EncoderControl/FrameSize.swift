/// A picture size in pixels.
public struct FrameSize: Hashable, Sendable {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    public var pixels: Int { width * height }
}

extension FrameSize {
    /// The size at which a source of this size comes nearest to `targetPixels` without exceeding `maximumPixels`.
    ///
    /// Sides are scaled by 3/4 and 2/3 in turn, so that every size is a simple fraction of the source; sides that
    /// divide by 3 or 9 begin with 2/3 (libwebrtc, `video_adapter.cc`). A side that the fraction does not divide is
    /// cut down to one that it does, and to a multiple of `alignment`.
    func scaled(targetPixels: Int?, maximumPixels: Int?, alignment: Int = 1) -> FrameSize {
        let most = maximumPixels ?? .max
        let scale = PictureScale.best(for: self, targetPixels: min(targetPixels ?? most, most), maximumPixels: most)
        func side(_ length: Int) -> Int {
            let divisor = scale.denominator * alignment
            return length / divisor * divisor / scale.denominator * scale.numerator
        }
        return FrameSize(width: side(width), height: side(height))
    }
}

/// By how much both sides of a picture are scaled.
private struct PictureScale {
    private(set) var numerator: Int
    private(set) var denominator: Int

    static func best(for size: FrameSize, targetPixels: Int, maximumPixels: Int) -> PictureScale {
        let whole = PictureScale(numerator: 1, denominator: 1)
        guard targetPixels < size.pixels else { return whole }
        var scale = start(for: size)
        var best = whole
        var smallestDifference = size.pixels <= maximumPixels ? size.pixels - targetPixels : Int.max
        while scale.pixels(of: size) > targetPixels {
            scale.step()
            let pixels = scale.pixels(of: size)
            let difference = abs(targetPixels - pixels)
            if pixels <= maximumPixels, difference < smallestDifference {
                smallestDifference = difference
                best = scale
            }
        }
        return best.inLowestTerms
    }

    /// One, written so that 2/3 comes first where the sides divide by 3, and twice where they divide by 9.
    private static func start(for size: FrameSize) -> PictureScale {
        func divides(_ divisor: Int) -> Bool {
            size.width.isMultiple(of: divisor) && size.height.isMultiple(of: divisor)
        }
        let one = divides(9) ? 36 : divides(3) ? 6 : 1
        return PictureScale(numerator: one, denominator: one)
    }

    private func pixels(of size: FrameSize) -> Int {
        numerator * numerator * size.pixels / (denominator * denominator)
    }

    private mutating func step() {
        if numerator.isMultiple(of: 3), denominator.isMultiple(of: 2) {
            numerator /= 3
            denominator /= 2
        } else {
            numerator *= 3
            denominator *= 4
        }
    }

    private var inLowestTerms: PictureScale {
        var (divisor, rest) = (numerator, denominator)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        return PictureScale(numerator: numerator / divisor, denominator: denominator / divisor)
    }
}
