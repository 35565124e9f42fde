import QualityModels
import RawMedia
import Testing
import VideoFit

@Suite("Block edges and the video score")
struct BlockEdgesTests {
    private func picture(_ luma: (Int, Int) -> Int) -> I420Frame {
        var picture = I420Frame(width: 64, height: 48)
        for row in 0..<48 { for column in 0..<64 { picture.y[row * 64 + column] = UInt8(luma(column, row)) } }
        return picture
    }

    @Test("Flat blocks of 8 have a contrast of 1, a slope one of 0, and blocks of another grid less than a slope")
    func contrast() {
        let blocks = picture { column, row in (column / 8 * 37 + row / 8 * 53) % 200 }
        #expect(BlockEdges.contrast(blocks) == 1)
        #expect(BlockEdges.contrast(picture { column, row in column + row }) == 0)
        #expect(BlockEdges.contrast(picture { column, row in ((column + 4) / 8 + (row + 4) / 8) * 10 }) ?? 0 < 0)
        #expect(BlockEdges.contrast(picture { _, _ in 90 }) == 0)
        #expect(BlockEdges.contrast(I420Frame(width: 15, height: 64)) == nil)
    }

    @Test("What coding added is signed: a smeared grid is below 0")
    func added() {
        let slope = picture { column, row in column + row }
        let blocks = picture { column, row in column / 8 * 8 + row / 8 * 8 }
        #expect(BlockEdges.added(shown: blocks, source: slope) == 1)
        #expect(BlockEdges.added(shown: slope, source: blocks) == -1)
    }

    @Test("The video score rises with pictures and pace, falls with freezes, and is unknown outside of its terms")
    func score() {
        func value(_ neg: Double, _ fps: Double, _ frozen: Double) -> Double? {
            VideoScore.v1(vmafNeg: neg, harmonicFrameRate: fps, sourceFrameRate: 30, freezeRatio: frozen)
        }
        #expect(value(100, 30, 0) == 5 && value(100, 60, 0) == 5 && value(0, 30, 0) == 1 && value(100, 30, 1) == 1)
        #expect(value(80, 7.5, 0.5) == 1 + 4 * 0.8 * 0.5 * 0.25)
        #expect(value(101, 30, 0) == nil && value(50, -1, 0) == nil && value(50, 30, 1.1) == nil)
        for step in 0..<10 {
            let (less, more) = (Double(step) / 10, Double(step + 1) / 10)
            #expect(value(100 * less, 20, 0.1) ?? 9 < value(100 * more, 20, 0.1) ?? 0)
            #expect(value(70, 30 * less, 0.1) ?? 9 < value(70, 30 * more, 0.1) ?? 0)
            #expect(value(70, 20, less) ?? 0 > value(70, 20, more) ?? 9)
        }
    }
}
