import QualityModels
import RawMedia
import TestSupport
import Testing
import Units

@Suite("Double talk")
struct DoubleTalkTests {
    private func spurts(_ milliseconds: [(Int64, Int64)]) -> [TalkSpurt] {
        milliseconds.map { TalkSpurt(start: .milliseconds($0.0), end: .milliseconds($0.1)) }
    }

    private func count(
        _ clinician: [(Int64, Int64)],
        _ patient: [(Int64, Int64)],
        toClinician: Int64,
        toPatient: Int64
    ) -> DoubleTalk {
        DoubleTalk.collisions(
            clinician: spurts(clinician),
            patient: spurts(patient),
            toClinician: DelayOverTime(constant: .milliseconds(toClinician)),
            toPatient: DelayOverTime(constant: .milliseconds(toPatient)),
            length: .seconds(60)
        )
    }

    @Test("A turn is unaware while the other's earlier one is on its way, and not once it has arrived")
    func oneTurn() {
        // The patient begins 300 ms after the clinician.
        for (delay, unaware) in [(Int64(300), 0), (301, 1), (1_000, 1)] {
            let talk = count([(1_000, 3_000)], [(1_300, 2_300)], toClinician: 50, toPatient: delay)
            #expect(talk.patient.unawareTurns == unaware)
            #expect(talk.clinician.unawareTurns == 0, "the clinician began first")
            #expect(talk.patient.turns == 1 && talk.clinician.turns == 1)
        }
    }

    @Test("An unaware turn that ends before the other's speech comes is no collision")
    func endsInTime() {
        let short = count([(1_000, 3_000)], [(1_100, 1_400)], toClinician: 0, toPatient: 400)
        #expect(short.patient.unawareTurns == 1 && short.patient.collisions == 0)
        let longer = count([(1_000, 3_000)], [(1_100, 1_401)], toClinician: 0, toPatient: 400)
        #expect(longer.patient.unawareTurns == 1 && longer.patient.collisions == 1)
    }

    @Test("Two who begin at once collide at both ears under any delay, and are unaware of it only with one")
    func together() {
        let talk = count([(1_000, 3_000)], [(1_000, 3_000)], toClinician: 200, toPatient: 300)
        #expect(talk.clinician.unawareTurns == 1 && talk.patient.unawareTurns == 1)
        #expect(talk.collisionsPerMinute == 2 && talk.unawareTurnsPerMinute == 2)
        #expect(talk.clinician.doubleTalk == .milliseconds(1_800))
        #expect(talk.clinician.addedDoubleTalk == -.milliseconds(200))
        #expect(count([(1_000, 3_000)], [(1_000, 3_000)], toClinician: 0, toPatient: 0).unawareTurnsPerMinute == 0)
    }

    @Test("An answer to a long delay runs into what was said meanwhile")
    func repair() {
        // The patient hears nothing for a second, asks, and the clinician had gone on already.
        let talk = count([(0, 1_000), (2_500, 4_000)], [(3_000, 3_800)], toClinician: 600, toPatient: 600)
        #expect(talk.patient.unawareTurns == 1 && talk.patient.collisions == 1)
        #expect(talk.patient.doubleTalkWithoutDelay == .milliseconds(800))
        #expect(talk.patient.doubleTalk == .milliseconds(700))
        #expect(talk.clinician.doubleTalk == .milliseconds(400))
    }

    @Test("A delay that changes holds for what is spoken from then on, and speech that never arrives disturbs nobody")
    func changingDelay() {
        let delays = DelayOverTime(steps: [
            DelayOverTime.Step(from: .seconds(2), delay: nil),
            DelayOverTime.Step(from: .zero, delay: .milliseconds(100)),
            DelayOverTime.Step(from: .seconds(1), delay: .milliseconds(900)),
        ])
        #expect(delays.delay(at: -.milliseconds(1)) == nil)
        #expect(delays.delay(at: .zero) == .milliseconds(100))
        #expect(delays.delay(at: .milliseconds(999)) == .milliseconds(100))
        #expect(delays.delay(at: .seconds(1)) == .milliseconds(900))
        #expect(delays.delay(at: .seconds(2)) == nil)
        let talk = DoubleTalk.collisions(
            clinician: spurts([(0, 500), (1_000, 1_500), (2_000, 2_500)]),
            patient: spurts([(200, 800), (1_800, 1_950), (2_050, 3_000)]),
            toClinician: DelayOverTime(steps: []),
            toPatient: delays,
            length: .seconds(3)
        )
        // Only the turn at 1.8 s falls into the 900 ms in which the clinician's second one travels; it ends before 1.9 s
        // plus nothing, so that the two meet for 50 ms.
        #expect(talk.patient.unawareTurns == 1)
        #expect(talk.patient.collisions == 1)
        #expect(talk.clinician.unawareTurns == 0)
        #expect(talk.clinician.doubleTalk == .zero)
    }

    @Test("Without length, rates are unknown")
    func noLength() {
        let nothing = DelayOverTime(constant: .zero)
        let talk = DoubleTalk.collisions(
            clinician: [],
            patient: [],
            toClinician: nothing,
            toPatient: nothing,
            length: .zero
        )
        #expect(talk.unawareTurnsPerMinute == nil && talk.collisionsPerMinute == nil)
    }

    @Test("Unaware turns of a drawn conversation are none without delay and never fewer with a longer one")
    func monotoneCount() {
        var generator = SplitMix64(seed: 21)
        let conversation = Conversation(length: .seconds(1_800), using: &generator)
        var before = 0
        for delay in stride(from: Int64(0), through: 1_000, by: 50) {
            let path = DelayOverTime(constant: .milliseconds(delay))
            let talk = DoubleTalk.collisions(
                clinician: conversation.spurts(of: .clinician),
                patient: conversation.spurts(of: .patient),
                toClinician: path,
                toPatient: path,
                length: conversation.length
            )
            let count = talk.clinician.unawareTurns + talk.patient.unawareTurns
            #expect(count >= before)
            #expect(talk.clinician.collisions <= talk.clinician.unawareTurns)
            if delay == 0 { #expect(count == 0 && talk.clinician.addedDoubleTalk == .zero) }
            before = count
        }
        #expect(before > 0)
    }

    @Test("The expected rate is nothing without delay, rises with it, and is at first the rate of two rates' product")
    func expectation() {
        var before = 0.0
        for delay in stride(from: Int64(0), through: 1_000, by: 10) {
            let rate = DoubleTalk.expectedUnawareTurnsPerMinute(
                toClinician: .milliseconds(delay),
                toPatient: .milliseconds(delay)
            )
            #expect(delay == 0 ? rate == 0 : rate > before)
            before = rate
        }
        #expect(DoubleTalk.expectedUnawareTurnsPerMinute(of: .patient, delay: -.seconds(1)) == 0)
        #expect(DoubleTalk.expectedUnawareTurnsPerMinute(of: .patient, delay: .seconds(3_600)).isFinite)
        // After a microsecond only a turn into the other's running one is possible: rate x p / single talk.
        let p59 = ConversationParameters.p59
        let (joins, single) = (p59.interruption.value, p59.meanSingleTalk.seconds)
        let cycle = single + joins * p59.meanDoubleTalk.seconds + (1 - joins) * p59.meanMutualSilence.seconds
        let turnsFromSilence = (1 - joins) / 2 / cycle
        let slope = turnsFromSilence * joins / single * 60
        let tiny = DoubleTalk.expectedUnawareTurnsPerMinute(of: .patient, delay: .microseconds(10))
        #expect(abs(tiny / 1e-5 / slope - 1) < 1e-3)
    }

    @Test(
        "The expected rate is what drawn conversations have, for either party and unequal shares of the turns",
        arguments: [(0.5, 100), (0.5, 400), (0.5, 1_000), (0.7, 250), (0.7, 800)]
    )
    func expectationAgainstDraws(_ clinicianGoesOn: Double, _ milliseconds: Int64) {
        let parameters = ConversationParameters(clinicianGoesOn: Probability(clamping: clinicianGoesOn))
        var generator = SplitMix64(seed: 77)
        let conversation = Conversation(length: .seconds(200_000), parameters: parameters, using: &generator)
        let delay = TimeDelta.milliseconds(milliseconds)
        let talk = DoubleTalk.collisions(
            clinician: conversation.spurts(of: .clinician),
            patient: conversation.spurts(of: .patient),
            toClinician: DelayOverTime(constant: delay),
            toPatient: DelayOverTime(constant: delay),
            length: conversation.length
        )
        for (party, side) in [(Party.clinician, talk.clinician), (.patient, talk.patient)] {
            let rate = DoubleTalk.expectedUnawareTurnsPerMinute(of: party, delay: delay, parameters: parameters)
            let expected = rate * conversation.length.seconds / 60
            // Turns come more evenly than a Poisson process; four of its standard deviations are generous.
            #expect(abs(Double(side.unawareTurns) - expected) < 4 * expected.squareRoot())
        }
    }
}
