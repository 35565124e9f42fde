import Statistics
import Testing
import Units

@testable import NetworkEmulation

@Suite("Loss driven by time")
struct TimeDrivenLossTests {
    private func loss(_ rate: Double, _ burst: TimeDelta) throws -> Loss {
        try #require(Loss.gilbert(rate: Probability(clamping: rate), meanBurst: .duration(burst)))
    }

    @Test("Packets of any spacing meet the same fades")
    func sharedFades() throws {
        let configuration = LinkConfiguration(loss: try loss(0.1, .milliseconds(80)))
        var audio = Link(configuration)
        var both = Link(configuration)
        let alone = audio.sendTrain(count: 10_000, spacing: .milliseconds(20))
        var beside: [Fate] = []
        for index in 0..<10_000 {
            let time = Timestamp.milliseconds(Int64(index) * 20)
            beside.append(both.send(.full, at: time))
            #expect(both.send(.full, at: time) == beside.last)
            _ = both.send(.full, at: time + .milliseconds(7))
        }
        #expect(alone.contains(.lost))
        #expect(beside == alone)
    }

    /// Sampled each `spacing`, the state is a two-state chain with decay exp(-spacing (1 / good + 1 / bad)).
    @Test("The loss rate is the stationary one at any spacing", arguments: [1, 10, 20, 100] as [Int64])
    func rate(spacing: Int64) throws {
        let (share, bad, count) = (0.05, 0.08, 100_000)
        var link = Link(LinkConfiguration(loss: try loss(share, .milliseconds(80))))
        _ = link.sendTrain(count: count, spacing: .milliseconds(spacing))
        let decay = Elementary.exp(-Double(spacing) / 1_000 / (bad * (1 - share)))
        let variance = varianceOfLosses(
            count: count,
            variance: share * (1 - share),
            covariance: share * (1 - share),
            decay: decay
        )
        let excess = Double(link.counters.lost.packets) - share * Double(count)
        #expect(abs(excess) <= oneInAMillion * variance.squareRoot())
    }

    /// Spells are exponential: the mean of n of them has standard error mean / sqrt(n).
    @Test("Fades last as long as they should")
    func fadeLength() throws {
        var link = Link(LinkConfiguration(loss: try loss(0.1, .milliseconds(50))))
        let fates = link.sendTrain(count: 1_000_000, spacing: .milliseconds(1))
        var starts = 0
        for (before, after) in zip(fates, fates.dropFirst()) where before != .lost && after == .lost { starts += 1 }
        // Seen each millisecond, a spell is a geometric run: P(leave) = (1 - share)(1 - decay).
        let leave = 0.9 * (1 - Elementary.exp(-1 / (50 * 0.9)))
        let run = Double(link.counters.lost.packets) / Double(starts)
        let deviation = ((1 - leave) / (leave * leave) / Double(starts)).squareRoot()
        #expect(abs(run - 1 / leave) <= oneInAMillion * deviation)
    }

    @Test("A change of the model keeps the timeline free of the packets' times")
    func changes() throws {
        let schedule = LinkSchedule(changes: [
            LinkChange(at: .milliseconds(30_000), loss: try loss(0.4, .milliseconds(200))),
            LinkChange(at: .milliseconds(60_000), loss: .bernoulli(.never)),
            LinkChange(at: .milliseconds(70_000), loss: try loss(0.2, .milliseconds(20))),
        ])
        let configuration = LinkConfiguration(loss: try loss(0.1, .milliseconds(80)))
        var sparse = Link(configuration, schedule)
        var dense = Link(configuration, schedule)
        for index in Int64(0)..<9_000 {
            let fate = dense.send(.full, at: .milliseconds(index * 10))
            if (60_000..<70_000).contains(index * 10) { #expect(fate != .lost) }
            guard index % 7 == 0 else { continue }
            #expect(sparse.send(.full, at: .milliseconds(index * 10)) == fate)
        }
        #expect(sparse.counters.lost.packets > 0)
    }

    @Test("The ends are no loss and all loss")
    func ends() throws {
        let never = GilbertElliott(pace: .time(badShare: .never, meanBad: .milliseconds(10)))
        let always = GilbertElliott(pace: .time(badShare: .always, meanBad: .milliseconds(10)))
        var clear = Link(LinkConfiguration(loss: .gilbertElliott(never)))
        var dead = Link(LinkConfiguration(loss: .gilbertElliott(always)))
        _ = clear.sendTrain(count: 1_000, spacing: .milliseconds(50))
        _ = dead.sendTrain(count: 1_000, spacing: .milliseconds(50))
        #expect(clear.counters.lost.packets == 0)
        #expect(dead.counters.lost.packets == 1_000)
    }
}
