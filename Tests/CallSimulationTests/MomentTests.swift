import RawMedia
import Results
import Testing
import Units

@testable import CallSimulation

@Suite("Moments")
struct MomentTests {
    private static let request = MomentRequest(
        receiver: .clinician,
        from: .seconds(4),
        length: .seconds(3),
        pairCount: 6
    )

    private static let watched = Result {
        let call = try MediaCall(try RecordedCall.plan(), keepsSeries: false, moment: request)
        let result = try call.run { _ in true }
        return (record: try #require(result).record, moment: try #require(call.recordedMoment))
    }

    @Test("A call that is watched for a moment comes out as one that is not")
    func unchanged() throws {
        #expect(try Self.watched.get().record == RecordedCall.plain.get().record)
    }

    @Test("What was heard is what the recording of the whole call has in those seconds")
    func heard() throws {
        let whole = try RecordedCall.received.get()
        let file = try #require(whole.files[.sound(.clinician)])
        let samples = try WAVFile(parsing: file).samples
        let connected = try #require(whole.keys.first { $0.party == .clinician }?.connectedAt)
        // The recording begins when the line stood, which falls on no sample.
        let begin = Double(48_000) * (4 - (connected - whole.plan.startsAt).seconds)
        let heard = try Self.watched.get().moment.heard
        #expect(heard.count == 3 * 48_000)
        #expect(heard.contains { $0 != 0 })
        let start = Int(begin)
        let isThere = (start - 1...start + 2).contains { start in
            zip(heard.dropFirst(960).dropLast(960), samples.dropFirst(start + 960)).allSatisfy { $0 == $1 }
        }
        #expect(isThere)
    }

    @Test("Pairs of pictures are evenly spread, and in an outage what was seen stands still while the camera goes on")
    func pairs() throws {
        let pairs = try Self.watched.get().moment.pairs
        #expect(pairs.count == 6)
        for (place, pair) in pairs.enumerated() {
            let due = 4 + 3 * (Double(place) + 0.5) / 6
            #expect(pair.time.seconds >= due && pair.time.seconds < due + 0.07)
            #expect(pair.sent.width == 96 && pair.sent.height == 64)
        }
        // The patient's line is out from 5 s to 6 s.
        let within = pairs.filter { (5.3...6).contains($0.time.seconds) }
        #expect(within.count == 1 || within.count == 2)
        let seen = pairs.filter { (5.2...6.1).contains($0.time.seconds) }.compactMap { $0.seen?.y }
        #expect(seen.count >= 2 && Set(seen).count == 1)
        #expect(Set(pairs.map(\.sent.y)).count == 6)
    }

    @Test("What was said is there from the first sample on, for the same seconds")
    func spoken() throws {
        let spoken = try Self.watched.get().moment.spoken
        #expect(spoken.count == 3 * 48_000)
        #expect(spoken.prefix(960).contains { $0 != 0 } && spoken.suffix(960).contains { $0 != 0 })
    }

    @Test("A moment that reaches beyond the call is silent there")
    func beyond() throws {
        let request = MomentRequest(receiver: .patient, from: .seconds(8), length: .seconds(8), pairCount: 4)
        let call = try MediaCall(try RecordedCall.plan(), keepsSeries: false, moment: request)
        _ = try call.run { _ in true }
        let moment = try #require(call.recordedMoment)
        #expect(moment.heard.count == 8 * 48_000)
        #expect(moment.heard.suffix(6 * 48_000 - 960).allSatisfy { $0 == 0 })
        #expect(moment.pairs.count == 1)
    }
}
