import Testing
import Units
import VirtualTime

@Suite("Event queue")
struct EventQueueTests {
    @Test("Events leave by time, then call, then the order in which they were scheduled")
    func order() {
        var queue = EventQueue<String>()
        let now = Timestamp(nanoseconds: 5)
        queue.schedule("late", at: Timestamp(nanoseconds: 9))
        queue.schedule("call 2, first", at: now, call: 2)
        queue.schedule("call 1, first", at: now, call: 1)
        queue.schedule("call 2, second", at: now, call: 2)
        queue.schedule("call 1, second", at: now, call: 1)
        queue.schedule("early", at: Timestamp(nanoseconds: 1), call: 9)
        var seen: [String] = []
        while let next = queue.popNext() { seen.append(next.event) }
        #expect(seen == ["early", "call 1, first", "call 1, second", "call 2, first", "call 2, second", "late"])
        #expect(queue.isEmpty)
    }

    @Test("A limit holds back what happens at or after it")
    func limit() throws {
        var queue = EventQueue<Int>()
        queue.schedule(1, at: Timestamp(nanoseconds: 10))
        #expect(queue.popNext(before: Timestamp(nanoseconds: 10)) == nil)
        #expect(queue.nextTime == Timestamp(nanoseconds: 10))
        let popped = queue.popNext(before: Timestamp(nanoseconds: 11))
        let next = try #require(popped)
        #expect(next.event == 1)
        #expect(next.time == Timestamp(nanoseconds: 10))
        #expect(queue.nextTime == nil)
    }

    @Test("Random insertions and removals agree with a sorted list")
    func model() {
        struct Planned: Equatable {
            let time: Int
            let call: Int
            let number: Int
        }
        var random = RandomStream(seed: 6, owner: 0, cause: .picture)
        var queue = EventQueue<Planned>()
        var model: [Planned] = []
        for number in 0..<3_000 {
            if random.index(below: 3) > 0 {
                let event = Planned(time: random.index(below: 50), call: random.index(below: 4), number: number)
                queue.schedule(event, at: Timestamp(nanoseconds: Int64(event.time)), call: UInt32(event.call))
                model.append(event)
            } else {
                model.sort { ($0.time, $0.call, $0.number) < ($1.time, $1.call, $1.number) }
                #expect(queue.popNext()?.event == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(queue.count == model.count)
        }
    }
}
