import Statistics
public import Units

/// A stretch of time in which one party talks.
public struct TalkSpurt: Hashable, Sendable {
    /// Since the conversation began.
    public let start: TimeDelta
    /// Later than `start`.
    public let end: TimeDelta

    public init(start: TimeDelta, end: TimeDelta) {
        self.start = start
        self.end = end
    }
}

/// Who talks when: the two parties alternate, interrupt each other and fall silent.
///
/// The four-state Markov process of ITU-T P.59 (03/93), remembered; it does not react to delay. It begins in silence.
public struct Conversation: Sendable {
    public let length: TimeDelta
    private var clinicianSpurts: [TalkSpurt] = []
    private var patientSpurts: [TalkSpurt] = []

    private enum State {
        case silence
        case single(Party)
        case double
    }

    /// Draws a whole conversation: three draws for each state that it passes through.
    public init(
        length: TimeDelta,
        parameters: ConversationParameters = .p59,
        using generator: inout some RandomNumberGenerator
    ) {
        self.length = length
        var state = State.silence
        var now = TimeDelta.zero
        var starts: (clinician: TimeDelta?, patient: TimeDelta?)
        while now < length {
            let mean: TimeDelta
            switch state {
            case .silence: mean = parameters.meanMutualSilence
            case .single: mean = parameters.meanSingleTalk
            case .double: mean = parameters.meanDoubleTalk
            }
            let duration = TimeDelta(seconds: -mean.seconds * FastElementary.logarithm(Self.draw(&generator)))
            let end = min(now + max(duration, TimeDelta(nanoseconds: 1)), length)
            let joins = Self.draw(&generator) <= parameters.interruption.value
            let goesOn: Party = Self.draw(&generator) <= parameters.clinicianGoesOn.value ? .clinician : .patient
            if case .single = state { state = joins ? .double : .silence } else { state = .single(goesOn) }
            now = end
            if end == length { state = .silence }
            Self.note(Self.talks(.clinician, in: state), at: now, start: &starts.clinician, in: &clinicianSpurts)
            Self.note(Self.talks(.patient, in: state), at: now, start: &starts.patient, in: &patientSpurts)
        }
    }

    /// The talk spurts of a party, in order, apart from each other and within the length.
    public func spurts(of party: Party) -> [TalkSpurt] { party == .clinician ? clinicianSpurts : patientSpurts }

    private static func talks(_ party: Party, in state: State) -> Bool {
        switch state {
        case .silence: false
        case .single(let talker): talker == party
        case .double: true
        }
    }

    private static func note(_ talks: Bool, at now: TimeDelta, start: inout TimeDelta?, in spurts: inout [TalkSpurt]) {
        if talks {
            start = start ?? now
        } else if let began = start {
            spurts.append(TalkSpurt(start: began, end: now))
            start = nil
        }
    }

    /// A value in 0 < x <= 1.
    private static func draw(_ generator: inout some RandomNumberGenerator) -> Double {
        (Double(generator.next() >> 11) + 1) * 0x1p-53
    }
}
