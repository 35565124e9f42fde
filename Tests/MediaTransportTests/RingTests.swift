import TestSupport
import Testing

@testable import MediaTransport

@Suite("Queues of plain values")
struct RingTests {
    @Test("A ring holds what an array would, whatever is done to it", arguments: 1...20 as ClosedRange<UInt64>)
    func sameAsArray(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var ring = Ring<Int>()
        var array: [Int] = []
        for step in 0..<2_000 {
            switch random.next() % 9 {
            case 0, 1, 2:
                ring.append(step)
                array.append(step)
            case 3:
                ring.prepend(step)
                array.insert(step, at: 0)
            case 4:
                let position = Int(random.next() % UInt64(array.count + 1))
                ring.insert(step, at: position)
                array.insert(step, at: position)
            case 5:
                let first = array.isEmpty ? nil : array.removeFirst()
                #expect(ring.popFirst() == first)
            case 6 where !array.isEmpty:
                ring.removeLast()
                array.removeLast()
            case 7 where !array.isEmpty:
                let position = Int(random.next() % UInt64(array.count))
                ring[position] = step
                array[position] = step
            default:
                let number = min(Int(random.next() % 3), array.count)
                ring.removeFirst(number)
                array.removeFirst(number)
            }
            #expect(ring.first == array.first && ring.last == array.last && ring.count == array.count)
        }
        #expect(Array(ring) == array)
        ring.removeAll()
        #expect(ring.isEmpty && ring.first == nil)
    }
}
