import MediaTransport
import RTPWire
import TestSupport
import Testing
import Units

@Suite("Following the bandwidth of the path")
struct SenderBandwidthTests {
    static let identifiers = StreamIdentifiers(audioSSRC: 1, videoSSRC: 2, videoRTXSSRC: 3)
    static let configuration = SenderConfiguration(identifiers: identifiers)

    @Test("Probes at the start find room for the largest video within two seconds")
    func start() {
        var link = SenderBottleneck(rates: [(0, 20e6)], queueLimit: 0.2)
        let sender = link.run(for: 3, Self.configuration)
        #expect(sender.encoderTarget.videoBitrate == .kilobitsPerSecond(1_700))
        let probes = 2 * (1_700_000 + 55_200.0)
        #expect(sender.statistics.availableOutgoingBitrate.bitsPerSecond > 1_900_000)
        #expect(Double(sender.statistics.availableOutgoingBitrate.bitsPerSecond) < 1.1 * probes)
    }

    @Test("A drop to 300 kbit/s is followed within six seconds, and 1 Mbit/s is back within twenty")
    func step() {
        var link = SenderBottleneck(rates: [(0, 2.5e6), (20, 300e3), (40, 2.5e6)], queueLimit: 0.2)
        _ = link.run(for: 60, Self.configuration)
        let before = link.targets.filter { (15..<20).contains($0.time) }
        let fallen = link.targets.first { $0.time > 20 && $0.bitsPerSecond < 300e3 }
        let risen = link.targets.first { $0.time > 40 && $0.bitsPerSecond > 1e6 }
        #expect(before.allSatisfy { $0.bitsPerSecond > 1.5e6 })
        // Six recorded browsers under the same step took 2 s to 6 s.
        #expect(fallen.map { $0.time < 26 } == true, "fell at \(String(describing: fallen))")
        #expect(risen.map { $0.time < 60 } == true, "rose at \(String(describing: risen))")
    }

    @Test("On a thin link with a deep queue the sender's own delay stays below 300 ms on average")
    func deepQueue() {
        var link = SenderBottleneck(rates: [(0, 400e3)], queueLimit: 3)
        let sender = link.run(for: 60, Self.configuration)
        let late = link.queueing.filter { $0.time > 10 }
        let mean = late.reduce(0) { $0 + $1.seconds } / Double(max(late.count, 1))
        #expect(mean < 0.3, "mean queueing \(mean) s")
        let rates = link.targets.filter { $0.time > 10 }
        let average = rates.reduce(0) { $0 + $1.bitsPerSecond } / Double(max(rates.count, 1))
        #expect((200e3..<450e3).contains(average), "mean estimate \(average)")
        #expect(sender.statistics.video.packetsSent > 0)
    }

    @Test("Two per cent of random loss costs hardly any rate")
    func smallLoss() {
        var link = SenderBottleneck(rates: [(0, 20e6)], queueLimit: 0.2)
        link.lossProbability = 0.02
        let sender = link.run(for: 30, Self.configuration)
        #expect(sender.encoderTarget.videoBitrate.bitsPerSecond > 1_400_000)
    }

    @Test("Half of the packets lost pulls the rate to the bound that loss sets")
    func heavyLoss() {
        var link = SenderBottleneck(rates: [(0, 20e6)], queueLimit: 0.2)
        link.lossProbability = 0.5
        let sender = link.run(for: 30, Self.configuration)
        // 100 kbit/s / (0.5 - 0.05), and the spread of the average over fifteen windows.
        #expect(sender.statistics.availableOutgoingBitrate.bitsPerSecond < 350_000)
    }

    @Test("Ten per cent of random loss costs rate, but leaves a picture", arguments: UInt64(0)..<4)
    func tenLoss(seed: UInt64) {
        var link = SenderBottleneck(rates: [(0, 20e6)], queueLimit: 0.2)
        link.lossProbability = 0.1
        link.random = SplitMix64(seed: seed)
        _ = link.run(for: 60, Self.configuration)
        let late = link.targets.filter { $0.time > 20 }.map(\.bitsPerSecond)
        let mean = late.reduce(0, +) / Double(late.count)
        // Below the instant bound of the loss-based estimator, 100 kbit/s / (0.1 - 0.05).
        #expect((100e3..<2e6).contains(mean), "mean estimate \(mean)")
    }

    @Test("An outage cuts the rate, and the call comes back after it")
    func outage() {
        var link = SenderBottleneck(rates: [(0, 2e6)], queueLimit: 0.2)
        link.outages = [15..<25]
        let sender = link.run(for: 60, Self.configuration)
        let during = link.targets.last { $0.time < 25 }
        #expect(during.map { $0.bitsPerSecond < 1e6 } == true)
        #expect(sender.statistics.availableOutgoingBitrate.bitsPerSecond > 1_000_000)
    }
}
