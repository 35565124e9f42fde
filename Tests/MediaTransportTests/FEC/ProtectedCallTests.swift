import Foundation
import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("Calls with parity")
struct ProtectedCallTests {
    static let conditions: [(name: String, path: ProtectedCall.Path)] = [
        ("clean", ProtectedCall.Path()),
        ("loss2", ProtectedCall.Path(loss: .independent(0.02))),
        ("loss2-d150", ProtectedCall.Path(loss: .independent(0.02), delay: .milliseconds(150))),
        ("ge5b4", ProtectedCall.Path(loss: .gilbert(intoBad: 0.0131579, intoGood: 0.25))),
        ("loss10", ProtectedCall.Path(loss: .independent(0.1))),
        ("bw500", ProtectedCall.Path(rates: [(0, 500e3)])),
        (
            "bw1000-ge5b4",
            ProtectedCall.Path(loss: .gilbert(intoBad: 0.0131579, intoGood: 0.25), rates: [(0, 1e6)])
        ),
        ("jit100-30", ProtectedCall.Path(delay: .milliseconds(100), jitter: .milliseconds(30))),
        ("bwstep", ProtectedCall.Path(rates: [(0, 2.5e6), (20, 300e3), (40, 2.5e6)])),
    ]

    /// Who runs the suite with REHEARSAL_FEC_TABLE set gets a line for each end of each call, for docs/models/fec.md.
    static let printsTable = ProcessInfo.processInfo.environment["REHEARSAL_FEC_TABLE"] != nil

    @Test("The table of docs/models/fec.md", .enabled(if: printsTable), arguments: conditions.indices)
    func table(index: Int) {
        let condition = Self.conditions[index]
        for seed in UInt64(1)...3 {
            var call = ProtectedCall(condition.path, seed: seed)
            call.run(until: 60)
            for end in 0..<2 {
                let count = call.counts[end]
                let received = call.ends[1 - end].receiver.statistics
                print(
                    "fec.md: \(condition.name) seed \(seed) \(end == 0 ? "A" : "B")",
                    "media \(count.media) parity \(Int((100 * count.parityShare).rounded())) %",
                    "packets/frame \((100 * count.packetsPerFrame).rounded() / 100)",
                    "frames with parity \(100 * count.framesWithParity / max(1, count.frames)) %",
                    "retransmissions \(count.retransmissions) kbit/s \(count.mediaBytes * 8 / 60_000)",
                    "repaired by parity \(received.videoRepair.recoveredByFEC)",
                    "by retransmission \(received.videoRepair.recoveredByRetransmission)",
                    "NACKs \(received.video.nackCount) decoded \(call.decodedCounts[1 - end])"
                )
            }
        }
    }

    @Test("Two per cent of loss: the end that is told in compounds protects its video half as much again at least")
    func directions() {
        var call = ProtectedCall(ProtectedCall.Path(loss: .independent(0.02)), seed: 1)
        call.run(until: 25)
        #expect(call.counts[0].parityShare > 0.2 && call.counts[1].parityShare > 1.5 * call.counts[0].parityShare)
        for end in 0..<2 {
            let received = call.ends[1 - end].receiver.statistics
            #expect(received.videoRepair.recoveredByFEC > received.videoRepair.recoveredByRetransmission)
            #expect(received.video.fecPacketsReceived > 0 && received.video.fecBytesReceived > 0)
            #expect(received.video.fecPacketsDiscarded < received.video.fecPacketsReceived)
            #expect(call.ends[end].sender.statistics.video.fecPacketsSent == call.counts[end].parity)
        }
    }

    @Test("Parity leaves the path its share: the encoder's rate falls where the path is full")
    func allocation() {
        let path = ProtectedCall.Path(loss: .independent(0.02), rates: [(0, 1e6)])
        var (with, without) = (
            ProtectedCall(path, seed: 3), ProtectedCall(path, seed: 3) { $0.isULPFECEnabled = false }
        )
        with.run(until: 30)
        without.run(until: 30)
        #expect(with.counts[1].parity > 0 && without.counts[1].parity == 0)
        #expect(Double(with.counts[1].mediaBytes) < 0.85 * Double(without.counts[1].mediaBytes))
    }

    @Test("Without loss there is RED and no parity, and all frames arrive")
    func clean() {
        var call = ProtectedCall(ProtectedCall.Path(), seed: 1)
        call.run(until: 5)
        #expect(call.counts.allSatisfy { $0.parity == 0 && $0.media > 100 })
        #expect(call.decodedCounts.allSatisfy { $0 > 140 })
        #expect(call.ends.allSatisfy { $0.receiver.statistics.video.nackCount == 0 })
    }

    @Test("A call with bytes and one with descriptions send the same packets at the same times")
    func sameInBothForms() {
        let path = ProtectedCall.Path(loss: .independent(0.05))
        var traces: [[String]] = []
        var repairs: [[RepairStatistics]] = []
        for carriesBytes in [true, false] {
            var call = ProtectedCall(path, seed: 9)
            call.carriesBytes = carriesBytes
            call.keepsTrace = true
            call.run(until: 6)
            #expect(call.counts.allSatisfy { $0.parity > 50 })
            #expect(call.ends.allSatisfy { $0.receiver.statistics.videoRepair.recoveredByFEC > 0 })
            repairs.append(call.ends.map { $0.receiver.statistics.videoRepair })
            traces.append(call.trace.map { "\($0.time.nanoseconds) \($0.end) \($0.datagram.length)" })
        }
        #expect(traces[0] == traces[1])
        #expect(repairs[0] == repairs[1])
    }

    @Test("Parity is not asked for for ever: lost ones are forgotten when their frames go")
    func requests() {
        var call = ProtectedCall(ProtectedCall.Path(loss: .independent(0.02)), seed: 2)
        call.run(until: 15)
        for end in 0..<2 {
            let sent = call.counts[1 - end]
            let lost = 0.02 * Double(sent.media + sent.parity)
            #expect(Double(call.ends[end].receiver.statistics.video.nackCount) < 1.5 * lost + 10)
        }
    }
}
