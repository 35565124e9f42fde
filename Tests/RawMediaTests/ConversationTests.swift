import RawMedia
import Testing
import Units

@Suite("Conversations")
struct ConversationTests {
    private enum State: Hashable { case silence, clinician, patient, double }

    /// The states that a conversation passed through, without the first and the last one, which are cut.
    private func states(of conversation: Conversation) -> [(state: State, seconds: Double)] {
        var changes: [(at: Int64, party: Party, talks: Bool)] = []
        for party in Party.allCases {
            for spurt in conversation.spurts(of: party) {
                changes.append((spurt.start.nanoseconds, party, true))
                changes.append((spurt.end.nanoseconds, party, false))
            }
        }
        changes.sort { $0.at < $1.at }
        var (clinician, patient, before) = (false, false, Int64(0))
        var found: [(state: State, seconds: Double)] = []
        for change in changes {
            let state: State = clinician ? (patient ? .double : .clinician) : patient ? .patient : .silence
            found.append((state, Double(change.at - before) / 1e9))
            before = change.at
            if change.party == .clinician { clinician = change.talks } else { patient = change.talks }
        }
        return Array(found.dropFirst().dropLast())
    }

    private func long(_ parameters: ConversationParameters = .p59) -> [(state: State, seconds: Double)] {
        var generator = FixedGenerator(seed: 59)
        return states(of: Conversation(length: .seconds(20_000), parameters: parameters, using: &generator))
    }

    @Test("The durations of all four states have the means of the process")
    func durations() {
        let states = long()
        let parameters = ConversationParameters.p59
        for (wanted, mean) in [
            (State.silence, 0.508), (.double, 0.228), (.clinician, parameters.meanSingleTalk.seconds),
            (.patient, parameters.meanSingleTalk.seconds),
        ] {
            let durations = states.filter { $0.state == wanted }.map(\.seconds)
            let measured = durations.reduce(0, +) / Double(durations.count)
            // The mean of n exponential values has a standard deviation of mean / sqrt(n).
            #expect((measured - mean).magnitude < 4 * mean / Double(durations.count).squareRoot())
        }
    }

    @Test("Parties interrupt and go on as often as the process says", arguments: [0.5, 0.7])
    func transitions(clinician: Double) throws {
        let parameters = ConversationParameters(clinicianGoesOn: Probability(clamping: clinician))
        let states = long(parameters)
        var (ended, joined, resumed, byClinician) = (0.0, 0.0, 0.0, 0.0)
        for (now, next) in zip(states, states.dropFirst()) {
            if now.state == .clinician || now.state == .patient {
                ended += 1
                if next.state == .double { joined += 1 }
            } else {
                resumed += 1
                if next.state == .clinician { byClinician += 1 }
            }
        }
        // A binomial share has a variance of p (1 - p) / n.
        let p = parameters.interruption.value
        #expect((joined / ended - p).magnitude < 4 * (p * (1 - p) / ended).squareRoot())
        let q = clinician
        #expect((byClinician / resumed - q).magnitude < 4 * (q * (1 - q) / resumed).squareRoot())
    }

    @Test("The first talk spurts of many conversations have the mean that follows from the process")
    func talkSpurts() {
        let parameters = ConversationParameters.p59
        let (s, d, p, q) = (parameters.meanSingleTalk.seconds, 0.228, parameters.interruption.value, 0.5)
        // Mean and mean square of what is left of a spurt from single talk on (x = s + p y) and from double talk on
        // (y = d + q x), where s and d stand for exponential times.
        let single = (s + p * d) / (1 - p * q)
        let double = d + q * single
        let squares = (2 * s * s + 2 * s * p * double + p * (2 * d * d + 2 * d * q * single)) / (1 - p * q)
        let variance = squares - single * single
        var generator = FixedGenerator(seed: 1)
        let spurts = (0..<4_000).compactMap { _ -> Double? in
            let conversation = Conversation(length: .seconds(60), using: &generator)
            let firsts = Party.allCases.compactMap { conversation.spurts(of: $0).first }
            return firsts.min { $0.start < $1.start }.map { ($0.end - $0.start).seconds }
        }
        let mean = spurts.reduce(0, +) / Double(spurts.count)
        #expect(spurts.count == 4_000)
        #expect((mean - single).magnitude < 4 * (variance / 4_000).squareRoot())
    }

    @Test("The four means of P.59 are met exactly by the process behind them")
    func identity() throws {
        let parameters = ConversationParameters.p59
        let (s, d, m) = (parameters.meanSingleTalk.seconds, 0.228, 0.508)
        let p = parameters.interruption.value
        // Half of the spurts that begin after silence, and half of those that interrupt, are of each party.
        let fromSingle = (s + p * d) / (1 - p / 2)
        let fromDouble = d + fromSingle / 2
        let talk = (1 - p) * fromSingle + p * fromDouble
        let cycle = s + p * d + (1 - p) * m
        #expect((talk - 1.004).magnitude < 1e-8)
        #expect((2 * cycle - talk - 1.587).magnitude < 1e-8)
        let general = try #require(
            ConversationParameters(
                meanTalkSpurt: .milliseconds(1_004),
                meanPause: .milliseconds(1_587),
                meanDoubleTalk: .milliseconds(228),
                meanMutualSilence: .milliseconds(508),
                clinicianGoesOn: Probability(clamping: 0.5)
            )
        )
        #expect((general.interruption.value - p).magnitude < 1e-12)
        #expect((general.meanSingleTalk - parameters.meanSingleTalk).nanoseconds.magnitude <= 1)
    }

    @Test("Means that no such process has are refused")
    func impossible() {
        func parameters(_ talk: Int64, _ pause: Int64, _ double: Int64, _ silence: Int64) -> ConversationParameters? {
            ConversationParameters(
                meanTalkSpurt: .milliseconds(talk),
                meanPause: .milliseconds(pause),
                meanDoubleTalk: .milliseconds(double),
                meanMutualSilence: .milliseconds(silence),
                clinicianGoesOn: .always
            )
        }
        #expect(parameters(1_000, 1_600, 200, 100) == nil)
        #expect(parameters(3_000, 1_000, 200, 500) == nil)
        #expect(parameters(100, 100, 200, 500) == nil)
        #expect(parameters(0, 1_600, 200, 500) == nil)
        #expect(parameters(1_000, 1_600, 0, 500) == nil)
        #expect(parameters(1_000, 1_600, 200, 500) != nil)
    }

    @Test("Spurts are in order, apart, within the length, and the same for the same seed")
    func order() {
        for seed in UInt64(0)..<50 {
            var (first, second) = (FixedGenerator(seed: seed), FixedGenerator(seed: seed))
            let length = TimeDelta.milliseconds(7_300)
            let conversation = Conversation(length: length, using: &first)
            let again = Conversation(length: length, using: &second)
            for party in Party.allCases {
                var before = TimeDelta.zero
                for spurt in conversation.spurts(of: party) {
                    #expect(before < spurt.start && spurt.start < spurt.end && spurt.end <= length)
                    before = spurt.end
                }
                #expect(conversation.spurts(of: party) == again.spurts(of: party))
            }
        }
        var generator = FixedGenerator(seed: 1)
        #expect(Conversation(length: .zero, using: &generator).spurts(of: .patient).isEmpty)
    }
}
