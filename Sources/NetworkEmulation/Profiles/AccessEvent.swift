public import Units

/// Something that happens to a line now and then, as numbers from which a call's schedule is drawn.
public enum AccessEvent: Hashable, Sendable {
    /// Nothing passes for a while and all that waited bursts out then, such as a handover; a share of them drops what
    /// passes instead of holding it.
    case stalls(Frequency, length: EventLength, droppedShare: Probability = .never)
    /// All that passes is lost for a while.
    case outages(Frequency, length: EventLength)
    /// Whole seconds, each by itself, in which nothing passes.
    case zeroSeconds(share: Probability)
    /// Epochs of one length, counted from the start of the run, each with a round trip of its own, evenly distributed
    /// within `roundTripStep` about the line's; a share of them begins with an outage.
    case epochs(every: TimeDelta, roundTripStep: TimeDelta, lossyShare: Probability, outage: EventLength)
    /// Others fill the way up for a share of the time: the line's part of the rate falls, and packets wait in the
    /// queue that the others keep partly full.
    case uploads(share: Probability, meanEpisode: TimeDelta, rateLeft: Double, queueFilled: Double)
    /// The line goes over to an older network and back, equally long on average in each; it begins in the newer one.
    case fallback(Frequency, upRate: Double, downRate: Double, addedRoundTrip: TimeDelta)
    /// A delay in each direction that stays the same for a call.
    case addedDelay(EventLength)

    /// How many events an hour has on average, in a Poisson process.
    public struct Frequency: Hashable, Sendable {
        public var seatedPerHour: Double
        public var movingPerHour: Double

        public init(seatedPerHour: Double, movingPerHour: Double) {
            self.seatedPerHour = seatedPerHour
            self.movingPerHour = movingPerHour
        }

        /// The same whether the person sits or moves.
        public init(perHour: Double) { self.init(seatedPerHour: perHour, movingPerHour: perHour) }

        public func perHour(_ mobility: Mobility) -> Double {
            mobility == .seated ? seatedPerHour : movingPerHour
        }
    }
}

/// Whether who uses a line stays in one place, or walks or drives during the call.
public enum Mobility: String, Hashable, Sendable, CaseIterable {
    case seated
    case moving
}

/// What happens on a profile's lines, as its source puts it, and what of it is emulated.
public struct ProfileEvent: Hashable, Sendable {
    public let sentence: String
    /// What is emulated; empty where nothing is.
    public let models: [AccessEvent]
    /// What the sentence leaves open and is assumed here, or why nothing is emulated.
    public let note: String?

    public init(_ sentence: String, _ models: [AccessEvent], note: String? = nil) {
        self.sentence = sentence
        self.models = models
        self.note = note
    }

    static func notModelled(_ sentence: String, why: String) -> ProfileEvent { ProfileEvent(sentence, [], note: why) }
}
