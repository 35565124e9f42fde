import LiveCalls
import NetworkEmulation
import Testing
import Units

@Suite("A line for real datagrams")
struct ImpairedLineTests {
    private func line(_ up: LinkConfiguration, _ down: LinkConfiguration = LinkConfiguration()) -> ImpairedLine {
        ImpairedLine(up: up, down: down, upSchedule: .none, downSchedule: .none, seed: 3)
    }

    @Test("Datagrams leave when the links say, in order, with the sender they belong to")
    func order() {
        // 1,000 bytes and 28 of headers take 8.224 ms at 1 Mbit/s.
        var line = line(LinkConfiguration(rate: .kilobitsPerSecond(1_000), delay: .milliseconds(10)))
        for peer in 1...3 {
            line.arrive([UInt8](repeating: UInt8(peer), count: 1_000), .up, peer: peer, at: .start)
        }
        var departures: [ImpairedLine.Departure] = []
        var times: [Int64] = []
        while let next = line.nextTime {
            line.depart(by: next, into: &departures)
            for departure in departures {
                #expect(departure.bytes.first == UInt8(departure.peer))
                times.append(departure.due.nanoseconds)
                line.noteSent(departure, at: departure.due + .milliseconds(1))
            }
            departures.removeAll()
        }
        #expect(times == [18_224_000, 26_448_000, 34_672_000])
        #expect(line.lateness.count == 3)
        #expect(line.lateness.longest == .milliseconds(1))
    }

    @Test("What the model loses never departs, and is counted")
    func loss() {
        var line = line(LinkConfiguration(loss: .bernoulli(.always)))
        line.arrive([1, 2, 3], .up, peer: 1, at: .start)
        #expect(line.nextTime == nil)
        #expect(line.counters(of: .up).lost.packets == 1)
        #expect(line.counters(of: .down).offered.packets == 0)
    }

    @Test("A datagram beyond the memory is refused, and said so")
    func memory() {
        var line = line(LinkConfiguration(delay: .seconds(60)))
        let datagram = [UInt8](repeating: 0, count: 65_000)
        let fitting = ImpairedLine.heldBytesMax / datagram.count
        for _ in 0..<fitting + 3 { line.arrive(datagram, .down, peer: 1, at: .start) }
        #expect(line.refused == 3)
    }

    @Test("Quantiles of lateness are never said too small, nor more than 2 % too large")
    func quantiles() throws {
        var log = LatenessLog()
        for microseconds in 1...100_000 { log.add(.microseconds(Int64(microseconds))) }
        for percent in [1, 10, 50, 90, 99, 100] {
            let said = try #require(log.quantile(Double(percent) / 100)).seconds
            let exact = Double(percent) * 1e-3
            #expect(said >= exact)
            #expect(said <= exact * 1.02)
        }
    }
}
