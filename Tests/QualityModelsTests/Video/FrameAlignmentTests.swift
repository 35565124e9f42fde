import QualityModels
import RawMedia
import Testing
import Units

@Suite("Alignment of shown with sent pictures")
struct FrameAlignmentTests {
    /// A bright block that wanders over a texture; every picture differs from every other.
    private static func picture(_ index: Int, brighter: Int = 0, contrast: Int = 100, texture: Int = 0) -> I420Frame {
        var frame = I420Frame(width: 64, height: 48)
        for row in 0..<48 {
            for column in 0..<64 {
                let wave = ((column * (3 + texture) + row * (5 + 2 * texture)) / 4) % 32
                let isInBlock = (column - index * 2 % 48).magnitude < 8 && (row - 12 - index % 24).magnitude < 8
                let value = 60 + 2 * wave + (isInBlock ? 70 : 0)
                frame.y[row * 64 + column] = UInt8(min(max((value - 100) * contrast / 100 + 100 + brighter, 0), 255))
            }
        }
        return frame
    }

    private static let sent = (0..<40).map { picture($0) }

    private func align(_ shown: [I420Frame], sent: [I420Frame] = Self.sent, rates: (Int, Int) = (10, 10))
        -> FrameAlignment
    {
        FrameAlignment(
            sent: sent.map { FrameThumbnail($0) },
            sentRate: FrameRate(rates.0),
            shown: shown.map { FrameThumbnail($0) },
            shownRate: FrameRate(rates.1)
        )
    }

    @Test("A recording aligns with itself, picture by picture")
    func identity() {
        let alignment = align(Self.sent)
        #expect(alignment.sources == Array(0..<40))
        #expect(alignment.belongsTogether && alignment.droppedCount == 0 && alignment.unmatchedCount == 0)
        #expect(alignment.continuity.freezes.isEmpty)
    }

    @Test("Whatever was left out, held and shown late, each shown picture finds its source")
    func dropsAndRepeats() {
        let sources = [3, 3, 4, 5, 9, 9, 9, 9, 10, 11, 12, 20, 21, 21, 22]
        let alignment = align(sources.map { Self.sent[$0] })
        #expect(alignment.sources == sources)
        #expect(alignment.distinct.map(\.sent) == [3, 4, 5, 9, 10, 11, 12, 20, 21, 22])
        #expect(alignment.distinct.map(\.shown) == [0, 2, 3, 4, 8, 9, 10, 11, 12, 14])
        #expect(alignment.droppedCount == 10)
    }

    @Test("A constant offset to either side is found, and so is a recording of another rate")
    func offset() {
        #expect(align(Array(Self.sent[15...])).sources == Array(15..<40))
        #expect(align((0..<60).map { Self.sent[$0 / 2] }, rates: (10, 20)).sources == (0..<60).map { $0 / 2 })
        let late = [I420Frame](repeating: I420Frame(width: 64, height: 48), count: 12) + Self.sent
        let alignment = align(late)
        #expect(alignment.sources == [Int?](repeating: nil, count: 12) + Array(0..<40))
        #expect(alignment.unmatchedCount == 12 && alignment.belongsTogether)
    }

    @Test("Brightness and contrast do not matter")
    func brightness() {
        #expect(align((0..<40).map { Self.picture($0, brighter: 25, contrast: 80) }).sources == Array(0..<40))
    }

    @Test("A picture that is held is a freeze of its length, and one held to the end is one to the end")
    func freezes() {
        let held = Array(0..<20) + Array(repeating: 20, count: 10) + Array(31..<40)
        let continuity = align(held.map { Self.sent[$0] }).continuity
        #expect(continuity.freezes.map(\.length) == [.seconds(1)])
        #expect(continuity.freezes.first?.start == .seconds(2))
        let dead = align((Array(0..<20) + Array(repeating: 19, count: 20)).map { Self.sent[$0] }).continuity
        #expect(dead.longestFreeze == .milliseconds(2_100))
    }

    @Test("What stood still before the camera is no freeze")
    func stills() {
        let sent = Array(Self.sent[..<10]) + Array(repeating: Self.sent[10], count: 15) + Array(Self.sent[11..<30])
        let alignment = align(sent, sent: sent)
        #expect(alignment.continuity.freezes.isEmpty)
        #expect(alignment.droppedCount == 0)
    }

    @Test("Recordings that do not belong together match nothing, and black matches nothing either")
    func unrelated() {
        let other = align((0..<30).map { Self.picture($0, texture: 9) })
        #expect(!other.belongsTogether)
        let black = align([I420Frame](repeating: I420Frame(width: 64, height: 48), count: 5))
        #expect(!black.belongsTogether && black.matchedCount == 0)
        #expect(black.continuity.freezeRatio == 1)
    }

    @Test("Sources never go back, whatever is shown")
    func monotone() {
        for step in 1..<12 {
            let shown = (0..<60).map { Self.sent[$0 * step * 7 % 40] }
            let known = align(shown).sources.compactMap { $0 }
            #expect(zip(known, known.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }

    @Test("Recordings longer than the reach of the clocks are aligned in bounded bands")
    func long() {
        let sent = (0..<300).map { Self.picture($0 % 40 + $0 / 40) }
        let known = align(sent, sent: sent, rates: (10, 10)).sources
        #expect(known.count == 300 && known.allSatisfy { $0 != nil })
        // Of three pictures nothing is left after 10 s but the last.
        let few = align(Array(Self.sent.prefix(3)) + sent, sent: Array(Self.sent.prefix(3))).sources
        #expect(few.count == 303 && few.first == 0 && few.suffix(150).allSatisfy { $0 == nil || $0 == 2 })
    }
}
