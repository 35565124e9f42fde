import GoldenClips
import QualityModels
import RawMedia
import Testing

@Suite("Pictures against libvmaf")
struct LibvmafTests {
    @Test("The clips are those that libvmaf scored", arguments: try GoldenScores.load().clips)
    func bytes(_ golden: GoldenScores.Clip) {
        #expect(GoldenClip.digest(golden.clip.source) == golden.sourceSHA256)
        #expect(GoldenClip.digest(golden.clip.degraded) == golden.degradedSHA256)
    }

    @Test("PSNR of luma is libvmaf's psnr_y, to its six decimals", arguments: try GoldenScores.load().clips)
    func psnr(_ golden: GoldenScores.Clip) throws {
        for (pair, scores) in zip(zip(golden.clip.source, golden.clip.degraded), golden.pictures) {
            #expect(abs(LumaPSNR.decibels(pair.0, pair.1) - (try #require(scores["psnr_y"]))) < 6e-7)
        }
    }

    /// libvmaf's windows are a table of six decimals that sum to 1.000002, which takes 4e-6 of the squared mean, up to
    /// 0.26, from every variance; ours sum to 1.
    ///
    /// That moves contrast and structure where they are weakest, at the finest scale, whose exponent is small.
    @Test("MS-SSIM is libvmaf's float_ms_ssim but for what the rounding of its windows moves")
    func multiScale() throws {
        for golden in try GoldenScores.load().clips where min(golden.clip.width, golden.clip.height) >= 176 {
            for (pair, scores) in zip(zip(golden.clip.source, golden.clip.degraded), golden.pictures) {
                let index = try #require(LumaMSSSIM.index(pair.0, pair.1))
                #expect(abs(index - (try #require(scores["float_ms_ssim"]))) < 1e-4)
            }
        }
    }

    @Test("The definition in doubles is libvmaf's with libvmaf's tables, and ours with exact ones", arguments: [1, 2])
    func definition(strength: Int) throws {
        let golden = try #require(
            try GoldenScores.load().clips.first { $0.clip.width == 322 && $0.clip.strength == strength }
        )
        let (source, degraded) = (golden.clip.source[0], golden.clip.degraded[0])
        let expected = try #require(golden.pictures[0]["float_ms_ssim"])
        // libvmaf keeps products in 32-bit floats.
        #expect(abs(MSSSIMDefinition.libvmaf.index(source, degraded) - expected) < 4e-6)
        let exact = MSSSIMDefinition.exact.index(source, degraded)
        #expect(abs(try #require(LumaMSSSIM.index(source, degraded)) - exact) < 1e-6)
    }

    @Test("MS-SSIM is 1 for equal pictures, falls with noise, and is symmetric and unknown below 176")
    func properties() throws {
        let weak = GoldenClip(width: 200, height: 176, frames: 1, strength: 1)
        let strong = GoldenClip(width: 200, height: 176, frames: 1, strength: 2)
        let source = weak.source[0]
        #expect(LumaMSSSIM.index(source, source) == 1)
        let (good, poor) = (weak.degraded[0], strong.degraded[0])
        let index = try #require(LumaMSSSIM.index(source, good))
        #expect(try #require(LumaMSSSIM.index(source, poor)) < index && index < 1)
        #expect(abs(try #require(LumaMSSSIM.index(good, source)) - index) < 1e-6)
        let small = GoldenClip(width: 200, height: 175, frames: 1, strength: 1)
        #expect(LumaMSSSIM.index(small.source[0], small.degraded[0]) == nil)
    }

    @Test("A flat picture against itself has an index of 1, and an inverted one 0")
    func extremes() {
        let grey = I420Frame(width: 176, height: 176)
        #expect(LumaMSSSIM.index(grey, grey) == 1)
        var chequered = grey
        var inverted = grey
        for place in grey.y.indices {
            let isWhite = (place / 16 + place / (176 * 16)) % 2 == 0
            chequered.y[place] = isWhite ? 255 : 0
            inverted.y[place] = isWhite ? 0 : 255
        }
        #expect(LumaMSSSIM.index(chequered, inverted) == 0)
    }
}
