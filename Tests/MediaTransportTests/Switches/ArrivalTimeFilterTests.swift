import TestSupport
import Testing
import Units

@testable import MediaTransport

@Suite("The receiver's judgement of delay")
struct ArrivalTimeFilterTests {
    private struct Judge {
        var filter = ArrivalTimeFilter()
        var detector = OveruseDetector()
        var now = Timestamp.start
        var usages: [BandwidthUsage] = []

        /// A group sent 20 ms after the one before, that came `lateness` ms later than that and has more bytes.
        mutating func receive(lateness: Double, sizeDelta: Int) {
            now += .milliseconds(20)
            filter.receive(
                sendDelta: 20,
                arrivalDelta: 20 + lateness,
                sizeDelta: sizeDelta,
                usage: detector.usage
            )
            detector.receive(growth: filter.offset, sendDelta: 20, deltaCount: filter.deltaCount, at: now)
            usages.append(detector.usage)
        }
    }

    /// Groups of unlike sizes over a link of 400 kbit/s, which takes 20 us a byte; the largest offset that was believed
    /// once the filter had learnt, and what was made of it.
    private func unlikeSizes(known: Bool) -> (offset: Double, usages: [BandwidthUsage]) {
        var judge = Judge()
        var random = SplitMix64(seed: 4)
        var before = 100
        var largest = 0.0
        for number in 0..<2_000 {
            let size = Int.random(in: 100...1_200, using: &random)
            judge.receive(lateness: Double(size - before) * 0.02, sizeDelta: known ? size - before : 0)
            if number >= 300 { largest = max(largest, judge.filter.offset.magnitude) }
            before = size
        }
        return (largest, judge.usages)
    }

    @Test("What groups of unlike sizes are late by on a thin link is put down to their sizes, and is no overuse")
    func sizes() {
        let known = unlikeSizes(known: true)
        #expect(known.usages.allSatisfy { $0 != .overusing })
        #expect(known.offset < 0.1 * unlikeSizes(known: false).offset)
    }

    @Test("A queue that grows by 2 ms a group is overuse within a second, and one that drains is underuse")
    func growth() throws {
        var judge = Judge()
        for _ in 0..<200 { judge.receive(lateness: 0, sizeDelta: 0) }
        #expect(judge.usages.allSatisfy { $0 == .normal })
        for _ in 0..<50 { judge.receive(lateness: 2, sizeDelta: 0) }
        let first = try #require(judge.usages.firstIndex(of: .overusing))
        #expect((200..<250).contains(first))
        for _ in 0..<60 { judge.receive(lateness: -2, sizeDelta: 0) }
        #expect(judge.usages.last == .underusing)
    }

    @Test("Groups tell their sizes: a packet at a time, sent 20 ms apart")
    func groups() {
        var groups = ReceivedGroups()
        var deltas: [Int?] = []
        for (index, size) in [100, 300, 200, 700].enumerated() {
            let time = Timestamp.start + .milliseconds(Int64(index) * 20)
            deltas.append(groups.receive(sendTime: time, size: size, at: time + .milliseconds(30))?.size)
        }
        #expect(deltas == [nil, nil, 200, -100])
    }
}
