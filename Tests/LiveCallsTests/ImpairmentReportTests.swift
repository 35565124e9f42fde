import NetworkEmulation
import Testing
import Units

@testable import LiveCalls

@Suite("The relay's account of itself")
struct ImpairmentReportTests {
    private func report(offered: Int, lateness: [TimeDelta], sendFailures: Int = 0) -> ImpairmentReport {
        var line = ImpairedLine(
            up: LinkConfiguration(delay: .seconds(60)),
            down: LinkConfiguration(),
            upSchedule: .none,
            downSchedule: .none,
            seed: 1
        )
        for _ in 0..<offered { line.arrive([1], .up, peer: 1, at: .start) }
        var log = LatenessLog()
        for span in lateness { log.add(span) }
        return ImpairmentReport(
            duration: .seconds(1),
            directions: ImpairedLine.Direction.allCases.map {
                ImpairmentReport.Direction(counters: line.counters(of: $0), delays: LatenessLog())
            },
            lateness: log,
            kernelDrops: 0,
            sendFailures: sendFailures,
            refused: 0
        )
    }

    @Test("A run in which no datagram passed is invalid, and says whether any came")
    func nothingPassed() {
        #expect(report(offered: 0, lateness: []).faults.first?.hasPrefix("no datagram came, so that") == true)
        #expect(report(offered: 3, lateness: []).faults.first?.hasPrefix("none of the 3 datagrams") == true)
    }

    @Test("A run whose datagrams left in time is valid, and each thing that went wrong is a fault")
    func faults() {
        #expect(report(offered: 1, lateness: [.milliseconds(1)]).isValid)
        #expect(
            report(offered: 1, lateness: [.milliseconds(3)]).faults.first?.contains("more than 3.0 ms late") == true
        )
        #expect(report(offered: 1, lateness: [.zero], sendFailures: 2).faults.count == 1)
    }
}
