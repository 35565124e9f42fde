import Testing
import Units
import VirtualTime

@Suite("Digests")
struct DigestTests {
    private struct Item {
        var time: Int64 = 1
        var kind: UInt8 = 2
        var leg = Leg.clinicianDown
        var packet: UInt64 = 3
        var length = 4
        var fate: UInt8 = 5
    }

    private func digest(_ items: [Item]) -> CallDigest {
        var digest = CallDigest()
        for item in items {
            digest.add(
                time: Timestamp(nanoseconds: item.time),
                kind: item.kind,
                leg: item.leg,
                packet: item.packet,
                length: item.length,
                fate: item.fate
            )
        }
        return digest
    }

    @Test("Every field, the order and the number of events show in a call's digest")
    func sensitivity() {
        let base = Item()
        let variants: [[Item]] = [
            [], [base], [base, base], [Item(time: 2)], [Item(kind: 3)], [Item(leg: .patientUp)], [Item(packet: 4)],
            [Item(length: 5)], [Item(fate: 6)], [base, Item(time: 2)], [Item(time: 2), base],
        ]
        #expect(Set(variants.map { digest($0).value }).count == variants.count)
        #expect(digest([base, base]) == digest([base, base]))
    }

    @Test("A flipped bit changes about half of the digest's bits")
    func avalanche() {
        var changed = 0
        for bit in 0..<63 {
            let other = Item(time: 1 ^ (1 << Int64(bit)))
            changed += (digest([Item()]).value ^ digest([other]).value).nonzeroBitCount
        }
        // 63 * 64 fair coins: mean 2016, standard deviation 31.7; 4.9 of them.
        #expect(abs(changed - 2_016) <= 156)
    }

    @Test("A run's digest does not depend on the order in which its calls finish")
    func runOrder() {
        let calls: [(call: UInt32, digest: UInt64)] = [(1, 11), (2, 22), (5, 55)]
        var inOrder = RunDigest()
        for (call, digest) in calls { inOrder.add(call: call, digest: digest) }
        #expect(RunDigest(calls: calls.reversed()) == inOrder)
        #expect(RunDigest(calls: [(1, 22), (2, 11), (5, 55)]) != inOrder)
        #expect(RunDigest(calls: [(1, 11), (2, 22), (6, 55)]) != inOrder)
    }

    /// Computed by a second implementation, from the description of the fold.
    @Test("Digests print as 16 hexadecimal digits and keep their values from version to version")
    func printing() {
        #expect(CallDigest().hexadecimal.count == 16)
        #expect(digest([Item()]).hexadecimal == "089aaa706be9b238")
        #expect(RunDigest(calls: [(1, 11), (2, 22)]).hexadecimal == "c311e5713ff8d6f5")
    }
}
