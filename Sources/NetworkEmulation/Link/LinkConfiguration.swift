public import Units

/// Where a link loses packets.
public enum LossPosition: Hashable, Sendable {
    /// After they have taken their share of the rate, as a radio link does.
    case afterQueue
    /// Before they reach the queue, as netem does.
    case beforeQueue
}

/// Which packets a loss model may take.
public enum LossScope: Hashable, Sendable {
    case everything
    /// RTP and RTCP only: what sets a connection up or keeps it passes, and does not move the model's state.
    case media
}

/// What sends packets where no one rate does.
public indirect enum Capacity: Hashable, Sendable {
    /// A rate that changes as recorded.
    case rates(RateTrace)
    /// Opportunities to send, as Mahimahi records them.
    case opportunities(OpportunityTrace)
    /// What a mobile network gives one user.
    case cellular(CellularCapacity)
    /// A Wi-Fi radio among others.
    case contention(WiFiContention)
}

/// What one direction of a link does to packets.
public struct LinkConfiguration: Hashable, Sendable {
    /// What a queue holds unless a limit is given: 200 ms at the rate.
    public static let usualQueue = QueueLimit.time(.milliseconds(200))

    /// The rate at which packets leave the queue.
    ///
    /// `nil` passes them at once; zero holds them until it changes.
    public var rate: DataRate?
    /// What sends packets instead of a rate.
    public var capacity: Capacity?
    /// When the queue is full and drops; `nil` never is.
    ///
    /// Where a capacity has no rate of the moment, a limit in time is one in bits at its mean rate.
    public var queue: QueueLimit?
    /// How the queue drops before it is full.
    public var management: QueueManagement?
    /// What is beyond it is dropped before the queue.
    public var policer: TokenBucketLimit?
    /// A queue of its own before the other.
    public var shaper: Shaper?
    /// The mean delay after the queue.
    public var delay: TimeDelta
    public var jitter: Jitter?
    /// What else delays or takes packets now and then, after the queue.
    public var disturbances: DelayDisturbances
    public var loss: Loss?
    public var lossPosition: LossPosition
    public var lossScope: LossScope
    /// Whether jitter may let a packet overtake an earlier one.
    public var allowsReordering: Bool
    /// The chance of a packet that comes out to come out twice.
    public var duplication: Probability
    /// The chance of a packet's bits to be changed, so that whoever checks them discards it.
    public var corruption: Probability
    /// Which packets the delay leaves out.
    public var reordering: Reordering?
    /// Behaves as Linux's emulator does; then nothing else above counts.
    public var netem: Netem? {
        get { netemOrNone.first }
        set { netemOrNone = newValue.map { [$0] } ?? [] }
    }
    /// One or none, apart: it is large and rare.
    private var netemOrNone: [Netem] = []

    public init(
        rate: DataRate? = nil,
        queue: QueueLimit? = nil,
        delay: TimeDelta = .zero,
        jitter: Jitter? = nil,
        loss: Loss? = nil,
        lossPosition: LossPosition = .afterQueue,
        lossScope: LossScope = .everything,
        allowsReordering: Bool = false,
        duplication: Probability = .never,
        corruption: Probability = .never,
        reordering: Reordering? = nil,
        netem: Netem? = nil,
        disturbances: DelayDisturbances = .none,
        capacity: Capacity? = nil,
        management: QueueManagement? = nil,
        policer: TokenBucketLimit? = nil,
        shaper: Shaper? = nil
    ) {
        self.rate = rate
        self.capacity = capacity
        self.management = management
        self.policer = policer
        self.shaper = shaper
        self.queue = queue
        self.delay = delay
        self.jitter = jitter
        self.loss = loss
        self.lossPosition = lossPosition
        self.lossScope = lossScope
        self.allowsReordering = allowsReordering
        self.duplication = duplication
        self.corruption = corruption
        self.reordering = reordering
        netemOrNone = netem.map { [$0] } ?? []
        self.disturbances = disturbances
    }

    /// Whether any packet may be copied, changed or sent ahead of others.
    var hasMishaps: Bool { duplication > .never || corruption > .never || reordering != nil }
}
