public import RawMedia
import Statistics
public import Units

/// How often the turn-taking model begins a turn unaware of the other's, as a function of delay; no draw is made.
///
/// The four states of `ConversationParameters` are a Markov process in continuous time. From the start of one party's
/// turn until that party's next one, the turns that the other begins within the delay are unaware: an integral over
/// the transient states, which uniformisation gives exactly (Jensen 1953; any text on Markov chains).
extension DoubleTalk {
    /// Unaware turns a minute that both parties are expected to begin together.
    ///
    /// Zero without delay, and never less for a longer delay. Delays count from 0 to 60 s, beyond which nothing grows that
    /// anybody would call a delay.
    public static func expectedUnawareTurnsPerMinute(
        toClinician: TimeDelta,
        toPatient: TimeDelta,
        parameters: ConversationParameters = .p59
    ) -> Double {
        expectedUnawareTurnsPerMinute(of: .clinician, delay: toClinician, parameters: parameters)
            + expectedUnawareTurnsPerMinute(of: .patient, delay: toPatient, parameters: parameters)
    }

    /// Unaware turns a minute that one party is expected to begin, with the delay of what it hears.
    public static func expectedUnawareTurnsPerMinute(
        of party: Party,
        delay: TimeDelta,
        parameters: ConversationParameters = .p59
    ) -> Double {
        TurnTakingChain(parameters, listener: party).startsWithin(min(max(delay.seconds, 0), 60)) * 60
    }
}

/// What the listener does from the start of the other's turn until the other's next one.
private struct TurnTakingChain {
    /// Rates of the states' ends, per second.
    private let singleEnd: Double
    private let doubleEnd: Double
    private let silenceEnd: Double
    private let interruption: Double
    /// How often it is the listener who goes on after both or neither talked.
    private let listenerGoesOn: Double

    /// The chance of each state; the rest has been left by the other's next turn.
    private struct States {
        var otherAlone = 0.0
        var both = 0.0
        var listenerAlone = 0.0
        var silence = 0.0
    }

    init(_ parameters: ConversationParameters, listener: Party) {
        singleEnd = 1 / parameters.meanSingleTalk.seconds
        doubleEnd = 1 / parameters.meanDoubleTalk.seconds
        silenceEnd = 1 / parameters.meanMutualSilence.seconds
        interruption = parameters.interruption.value
        let clinician = parameters.clinicianGoesOn.value
        listenerGoesOn = listener == .clinician ? clinician : 1 - clinician
    }

    /// Turns a second that the listener begins within so many seconds after the other began one.
    func startsWithin(_ delay: Double) -> Double {
        // In a cycle one party talks alone, then both or neither do.
        let cycle = 1 / singleEnd + interruption / doubleEnd + (1 - interruption) / silenceEnd
        var states = States()
        states.otherAlone = (1 - interruption) * (1 - listenerGoesOn) / cycle
        states.both = interruption * listenerGoesOn / cycle
        let clock = max(singleEnd, doubleEnd, silenceEnd)
        let mean = clock * delay
        // The time spent after n ticks of the clock is P(more than n ticks) / clock.
        var chance = Elementary.exp(-mean)
        var tail = 1 - chance
        var sum = 0.0
        var tick = 0.0
        while tail > 1e-15, tick < 10_000 {
            sum += tail / clock * startRate(states)
            states = step(states, clock: clock)
            tick += 1
            chance *= mean / tick
            tail = max(tail - chance, 0)
        }
        return sum
    }

    private func startRate(_ states: States) -> Double {
        states.otherAlone * singleEnd * interruption + states.silence * silenceEnd * listenerGoesOn
    }

    private func step(_ from: States, clock: Double) -> States {
        let (single, double, silent) = (singleEnd / clock, doubleEnd / clock, silenceEnd / clock)
        let goesOn = listenerGoesOn
        var to = States()
        to.otherAlone = from.otherAlone * (1 - single) + from.both * double * (1 - goesOn)
        to.both = from.both * (1 - double) + from.otherAlone * single * interruption
        to.listenerAlone =
            from.listenerAlone * (1 - single) + from.both * double * goesOn + from.silence * silent * goesOn
        to.silence =
            from.silence * (1 - silent) + (from.otherAlone + from.listenerAlone) * single * (1 - interruption)
        return to
    }
}
