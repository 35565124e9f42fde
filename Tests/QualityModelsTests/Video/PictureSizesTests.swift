import QualityModels
import Testing
import Units

@Suite("Sizes of shown pictures")
struct PictureSizesTests {
    @Test("A call that goes down and up again has two changes, one of them down")
    func changes() {
        var sizes = PictureSizes()
        for second in 0..<10 {
            let isSmall = (4..<6).contains(second)
            sizes.show(at: .start + .seconds(Int64(second)), width: isSmall ? 320 : 640, height: isSmall ? 180 : 360)
        }
        #expect(sizes.changeCount == 2 && sizes.reductionCount == 1)
        let end = Timestamp.start + .seconds(10)
        #expect(sizes.durations(end: end).map(\.time) == [.seconds(2), .seconds(8)])
        #expect(sizes.durations(end: end).map(\.size.width) == [320, 640])
        #expect(sizes.shares(end: end).map(\.share) == [0.2, 0.8])
    }

    @Test("Without pictures there are no sizes, and a single picture has no change")
    func few() {
        var sizes = PictureSizes()
        #expect(sizes.shares(end: .start + .seconds(5)).isEmpty)
        sizes.show(at: .start + .seconds(1), width: 640, height: 360)
        #expect(sizes.changeCount == 0)
        #expect(sizes.shares(end: .start + .seconds(1)).isEmpty)
        #expect(sizes.shares(end: .start + .seconds(3)).map(\.share) == [1])
    }
}
