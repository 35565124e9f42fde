import ClinicModel
import Testing
import Units

@Suite("Session replay against worked schedules")
struct SessionVectorTests {
    struct File: Decodable { let replay: [Schedule] }

    struct Schedule: Decodable, Sendable {
        let slots: [Int64]
        let offsets: [Int64?]
        let service: [Int64]
        let clinician_late: Int64
        let result: [Outcome]
    }

    struct Outcome: Decodable, Sendable {
        let order: String
        let rows: [Row]
        let clinician_idle: Double
        let finish: Int64
    }

    struct Row: Decodable, Sendable {
        let i: Int
        let arrive: Int64
        let start: Int64
        let end: Int64
        let direct_wait: Int64
    }

    static func minutes(_ count: Int64) -> TimeDelta { .seconds(60 * count) }
    static func time(_ minute: Int64) -> Timestamp { .start + minutes(minute) }

    @Test("Two service orders, clinician punctual and late: every start, idle time and finish")
    func replays() throws {
        let file: File = try Vectors.decode("clinic")
        for schedule in file.replay {
            let visits = schedule.slots.indices.map { place in
                Visit(
                    slot: Self.time(schedule.slots[place]),
                    arrival: schedule.offsets[place].map { Self.time(schedule.slots[place] + $0) },
                    service: Self.minutes(schedule.service[place])
                )
            }
            for expected in schedule.result {
                let order = try #require(ServeOrder(rawValue: expected.order))
                let replay = SessionReplay(visits, began: Self.time(schedule.clinician_late), order: order)
                var fates = Array(repeating: SessionReplay.Fate.absent, count: visits.count)
                for row in expected.rows { fates[row.i] = .seen(at: Self.time(row.start)) }
                #expect(replay.fates == fates)
                #expect(replay.finish == Self.time(expected.finish))
                #expect(replay.idle.seconds == expected.clinician_idle * 60)
            }
        }
    }

    @Test("Who has waited longer than their patience leaves, and takes nobody's time")
    func patience() {
        let visits = [0, 0, 0].map { slot in
            Visit(
                slot: Self.time(slot),
                arrival: Self.time(slot),
                service: Self.minutes(10),
                patience: Self.minutes(10)
            )
        }
        let replay = SessionReplay(visits, began: .start, order: .presentFirst)
        // The second has waited exactly as long as they would.
        #expect(replay.fates == [.seen(at: .start), .seen(at: Self.time(10)), .left(at: Self.time(10))])
        #expect(replay.finish == Self.time(20))
        #expect(replay.idle == .zero)
    }

    @Test("Nobody is begun with after the session closes, and notes delay the next patient only")
    func closing() {
        let visits = [0, 15, 30].map { slot in
            Visit(
                slot: Self.time(slot),
                arrival: Self.time(slot),
                service: Self.minutes(12),
                wrapUp: Self.minutes(8)
            )
        }
        let replay = SessionReplay(visits, began: .start, order: .appointment, closes: Self.time(35))
        #expect(replay.fates == [.seen(at: .start), .seen(at: Self.time(20)), .notReached])
        #expect(replay.busy == Self.minutes(40))
    }
}
