public import QualityModels
public import Units

/// One consultation: who, when, how it ended, and what was measured.
public struct CallRecord: Hashable, Sendable {
    /// The call's number, from 1.
    public let call: Int
    /// The clinician's name in the scenario.
    public let clinician: String
    /// The name of the patient's group in the scenario.
    public let patient: String
    /// The patient's network.
    public let network: String
    public let site: String?
    /// The number of the partition that the call shares with others; `nil` for a call by itself.
    ///
    /// Calls of one partition are not independent, so that intervals resample whole partitions.
    public let partition: Int?
    /// How the clinician, then the patient, reached the other, such as `turn-tls+direct`; `nil` where both did directly.
    public let route: String?
    /// The scenario's own words for the call, by name.
    public let tags: [ThresholdRule.Tag]
    public let startsAt: Timestamp
    /// The length that was planned.
    public let length: TimeDelta
    public let outcome: ConsultationOutcome
    /// Why it did not end as planned, in words.
    public let reason: String?
    /// The call's part of the run's digest.
    public let digest: UInt64
    /// The digest in 16 lower-case hexadecimal digits.
    public var digestHexadecimal: String { digest.sixteenHexDigits }
    public let metrics: MetricValues
    /// At most one for each sender, the clinician's first.
    public let directions: [DirectionRecord]

    /// Makes a record; the directions must be of this call and of different senders, in any order.
    public init(
        call: Int,
        clinician: String,
        patient: String,
        network: String,
        site: String? = nil,
        partition: Int? = nil,
        route: String? = nil,
        tags: [ThresholdRule.Tag] = [],
        startsAt: Timestamp,
        length: TimeDelta,
        outcome: ConsultationOutcome,
        reason: String? = nil,
        digest: UInt64,
        metrics: MetricValues = [:],
        directions: [DirectionRecord] = []
    ) {
        precondition(UInt32(exactly: call) != nil, "\(call) is no call's number")
        precondition(directions.allSatisfy { $0.call == call }, "call \(call) holds a direction of another call")
        precondition(Set(directions.map(\.from)).count == directions.count, "call \(call) has one sender twice")
        self.call = call
        self.clinician = clinician
        self.patient = patient
        self.network = network
        self.site = site
        self.partition = partition
        self.route = route
        self.tags = tags.sorted { $0.name < $1.name }
        self.startsAt = startsAt
        self.length = length
        self.outcome = outcome
        self.reason = reason
        self.digest = digest
        self.metrics = metrics
        self.directions = directions.sorted { $0.from.rawValue < $1.from.rawValue }
    }

    /// What `party` received, or `nil` where nothing is known of it.
    public func direction(to party: Party) -> DirectionRecord? { directions.first { $0.to == party } }
}
