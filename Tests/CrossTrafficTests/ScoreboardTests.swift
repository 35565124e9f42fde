import TestSupport
import Testing
import Units

@testable import CrossTraffic

@Suite("TCP scoreboard and reassembly")
struct ScoreboardTests {
    @Test("Reassembly tells the same runs and the same order as a set of numbers does")
    func reassembly() {
        var random = SplitMix64(seed: 5)
        var reassembly = Reassembly()
        var (held, next): (Set<Int64>, Int64) = ([], 0)
        var bytes: Int64 = 0
        for _ in 0..<20_000 {
            let number = next + Int64(random.unitInterval() * 40) - 2
            guard number >= 0 else { continue }
            let isNew = number >= next && !held.contains(number)
            let run = reassembly.insert(number, length: Int(number % 100) + 1)
            #expect((run != nil) == isNew)
            guard isNew, let run else { continue }
            held.insert(number)
            var (low, high) = (number, number)
            while held.contains(low - 1) { low -= 1 }
            while held.contains(high + 1) { high += 1 }
            #expect(run == low..<(high + 1))
            while held.remove(next) != nil {
                bytes += next % 100 + 1
                next += 1
            }
            #expect(reassembly.next == next)
            #expect(reassembly.bytes == bytes)
            #expect(reassembly.holdsSomething == !held.isEmpty)
        }
        #expect(next > 1_000)
    }

    /// Scoreboard and receiver as lists that are searched from end to end.
    private struct Plain {
        struct Piece {
            var state = SentPiece.State.inFlight
            var transmission: Int
        }
        var pieces: [Piece] = []
        var first = 0
        var transmissions = 0
        var arrived: [Int] = []

        mutating func send() {
            pieces.append(Piece(transmission: transmissions))
            transmissions += 1
        }

        mutating func resend() -> Int? {
            guard let index = pieces[first...].firstIndex(where: { $0.state == .lost }) else { return nil }
            pieces[index] = Piece(transmission: transmissions)
            transmissions += 1
            return index
        }

        mutating func take(_ acknowledgement: TCPAcknowledgement) -> Int {
            var count = 0
            let blocks = acknowledgement.selective
            let runs = (0..<blocks.count).map { blocks[$0] } + [0..<acknowledgement.next]
            for index in pieces.indices[first...] where pieces[index].state != .selected {
                guard runs.contains(where: { $0.contains(Int64(index)) }) else { continue }
                pieces[index].state = .selected
                arrived.append(pieces[index].transmission)
                count += 1
            }
            first = max(first, Int(acknowledgement.next))
            return count
        }

        mutating func findLosses() {
            for index in pieces.indices[first...] where pieces[index].state == .inFlight {
                let later = arrived.count { $0 > pieces[index].transmission }
                if later >= 3 { pieces[index].state = .lost }
            }
        }
    }

    @Test("The scoreboard finds the same pieces lost, on their way and next as a search of everything does")
    func scoreboard() {
        for seed in UInt64(1)...10 {
            var random = SplitMix64(seed: seed)
            var (board, plain) = (Scoreboard(), Plain())
            var receiver = TCPReceiver(acknowledgementDelay: .milliseconds(40))
            var (flight, lostCount, now): ([Int64], Int, Timestamp) = ([], 0, .start)
            for _ in 0..<1_500 {
                now += .milliseconds(1)
                if flight.count < 30 {
                    let again = board.resend(at: now)
                    #expect(again.map { Int($0.number) } == plain.resend())
                    if again == nil { plain.send() }
                    let number = again?.number ?? board.send(offset: board.next * 100, length: 100, at: now).number
                    // A quarter is lost.
                    if random.unitInterval() < 0.75 { flight.append(number) } else { lostCount += 1 }
                }
                // At times the network is silent, at times something arrives that is a little out of order.
                guard random.unitInterval() < 0.6, !flight.isEmpty else { continue }
                let number = flight.remove(at: Int(random.unitInterval() * Double(min(flight.count, 3))))
                receiver.receive(segment(number), at: now)
                var acknowledgement = receiver.acknowledge()
                acknowledgement.echo = nil
                guard random.unitInterval() < 0.8 else { continue }
                #expect(board.take(acknowledgement, at: now).count == plain.take(acknowledgement))
                _ = board.findLosses(by: .threeLater, least: nil, at: now)
                plain.findLosses()
                #expect(Int(board.first) == plain.first)
                #expect(board.inFlightCount == plain.pieces[plain.first...].count { $0.state == .inFlight })
                #expect(board.hasLost == plain.pieces[plain.first...].contains { $0.state == .lost })
            }
            #expect(lostCount > 100)
            #expect(plain.first > 100)
        }
    }

    private func segment(_ number: Int64) -> TCPSegment {
        TCPSegment(
            origin: .server,
            kind: .established,
            size: DataSize(bytes: 152),
            length: 100,
            isRetransmission: false,
            number: number,
            acknowledgement: TCPAcknowledgement(next: 0, selective: SelectiveBlocks(), echo: nil),
            sentAt: .start
        )
    }
}
