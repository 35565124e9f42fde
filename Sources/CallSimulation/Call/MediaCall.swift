import NetworkEmulation
import Units

/// One call: its parties, their links, and virtual time.
///
/// A call that shares no link runs from joining to hang-up by itself on whatever thread makes it; others are taken from
/// event to event by their `Partition`. All state is one value, so that a step changes it in place.
public final class MediaCall {
    private var core: CallCore

    /// Makes the call; one that `records` keeps sound, packets and events, and pictures as it is told; one that is watched
    /// for a `moment` keeps that; and one with a shelf does no work on pictures that another call with the same shelf has
    /// done.
    ///
    /// - Throws: `CodecError` when an encoder or decoder cannot be opened with the plan's settings.
    public convenience init(
        _ plan: CallPlan,
        keepsSeries: Bool,
        seriesClock: SeriesClock = .joining,
        keepsCodecLog: Bool = false,
        records pictures: RecordedPictures? = nil,
        moment: MomentRequest? = nil,
        sharing shelf: PictureShelf? = nil
    ) throws {
        try self.init(
            plan,
            keepsSeries: keepsSeries,
            seriesClock: seriesClock,
            keepsCodecLog: keepsCodecLog,
            records: pictures,
            moment: moment,
            sharing: shelf,
            shared: nil
        )
    }

    /// Makes the call as a member of a partition.
    init(
        _ plan: CallPlan,
        keepsSeries: Bool,
        seriesClock: SeriesClock = .joining,
        keepsCodecLog: Bool = false,
        records pictures: RecordedPictures? = nil,
        moment: MomentRequest? = nil,
        sharing shelf: PictureShelf? = nil,
        shared: SharedNetwork.Membership?
    ) throws {
        core = try CallCore(
            plan,
            series: keepsSeries ? SeriesRecorder(plan: plan) : nil,
            seriesClock: seriesClock,
            log: keepsCodecLog ? CodecLog() : nil,
            recorder: pictures.map { CallRecorder(plan: plan, pictures: $0) },
            momentRecorder: moment.map { MomentRecorder($0, plan: plan) },
            sharing: shelf,
            shared: shared
        )
    }

    /// Runs a call that shares nothing to its end.
    ///
    /// `continues` is asked once a simulated second; where it says no, the call is given up and the result is `nil`.
    public func run(continues: (_ second: Int) -> Bool) throws -> CallResult? {
        precondition(core.shared == nil, "a call that shares links is run by its partition")
        begin()
        while let second = try core.runToSecond() {
            guard continues(second) else { return nil }
            core.passSecond(second)
        }
        return finish()
    }

    func begin() { core.begin() }

    /// When the next event happens; `nil` once the call is over.
    var nextTime: Timestamp? { core.nextTime }

    /// Lets the next event happen; `false` where the call is given up.
    func step(continues: (_ second: Int) -> Bool) throws -> Bool {
        guard let second = try core.step() else { return true }
        guard continues(second) else { return false }
        core.passSecond(second)
        return true
    }

    /// Takes what a shared link decided, at the time of the partition.
    func take(_ passage: Passage, at time: Timestamp) { core.take(passage, at: time) }

    func finish() -> CallResult { core.finish() }

    /// What was recorded since this was last asked, to be appended to each file.
    public func takeRecorded() -> [RecordedChunk] { core.recorder?.take() ?? [] }

    /// What was kept of the moment that the call was watched for.
    public var recordedMoment: RecordedMoment? { core.momentRecorder?.moment }

    /// The starts of recorded files as they ought to be, now that the call is over; to be written over the old ones.
    public var finalHeaders: [RecordedChunk] { core.recorder?.finalHeaders ?? [] }

    /// Whose is what in the recorded captures.
    public var captureKeys: [CaptureKey] { core.recorder?.keys ?? [] }
}
