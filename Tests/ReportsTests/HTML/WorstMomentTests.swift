import Plots
import QualityModels
import Results
import Testing
import Units

@testable import Reports

@Suite("Worst moments")
struct WorstMomentTests {
    private static func call(
        length: Int = 30,
        toClinician: String? = nil,
        toPatient: String? = nil,
        scores: [Double] = [4, 4, 4]
    ) -> CallRecord {
        let courses: [Party: String?] = [.clinician: toClinician, .patient: toPatient]
        return CallRecord(
            call: 1,
            clinician: "c",
            patient: "p",
            network: "4g",
            startsAt: Timestamp(nanoseconds: 0),
            length: .seconds(Int64(length)),
            outcome: .completedVideo,
            digest: 1,
            directions: Party.allCases.map { receiver in
                let course = courses[receiver]?.flatMap { SecondCourse(parsing: $0) }
                return DirectionRecord(
                    call: 1,
                    from: receiver.other,
                    network: "4g",
                    windows: ["audio.mos": receiver == .patient ? scores : [4, 4, 4]],
                    usability: course.map { UsabilityAccount(course: $0, isUsable: false) }
                )
            }
        )
    }

    @Test("The stretch with the most lost seconds is taken, of the direction that has it, in its middle")
    func middle() throws {
        // 12 s to 16 s are lost: every window of 8 s from 8 s to 12 s holds all of them.
        let moment = try #require(WorstMoment(of: Self.call(toClinician: "30u", toPatient: "12u4x14u")))
        #expect(moment.receiver == .patient && moment.from == 10 && moment.length == 8)
    }

    @Test("A second without sound counts twice one without pictures")
    func weight() throws {
        let moment = try #require(WorstMoment(of: Self.call(toClinician: "5u5a20u", toPatient: "20u3x7u")))
        #expect(moment.receiver == .patient && moment.from <= 20 && moment.from + moment.length >= 23)
    }

    @Test("Seconds count to the end of the call, though the first may be none")
    func offset() throws {
        // 28 s of 30 count: the call's first two had nothing due.
        let moment = try #require(WorstMoment(of: Self.call(toPatient: "20u8x")))
        #expect(moment.from == 22 && moment.length == 8)
    }

    @Test("Among equals the longest freeze decides")
    func freeze() throws {
        let lines = Self.lines(freezeEndingAt: 25, length: 3)
        let timeline = try #require(CallTimeline(lines))
        let call = Self.call(toPatient: "4u2a14u2a8u")
        #expect(try #require(WorstMoment(of: call)).from < 10)
        #expect(try #require(WorstMoment(of: call, timeline: timeline)).from > 15)
    }

    @Test("Without a lost second it is the window with the lowest score; without anything there is none")
    func score() throws {
        let moment = try #require(WorstMoment(of: Self.call(toPatient: "30u", scores: [4, 2.5, 3])))
        #expect(moment.receiver == .patient && moment.from == 11)
        let silent = CallRecord(
            call: 1,
            clinician: "c",
            patient: "p",
            network: "4g",
            startsAt: Timestamp(nanoseconds: 0),
            length: .seconds(30),
            outcome: .failed,
            digest: 1
        )
        #expect(WorstMoment(of: silent) == nil)
    }

    @Test("A course longer than its call is not believed")
    func tooLong() throws {
        let moment = try #require(WorstMoment(of: Self.call(toPatient: "1000000u1000000x", scores: [4, 3, 2])))
        #expect(moment.from == 21)
    }

    @Test("A call shorter than a moment is the moment")
    func short() throws {
        let moment = try #require(WorstMoment(of: Self.call(length: 5, toPatient: "1u4x", scores: [])))
        #expect(moment.from == 0 && moment.length == 5)
    }

    /// A second a line: 10 packets and a tenth of loss, 30 pictures, and one freeze to the patient.
    static func lines(freezeEndingAt end: Int = 0, length: Double = 0) -> [SeriesLine] {
        (0...30).flatMap { second in
            Party.allCases.map { party in
                var line = SeriesLine(call: 1, at: party, time: .seconds(Int64(second)))
                let isFrozen = party == .patient && end > 0 && second >= end
                line.append(
                    "inbound-rtp.audio",
                    [
                        "packetsReceived": .integer(50 * second), "packetsLost": .integer(0),
                        "totalSamplesReceived": .integer(48_000 * second), "concealedSamples": .integer(4_800 * second),
                        "jitterBufferDelay": .score(Double(48_000 * second) * 0.08),
                        "jitterBufferEmittedCount": .integer(48_000 * second),
                    ]
                )
                line.append(
                    "inbound-rtp.video",
                    [
                        "packetsReceived": .integer(40 * second), "packetsLost": .integer(10 * second),
                        "bytesReceived": .integer(12_500 * second), "framesRendered": .integer(25 * second),
                        "totalFreezesDuration": .score(isFrozen ? length : 0),
                    ]
                )
                line.append(
                    "outbound-rtp.video",
                    ["bytesSent": .integer(25_000 * second), "targetBitrate": .integer(150_000)]
                )
                line.append("remote-inbound-rtp.audio", ["roundTripTime": .score(0.06)])
                return line
            }
        }
    }
}

@Suite("Time lines")
struct CallTimelineTests {
    @Test("Counters become rates and shares of the time between two lines, each direction by itself")
    func values() throws {
        let timeline = try #require(CallTimeline(WorstMomentTests.lines(freezeEndingAt: 12, length: 2.5)))
        let point = try #require(timeline[.patient].points.first { $0.time == 10 })
        #expect(point.received == 100_000 && point.sent == 200_000 && point.target == 150_000)
        #expect(point.lost == 0.1 && point.concealed == 0.1 && point.frameRate == 25)
        #expect(point.roundTrip == 60)
        #expect(abs(try #require(point.bufferDelay) - 80) < 1e-9)
        #expect(timeline[.patient].freezes == [9.5...12])
        #expect(timeline[.clinician].freezes.isEmpty)
    }

    @Test("Many lines become as many points as are asked for, the last of them at the end")
    func thinning() throws {
        let timeline = try #require(CallTimeline(WorstMomentTests.lines(), pointsMax: 10))
        let points = timeline[.patient].points
        #expect(points.count <= 10 && points.last?.time == 30)
        #expect(points.allSatisfy { abs(($0.received ?? 0) - 100_000) < 1e-6 })
    }

    @Test("What was not counted is unknown, and without lines of both ends there is no time line")
    func unknown() throws {
        let bare = (0...3).flatMap { second in
            Party.allCases.map { SeriesLine(call: 1, at: $0, time: .seconds(Int64(second))) }
        }
        let timeline = try #require(CallTimeline(bare))
        #expect(timeline[.clinician].points.allSatisfy { $0.lost == nil && $0.received == nil && $0.frameRate == nil })
        #expect(CallTimeline(bare.filter { $0.at == .patient }) == nil)
        #expect(CallTimeline([]) == nil)
    }
}

@Suite("Kept moments")
struct CallMomentTests {
    private static let moment = CallMoment(
        call: 3,
        digest: "0123456789abcdef",
        receiver: .patient,
        from: 12,
        length: 8,
        isHeldAgain: false,
        pairs: [
            CallMoment.Pair(time: 12.5, sent: Array("RIFFsent".utf8), seen: nil),
            CallMoment.Pair(time: 13.5, sent: Array("RIFFsent".utf8), seen: Array("RIFFseen".utf8)),
        ],
        heard: Array("OggSheard".utf8),
        spoken: Array("OggSspoken".utf8),
        impairments: [PlannedImpairment("outage", 3...4.5)]
    )

    @Test("A moment survives its line")
    func roundTrip() throws {
        var bytes: [UInt8] = []
        Self.moment.appendLine(to: &bytes)
        #expect(bytes.last == 0x0A && bytes.count { $0 == 0x0A } == 1)
        #expect(try CallMoment(parsing: bytes.dropLast(), line: 1) == Self.moment)
    }

    @Test("Files of other kinds, text that is no Base64 and unknown keys are refused")
    func refusals() throws {
        var bytes: [UInt8] = []
        Self.moment.appendLine(to: &bytes)
        let line = String(decoding: bytes.dropLast(), as: UTF8.self)
        let changes = [
            (Base64.encode(Array("OggSheard".utf8)), Base64.encode(Array("<svg onload>".utf8))),
            (Base64.encode(Array("RIFFseen".utf8)), "javascript:1"), ("\"call\":3", "\"call\":3,\"more\":1"),
            ("\"from_s\":3", "\"from_s\":9"), ("\"from_s\":12", "\"from_s\":1e300"),
            ("\"to\":\"patient\"", "\"to\":\"nobody\""),
        ]
        for (old, new) in changes {
            #expect(line.contains(old), "\(old)")
            let forged = line.replacing(old, with: new)
            #expect(throws: FormatError.self, "\(new)") { try CallMoment(parsing: forged.utf8, line: 1) }
        }
    }
}
