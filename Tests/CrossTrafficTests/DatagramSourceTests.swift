import Testing
import Units
import VirtualTime

@testable import CrossTraffic

@Suite("Datagram sources")
struct DatagramSourceTests {
    private func source(_ rate: DataRate, onOff: DatagramSource.OnOff? = nil, owner: UInt32 = 1) -> DatagramSource {
        DatagramSource(
            rate: rate,
            size: DataSize(bytes: 1_500),
            onOff: onOff,
            random: RandomStream(seed: 9, owner: owner, cause: .datagramBursts),
            at: .start
        )
    }

    @Test("A constant source has sent exactly its rate times the time, after a million datagrams too")
    func drift() {
        // 12,000 bits at 7,000,003 bit/s take 1,714,284.98… ns.
        var source = source(DataRate(bitsPerSecond: 7_000_003))
        for _ in 0..<1_000_000 { source.send() }
        // The floor of 10^6 * 12,000 * 10^9 / 7,000,003.
        #expect(source.nextTime.nanoseconds == 1_714_284_979_592)
    }

    @Test("On and off sources send their share of the time, and nothing while they are off")
    func onOff() {
        let onOff = DatagramSource.OnOff(meanOn: .milliseconds(300), meanOff: .milliseconds(700))
        // Renewal of exponential periods: the variance of the time on in T is 2 T a^2 b^2 / (a + b)^3 in the long run.
        let (a, b, seconds) = (0.3, 0.7, 20_000.0)
        var source = source(.kilobitsPerSecond(1_200), onOff: onOff)
        var count = 0.0
        while source.nextTime < .start + .seconds(Int64(seconds)) {
            count += 1
            source.send()
        }
        let timeOn = count * 0.01
        let deviation = (2 * seconds * a * a * b * b / ((a + b) * (a + b) * (a + b))).squareRoot()
        // A burst of length L sends ceil(L / 10 ms): half a datagram more on average, one burst a second.
        let expected = seconds * a / (a + b) + seconds / (a + b) * 0.005
        #expect((timeOn - expected).magnitude < 4.9 * deviation)
    }
}
