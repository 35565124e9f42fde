import QualityModels
import RawMedia
import Testing

@Suite("Picture quality")
struct PictureQualityTests {
    /// A picture of sloping luma with a fine texture, and a copy with noise of up to `noise` either way.
    private func pair(_ width: Int, _ height: Int, noise: Int) -> (I420Frame, I420Frame) {
        var source = I420Frame(width: width, height: height)
        var shown = source
        var state: UInt32 = 12_345
        for row in 0..<height {
            for column in 0..<width {
                state = state &* 1_664_525 &+ 1_013_904_223
                let texture = Int(state >> 24) % 40
                let luma = (column * 3 + row * 5) % 200 + texture
                state = state &* 1_664_525 &+ 1_013_904_223
                let change = noise == 0 ? 0 : Int(state >> 20) % (2 * noise + 1) - noise
                source.y[row * width + column] = UInt8(luma)
                shown.y[row * width + column] = UInt8(min(max(luma + change, 0), 255))
            }
        }
        return (source, shown)
    }

    /// The definition, window by window, in doubles and by deviations from the mean.
    private func naiveSSIM(_ one: I420Frame, _ other: I420Frame) -> Double {
        let (width, height) = (min(8, one.width), min(8, one.height))
        let isSmall = one.width < 8 || one.height < 8
        let (windowWidth, windowHeight) = isSmall ? (one.width, one.height) : (width, height)
        let (c1, c2) = (0.01 * 255 * (0.01 * 255), 0.03 * 255 * (0.03 * 255))
        var (total, windows) = (0.0, 0.0)
        for top in stride(from: 0, through: one.height - windowHeight, by: 4) {
            for left in stride(from: 0, through: one.width - windowWidth, by: 4) {
                var (first, second): ([Double], [Double]) = ([], [])
                for row in top..<top + windowHeight {
                    for column in left..<left + windowWidth {
                        first.append(Double(one.y[row * one.width + column]))
                        second.append(Double(other.y[row * one.width + column]))
                    }
                }
                let count = Double(first.count)
                let (m1, m2) = (first.reduce(0, +) / count, second.reduce(0, +) / count)
                let v1 = first.reduce(0) { $0 + ($1 - m1) * ($1 - m1) } / count
                let v2 = second.reduce(0) { $0 + ($1 - m2) * ($1 - m2) } / count
                let both = zip(first, second).reduce(0) { $0 + ($1.0 - m1) * ($1.1 - m2) } / count
                total += (2 * m1 * m2 + c1) * (2 * both + c2) / ((m1 * m1 + m2 * m2 + c1) * (v1 + v2 + c2))
                windows += 1
            }
        }
        return total / windows
    }

    @Test(
        "The fast SSIM is the definition's, at any size",
        arguments: [(8, 8), (64, 48), (161, 90), (66, 37), (15, 9), (11, 8), (7, 20), (20, 5), (1, 1)]
    )
    func ssim(_ width: Int, _ height: Int) {
        for noise in [0, 3, 60] {
            let (source, shown) = pair(width, height, noise: noise)
            let value = LumaSSIM.mean(source, shown)
            #expect(abs(value - naiveSSIM(source, shown)) < 1e-12, "noise \(noise): \(value)")
            #expect(noise > 0 || value == 1)
        }
    }

    @Test("SSIM holds at the ends of the range, where sums are largest")
    func extremes() {
        var white = I420Frame(width: 32, height: 32)
        var chequered = white
        for index in white.y.indices {
            white.y[index] = 255
            chequered.y[index] = (index + index / 32) % 2 == 0 ? 255 : 0
        }
        #expect(LumaSSIM.mean(white, white) == 1)
        #expect(abs(LumaSSIM.mean(white, chequered) - naiveSSIM(white, chequered)) < 1e-12)
        #expect(abs(LumaSSIM.mean(chequered, white) - naiveSSIM(white, chequered)) < 1e-12)
    }

    @Test("PSNR is that of the mean squared error, and 60 dB where it would be more")
    func psnr() {
        var source = I420Frame(width: 640, height: 360)
        for index in source.y.indices { source.y[index] = UInt8(index % 200) }
        var shown = source
        #expect(LumaPSNR.decibels(source, shown) == 60)
        shown.y[0] += 1
        #expect(LumaPSNR.decibels(source, shown) == 60)
        // Off by 5 everywhere: 20 log10(51) dB.
        for index in source.y.indices { shown.y[index] = source.y[index] + 5 }
        #expect(abs(LumaPSNR.decibels(source, shown) - 34.15140352195873) < 1e-10)
        // As different as can be: 0 dB, without overflow.
        for index in source.y.indices {
            source.y[index] = 0
            shown.y[index] = 255
        }
        #expect(abs(LumaPSNR.decibels(source, shown)) < 1e-12)
        #expect(LumaPSNR.decibels(source, shown) == LumaPSNR.decibels(shown, source))
    }

    @Test("A call's scores are the means of its pictures', and absent without any")
    func means() throws {
        var quality = PictureQuality()
        #expect(quality.psnr == nil && quality.ssim == nil)
        let (source, shown) = pair(64, 48, noise: 20)
        quality.add(shown: source, source: source)
        quality.add(shown: shown, source: source)
        #expect(quality.frameCount == 2)
        #expect(abs(try #require(quality.psnr) - (60 + LumaPSNR.decibels(shown, source)) / 2) < 1e-12)
        #expect(abs(try #require(quality.ssim) - (1 + LumaSSIM.mean(shown, source)) / 2) < 1e-12)
    }
}
