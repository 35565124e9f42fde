import QualityModels
import Testing

@Suite("Sizes of shown pictures")
struct PictureSizesTests {
    @Test("A call that goes down and up again has two changes, and the first size is none")
    func changes() {
        var sizes = PictureSizes()
        sizes.show(width: 640, height: 360)
        #expect(sizes.changeCount == 0)
        for second in 0..<10 {
            let isSmall = (4..<6).contains(second)
            sizes.show(width: isSmall ? 320 : 640, height: isSmall ? 180 : 360)
        }
        #expect(sizes.changeCount == 2)
        sizes.show(width: 360, height: 640)
        #expect(sizes.changeCount == 3, "a turned picture has another size")
    }
}
