import Testing
import Units

@testable import MediaTransport

@Suite("Requests for lost packets")
struct ReceiverNACKTests {
    private func time(_ milliseconds: Int64) -> Timestamp { .start + .milliseconds(milliseconds) }

    @Test("What the limits take is counted: a full list, and packets asked for as often as allowed")
    func limits() {
        var requester = NACKRequester(retriesMax: 2)
        _ = requester.receive(0, isRecovered: false, at: .start)
        _ = requester.receive(5, isRecovered: false, at: .start)
        #expect(requester.process(at: .start + .milliseconds(200)) == [1, 2, 3, 4])
        #expect(requester.exhaustedCount == 4 && requester.missingCount == 0)
        let full = requester.receive(5_000, isRecovered: false, at: .start + .milliseconds(300))
        #expect(full == .overflow && requester.overflowCount == 1)
    }

    @Test("A gap is asked for at once, then on the 20 ms grid after each round trip")
    func spacing() {
        var nack = NACKRequester(retriesMax: 100)
        _ = nack.receive(10, isRecovered: false, at: time(0))
        let first = nack.receive(13, isRecovered: false, at: time(5))
        #expect(first == .gap([11, 12]))
        var requests: [Int64] = []
        while requests.count < 4, let due = nack.nextTimeout {
            if nack.process(at: due) == [11, 12] { requests.append((due - .start).wholeMilliseconds) }
        }
        // The default round trip is 100 ms: the first tick at or after 105, then each 100.
        #expect(requests == [120, 220, 320, 420])
        nack.roundTripTime = .milliseconds(250)
        requests = []
        while requests.count < 2, let due = nack.nextTimeout {
            if !nack.process(at: due).isEmpty { requests.append((due - .start).wholeMilliseconds) }
        }
        #expect(requests == [680, 940])
    }

    @Test("A packet is asked for as often as allowed and then given up", arguments: [1, 10, 100])
    func retries(limit: Int) {
        var nack = NACKRequester(retriesMax: limit)
        _ = nack.receive(1, isRecovered: false, at: time(0))
        let first = nack.receive(3, isRecovered: false, at: time(0))
        #expect(first == .gap([2]))
        var count = 1
        while let due = nack.nextTimeout, count < 1_000 { count += nack.process(at: due).count }
        #expect(count == limit)
        #expect(nack.missingCount == 0)
    }

    @Test("A packet that comes tells how often it was asked for and is not asked for again")
    func arrival() {
        var nack = NACKRequester(retriesMax: 100)
        _ = nack.receive(1, isRecovered: false, at: time(0))
        _ = nack.receive(4, isRecovered: false, at: time(0))
        _ = nack.process(at: time(100))
        let late = nack.receive(2, isRecovered: false, at: time(110))
        #expect(late == .requested(times: 2))
        let repair = nack.receive(3, isRecovered: true, at: time(111))
        #expect(repair == .requested(times: 2))
        #expect(nack.nextTimeout == nil)
        let duplicate = nack.receive(3, isRecovered: true, at: time(112))
        #expect(duplicate == .requested(times: 0))
    }

    @Test("What a repair brought ahead of the newest packet is not asked for")
    func recoveredAhead() {
        var nack = NACKRequester(retriesMax: 100)
        _ = nack.receive(1, isRecovered: false, at: time(0))
        _ = nack.receive(3, isRecovered: true, at: time(0))
        let gap = nack.receive(5, isRecovered: false, at: time(1))
        #expect(gap == .gap([2, 4]))
    }

    @Test("More than a thousand missing packets empty the list")
    func overflow() {
        var nack = NACKRequester(retriesMax: 100)
        _ = nack.receive(0, isRecovered: false, at: time(0))
        let full = nack.receive(1_001, isRecovered: false, at: time(0))
        #expect(full == .gap(Array(1...1_000)))
        let over = nack.receive(1_003, isRecovered: false, at: time(0))
        #expect(over == .overflow)
        #expect(nack.missingCount == 0)
    }

    @Test("A continuous frame ends the wish for everything before it")
    func clearing() {
        var nack = NACKRequester(retriesMax: 100)
        _ = nack.receive(0, isRecovered: false, at: time(0))
        _ = nack.receive(5, isRecovered: false, at: time(0))
        nack.clear(before: 3)
        let batch = nack.process(at: time(100))
        #expect(batch == [3, 4])
    }

    @Test("The 20 ms timer keeps its phase through silence")
    func phase() {
        var nack = NACKRequester(retriesMax: 100)
        _ = nack.receive(0, isRecovered: false, at: time(7))
        _ = nack.receive(2, isRecovered: false, at: time(60_000))
        #expect(nack.nextTimeout == time(60_007))
    }
}
