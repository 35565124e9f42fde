import Planning
import Testing

@Suite("Knees of curves")
struct KneeTests {
    private static func curve(_ points: KeyValuePairs<Int, Double>) -> [Knee.Point] {
        points.map { Knee.Point(load: $0.key, value: $0.value) }
    }

    @Test("A curve that is flat and then steep bends at the last load of its flat part")
    func cliff() {
        let losses = Self.curve([1: 0, 2: 0, 4: 0, 8: 0.001, 10: 0.1, 16: 0.4])
        #expect(Knee.load(of: losses, rises: true) == 8)
        let scores = Self.curve([1: 4.4, 2: 4.4, 4: 4.39, 8: 4.38, 10: 3.4, 16: 1])
        #expect(Knee.load(of: scores, rises: false) == 8)
    }

    @Test("A straight line, one that gets better and one that is bad at once have none")
    func none() {
        #expect(Knee.load(of: Self.curve([1: 0, 2: 1, 3: 2, 4: 3]), rises: true) == nil)
        #expect(Knee.load(of: Self.curve([1: 3, 2: 2, 3: 1, 4: 0]), rises: true) == nil)
        #expect(Knee.load(of: Self.curve([1: 0, 2: 0.9, 3: 0.95, 4: 1]), rises: true) == nil)
        #expect(Knee.load(of: Self.curve([1: 0, 8: 0, 9: 1]), rises: true) == nil)
    }

    /// Of 1 / (1 - x) between 0 and 0.9 the tangent is as steep as the chord at 1 - 1 / sqrt(10), which is 0.684.
    @Test("Of a queue's wait the knee is where it rises as steeply as from end to end")
    func queue() throws {
        let points = (0...900).map { Knee.Point(load: $0 + 1, value: 1 / (1 - Double($0) / 1_000)) }
        let knee = try #require(Knee.load(of: points, rises: true))
        #expect(abs(knee - 685) <= 1)
    }
}
