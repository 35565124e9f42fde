import Testing

@testable import CrossTraffic

@Suite("Selective acknowledgement blocks")
struct SelectiveBlocksTests {
    @Test("The newest run stands first, swallows what it joins, and three fit")
    func order() {
        var blocks = SelectiveBlocks()
        for run in [10..<11, 20..<21, 30..<31, 40..<41] as [Range<Int64>] { blocks.note(run) }
        #expect((0..<blocks.count).map { blocks[$0] } == [40..<41, 30..<31, 20..<21])
        blocks.note(20..<22)
        #expect((0..<blocks.count).map { blocks[$0] } == [20..<22, 40..<41, 30..<31])
        blocks.note(29..<41)
        #expect((0..<blocks.count).map { blocks[$0] } == [29..<41, 20..<22])
        blocks.drop(below: 22)
        #expect((0..<blocks.count).map { blocks[$0] } == [29..<41])
        #expect(blocks.headerSize == 12)
    }
}
