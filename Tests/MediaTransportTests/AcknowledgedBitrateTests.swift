import TestSupport
import Testing
import Units

@testable import MediaTransport

@Suite("The rate at which packets arrive")
struct AcknowledgedBitrateTests {
    private struct Packet {
        var sendTime: Timestamp
        var receiveTime: Timestamp
        var size: Int
    }

    /// The definition, over the whole window each time.
    private struct Definition {
        var window: [Packet] = []
        var latestDiscarded: Timestamp?

        mutating func receive(_ packet: Packet) {
            let position = window.firstIndex { $0.receiveTime > packet.receiveTime } ?? window.count
            window.insert(packet, at: position)
        }

        mutating func trim() {
            while let first = window.first, let last = window.last {
                let length = last.receiveTime - first.receiveTime
                guard window.count > 500 || length > .seconds(5) || (window.count > 20 && length > .seconds(1)) else {
                    return
                }
                latestDiscarded = max(latestDiscarded ?? first.sendTime, first.sendTime)
                window.removeFirst()
            }
        }

        var bitrate: Double? {
            guard window.count >= 10 else { return nil }
            let gaps = zip(window.dropFirst(), window).map { $0.receiveTime - $1.receiveTime }.sorted(by: >)
            guard let first = window.first, let last = window.last else { return nil }
            func rate(_ bytes: Int, _ duration: TimeDelta) -> Double {
                Double(bytes * 8) / max(duration, .milliseconds(1)).seconds
            }
            let received = window.reduce(0) { $0 + $1.size } - first.size
            let receiveRate = rate(received, last.receiveTime - first.receiveTime - gaps[0] + gaps[1])
            // What was sent before the last packet that left the window does not count.
            let counted = window.filter { $0.sendTime >= latestDiscarded ?? $0.sendTime }
            guard counted.count >= 10, let begin = counted.map(\.sendTime).min(),
                let newest = counted.map(\.sendTime).max(),
                let lastSent = counted.last(where: { $0.sendTime == newest })
            else { return receiveRate }
            let sent = counted.reduce(0) { $0 + $1.size } - lastSent.size
            return min(receiveRate, rate(sent, newest - begin))
        }
    }

    @Test("Keeping sums gives what the whole window would", arguments: 1...20 as ClosedRange<UInt64>)
    func sameAsDefinition(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var estimator = AcknowledgedBitrateEstimator()
        var definition = Definition()
        var now = Timestamp.start
        // Every other seed keeps the order of sending.
        let spread = seed % 2 == 0 ? 1 : UInt64(60)
        for number in 0..<400 {
            var results: [PacketResult] = []
            for _ in 0..<(1 + random.next() % 12) {
                now += .milliseconds(Int64(random.next() % 15) * (random.next() % 40 == 0 ? 20 : 1))
                let packet = Packet(
                    sendTime: now,
                    receiveTime: now + .milliseconds(30 + Int64(random.next() % spread)),
                    size: 100 + Int(random.next() % 1_100)
                )
                let sent = SentPacket(
                    sequenceNumber: Int64(number),
                    sendTime: packet.sendTime,
                    size: packet.size,
                    probeCluster: -1
                )
                results.append(PacketResult(sent: sent, receiveTime: packet.receiveTime))
                definition.receive(packet)
            }
            definition.trim()
            estimator.receive(results)
            #expect(estimator.bitrate == definition.bitrate)
        }
    }
}
