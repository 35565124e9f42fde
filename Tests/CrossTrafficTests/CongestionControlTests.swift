import NetworkEmulation
import Statistics
import Testing
import Units
import VirtualTime

@testable import CrossTraffic

/// No 25 of the network reference, section 7.
@Suite("TCP congestion control")
struct CongestionControlTests {
    /// CUBIC's curve after a loss at `peak`.
    private struct Curve {
        let peak: Double
        var timeToPeak: Double { Elementary.pow(peak * 0.3 / 0.4, 1.0 / 3) }

        func window(at time: Double) -> Double {
            let distance = time - timeToPeak
            return 0.4 * distance * distance * distance + peak
        }

        /// The segments of a round trip each, summed over so many seconds.
        func integral(to time: Double) -> Double {
            let (start, end) = (timeToPeak, time - timeToPeak)
            return peak * time + 0.1 * (end * end * end * end - start * start * start * start)
        }

        /// How long it takes to send so many segments.
        func duration(of segments: Double, roundTrip: Double) -> Double {
            var (low, high) = (0.0, 1_000.0)
            for _ in 0..<200 {
                let middle = (low + high) / 2
                if integral(to: middle) < segments * roundTrip { low = middle } else { high = middle }
            }
            return low
        }
    }

    @Test("CUBIC's window is the curve of RFC 9438, and levels off at W_max after K = cbrt(0.3 W_max / 0.4)")
    func curve() {
        let roundTrip = TimeDelta.milliseconds(100)
        for peak in [400.0, 3_000] {
            let curve = Curve(peak: peak)
            var window = CongestionWindow(algorithm: .cubic, initial: Int(peak))
            window.reduce()
            #expect(window.segments == 0.7 * peak)
            var now = Timestamp.start
            var atPeak: Double?
            var largest = 0.0
            while now.seconds < 1.5 * curve.timeToPeak {
                window.grow(by: 1, isUsed: true, at: now, roundTrip: roundTrip)
                if atPeak == nil, now.seconds >= curve.timeToPeak { atPeak = window.segments }
                // Each acknowledgement takes the window 1/window of the way to W(t + R), so that w' = (W(t + R) - w) / R,
                // whose solution for a cubic is this, once what the beginning left has died down.
                let lag = 3 * 0.4 * 0.01 * (now.seconds + 0.1 - curve.timeToPeak) - 5 * 0.4 * 0.001
                let solution = curve.window(at: now.seconds) + lag
                if now.seconds > 1.5 { largest = max(largest, abs(window.segments - solution)) }
                now += TimeDelta(seconds: roundTrip.seconds / window.segments)
            }
            // One step's growth, where the curve is steepest.
            let steepest = 3 * 0.4 * curve.timeToPeak * curve.timeToPeak
            #expect(largest < steepest * 0.1 / (0.7 * peak))
            #expect(abs(window.cubic.timeToPlateau - curve.timeToPeak) < 1e-9)
            #expect(abs((atPeak ?? 0) - peak) < 0.4 * 0.2 * 0.2 * 0.2)
        }
    }

    @Test("Who loses below the last W_max makes room: the next curve levels off at 0.85 of the window")
    func fastConvergence() {
        var cubic = Cubic()
        cubic.noteLoss(at: 400)
        #expect(cubic.plateau == 400)
        cubic.noteLoss(at: 300)
        #expect(cubic.plateau == 300 * 1.7 / 2)
        cubic.noteLoss(at: 300)
        #expect(cubic.plateau == 300)
    }

    /// The periods between losses and the windows before them, when the servers' every n-th segment is lost.
    private func sawtooth(
        everyNth: Int,
        roundTrip: Int64,
        seconds: Int64
    ) -> (periods: [Double], peaks: [Double], mean: Double) {
        var bench = TCPBench(
            flows: [TCPConfiguration()],
            fromServer: .delay(milliseconds: roundTrip / 2),
            fromClient: .delay(milliseconds: roundTrip / 2)
        )
        bench.loses = { segment, count in
            segment.origin == .server && segment.carriesData && count % everyNth == everyNth - 1
        }
        var (times, peaks): ([Double], [Double]) = ([], [])
        var last = (recoveries: 0, window: 10.0)
        bench.observe = { now, connections in
            let statistics = connections[0].statistics(of: .server)
            if statistics.recoveries > last.recoveries {
                times.append(now.seconds)
                peaks.append(last.window)
            }
            last = (statistics.recoveries, statistics.congestionWindow)
        }
        bench.schedule(.writeWithoutEnd(flow: 0, from: .server), at: .start)
        bench.run(until: .seconds(seconds / 2))
        let before = bench.connections[0].statistics(of: .server).acknowledgedBytes
        bench.run(until: .seconds(seconds))
        let statistics = bench.connections[0].statistics(of: .server)
        #expect(statistics.timeouts == 0)
        let rate = Double(statistics.acknowledgedBytes - before) / 1_448 / Double(seconds / 2)
        return (zip(times.dropFirst(), times).map { $0 - $1 }, peaks, rate * Double(roundTrip) / 1_000)
    }

    @Test("With every 10,000th segment lost, CUBIC's teeth have the height and length of the closed form")
    func teeth() throws {
        let (periods, peaks, _) = sawtooth(everyNth: 10_000, roundTrip: 100, seconds: 60)
        #expect(periods.count >= 8)
        for (period, peak) in zip(periods, peaks).suffix(4) {
            let curve = Curve(peak: peak)
            // The curve begins when the loss is repaired, a round trip after it was found.
            let expected = 0.1 + curve.duration(of: 10_000 - 0.7 * peak, roundTrip: 0.1)
            #expect(abs(period - expected) < 0.1)
            #expect(period > curve.timeToPeak)
        }
        // Once the start is over each tooth ends near where the last did: W_max moves with the curve's flat part.
        let last = Array(peaks.suffix(4))
        let next = Curve(peak: last[2]).window(at: periods.suffix(1)[periods.count - 1] - 0.1)
        #expect(abs(last[3] - next) < 0.5)
    }

    @Test("Where Reno would have the larger window CUBIC has Reno's: 1.22 / sqrt(p) segments within 15 %")
    func friendly() {
        let (_, _, mean) = sawtooth(everyNth: 1_000, roundTrip: 50, seconds: 100)
        #expect(abs(mean / (1.22 / 0.001.squareRoot()) - 1) < 0.15)
    }

    @Test("Reno's rate under random loss is 1.22 MSS / (RTT sqrt(p)) within 15 %", arguments: [0.003, 0.01])
    func mathis(loss: Double) {
        var bench = TCPBench(
            flows: [TCPConfiguration(congestionControl: .reno)],
            fromServer: .delay(milliseconds: 40),
            fromClient: .delay(milliseconds: 40)
        )
        bench.misfortune.dataLoss = loss
        bench.schedule(.writeWithoutEnd(flow: 0, from: .server), at: .start)
        bench.run(until: .seconds(40))
        let before = bench.connections[0].statistics(of: .server).acknowledgedBytes
        bench.run(until: .seconds(340))
        let statistics = bench.connections[0].statistics(of: .server)
        let segments = Double(statistics.acknowledgedBytes - before) / 1_448
        let constant = segments / 300 * 0.08 * loss.squareRoot()
        #expect(abs(constant / 1.22 - 1) < 0.15)
        #expect(statistics.recoveries > 200)
    }

    @Test("HyStart++ loses less at the end of slow start")
    func slowStart() {
        var lost: [Int] = []
        for usesHyStart in [false, true] {
            var bench = TCPBench(
                flows: [TCPConfiguration(usesHyStart: usesHyStart)],
                fromServer: LinkConfiguration(
                    rate: .kilobitsPerSecond(10_000),
                    queue: .time(.milliseconds(200)),
                    delay: .milliseconds(25)
                ),
                fromClient: .delay(milliseconds: 25)
            )
            bench.schedule(.writeWithoutEnd(flow: 0, from: .server), at: .start)
            bench.run(until: .seconds(3))
            lost.append(bench.connections[0].statistics(of: .server).segmentsRetransmitted)
        }
        // 208 segments fit; slow start overshoots by up to as many. Five rounds of a quarter's growth, which is a factor
        // of three, overshoot too, but by a quarter of a window at most.
        #expect(lost[0] > 104)
        #expect(lost[1] < lost[0])
        #expect(lost[1] <= 208 / 4 + 10)
    }

    @Test("HyStart++ goes to a quarter of the growth when the round's least delay rises by an eighth, then ends")
    func conservativeSlowStart() {
        var hyStart = HyStart()
        var (first, next): (Int64, Int64) = (0, 10)
        func round(_ milliseconds: Int64) -> [HyStart.Growth] {
            let growth = (0..<10).map { _ in
                first += 1
                return hyStart.follow(.milliseconds(milliseconds), acknowledged: first, next: next)
            }
            next += 10
            return growth
        }
        #expect(round(80) == Array(repeating: .full, count: 10))
        #expect(round(89) == Array(repeating: .full, count: 10))
        // Eight samples are needed; 99 - 89 < 89 / 8 is not enough, 101 is.
        #expect(round(99) == Array(repeating: .full, count: 10))
        #expect(round(112) == Array(repeating: .full, count: 7) + Array(repeating: .quarter, count: 3))
        // Back where the delay was a fluke.
        #expect(round(111) == Array(repeating: .quarter, count: 7) + Array(repeating: .full, count: 3))
        #expect(round(130).last == .quarter)
        for _ in 0..<4 { #expect(round(131).allSatisfy { $0 == .quarter }) }
        #expect(round(131).contains(.none))
    }
}
