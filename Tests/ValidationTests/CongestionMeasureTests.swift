import Testing
import ValidationComparison

@Suite("Measures of congestion control")
struct CongestionMeasureTests {
    @Test("Jain's index is 1 for equal shares and 1/n where one has everything")
    func jain() {
        #expect(CongestionMeasures.jainIndex([3, 3, 3, 3]) == 1)
        #expect(CongestionMeasures.jainIndex([5, 0, 0, 0]) == 0.25)
        #expect(CongestionMeasures.jainIndex([1, 2]) == 0.9)
        #expect(CongestionMeasures.jainIndex([0, 0]) == nil)
    }

    @Test("A mean over a window starts short and then slides")
    func smoothing() { #expect(CongestionMeasures.smoothed([4, 8, 0, 4], window: 2) == [4, 6, 4, 2]) }

    @Test("Settling is the first entry that is held long enough")
    func settling() {
        let values = [0.0, 1, 0, 1, 1, 1, 0]
        #expect(CongestionMeasures.settling(values, into: 1...1, hold: 1) == 1)
        #expect(CongestionMeasures.settling(values, into: 1...1, hold: 3) == 3)
        #expect(CongestionMeasures.settling(values, into: 1...1, hold: 4) == nil)
    }

    @Test("A swing goes from below the low mark to above the high one; what lies between counts for nothing")
    func oscillations() {
        #expect(CongestionMeasures.oscillations([0, 5, 10, 5, 10, 0], low: 1, high: 9) == 2)
        #expect(CongestionMeasures.oscillations([5, 5, 5], low: 1, high: 9) == 0)
    }
}
