public import Units

/// The parameters of Linux's network emulator, tc-netem, for links that behave as it does, faults included.
///
/// Semantics of Linux 6.18 (`net/sched/sch_netem.c`) and of tc (iproute2 `tc/q_netem.c`). Sizes are ours, IP packets; netem counts
/// Ethernet frames, 14 bytes more, which `Rate.packetOverhead` can add.
public struct Netem: Hashable, Sendable {
    /// netem's default of what it holds.
    public static let usualLimit = 1_000
    /// tc cuts jitter off there.
    public static let longestJitter = TimeDelta(nanoseconds: Int64(Int32.max))

    /// A probability whose random numbers are correlated, which changes how often it strikes: see `actualRate`.
    public struct Chance: Hashable, Sendable {
        public var probability: Probability
        public var correlation: Probability

        public init(_ probability: Probability, correlation: Probability = .never) {
            self.probability = probability
            self.correlation = correlation
        }
    }

    public enum Distribution: Hashable, Sendable {
        /// Within the jitter on either side; standard deviation jitter / sqrt 3.
        case uniform
        case normal
        case pareto
        case paretoNormal
        case table(NetemTable)

        /// `nil` for uniform delays.
        public var table: NetemTable? {
            switch self {
            case .uniform: nil
            case .normal: .normal
            case .pareto: .pareto
            case .paretoNormal: .paretoNormal
            case .table(let table): table
            }
        }
    }

    /// `gemodel p r 1-h 1-k`: a chain that starts good and whose state before a packet decides on it.
    public struct LossStates: Hashable, Sendable {
        public var leaveGood: Probability
        public var leaveBad: Probability
        public var lossWhenBad: Probability
        public var lossWhenGood: Probability

        public init(
            leaveGood: Probability,
            leaveBad: Probability,
            lossWhenBad: Probability = .always,
            lossWhenGood: Probability = .never
        ) {
            self.leaveGood = leaveGood
            self.leaveBad = leaveBad
            self.lossWhenBad = lossWhenBad
            self.lossWhenGood = lossWhenGood
        }
    }

    public enum Loss: Hashable, Sendable {
        case random(Chance)
        case gemodel(LossStates)
        /// `state p13 p31 p32 p23 p14`: the state after a packet's move decides on it.
        case state(FourState)
    }

    /// A serialiser behind the delay.
    public struct Rate: Hashable, Sendable {
        public var bytesPerSecond: Int64
        /// Added to each packet's length; may be negative.
        public var packetOverhead: Int64
        /// Packets take whole cells of this many bytes; 0 for none.
        public var cellSize: Int64
        public var cellOverhead: Int64

        /// tc takes rates in whole bytes a second.
        public init(_ rate: DataRate, packetOverhead: Int64 = 0, cellSize: Int64 = 0, cellOverhead: Int64 = 0) {
            precondition(rate.bitsPerSecond >= 8 && cellSize >= 0, "netem's rate is at least a byte a second")
            bytesPerSecond = rate.bitsPerSecond / 8
            self.packetOverhead = packetOverhead
            self.cellSize = cellSize
            self.cellOverhead = cellOverhead
        }
    }

    /// Packets leave in batches, as from a shared medium.
    public struct Slot: Hashable, Sendable {
        public enum Spacing: Hashable, Sendable {
            case uniform(TimeDelta, TimeDelta)
            case distributed(NetemTable, delay: TimeDelta, jitter: TimeDelta)
        }
        public var spacing: Spacing
        /// As many packets a slot; 0 for any number.
        public var packets: Int
        /// As many bytes a slot; 0 for any number.
        public var bytes: Int64

        public init(spacing: Spacing, packets: Int = 0, bytes: Int64 = 0) {
            self.spacing = spacing
            self.packets = packets
            self.bytes = bytes
        }
    }

    public var delay: TimeDelta
    /// From 0 to `longestJitter`.
    public var jitter: TimeDelta
    public var delayCorrelation: Probability
    public var distribution: Distribution
    public var loss: Loss?
    public var duplicate: Chance
    public var corrupt: Chance
    /// The chance of a packet that may be reordered to be sent at once.
    public var reorder: Chance
    /// A packet may be reordered after `gap` - 1 others were not; 0 for no reordering.
    public var gap: Int
    public var rate: Rate?
    public var slot: Slot?
    /// How many packets the delay and the rate hold together; more are dropped.
    public var limit: Int

    public init(
        delay: TimeDelta = .zero,
        jitter: TimeDelta = .zero,
        delayCorrelation: Probability = .never,
        distribution: Distribution = .uniform,
        loss: Loss? = nil,
        duplicate: Chance = Chance(.never),
        corrupt: Chance = Chance(.never),
        reorder: Chance = Chance(.never),
        gap: Int? = nil,
        rate: Rate? = nil,
        slot: Slot? = nil,
        limit: Int = Self.usualLimit
    ) {
        precondition(delay >= .zero && jitter >= .zero, "neither delay nor jitter can be negative")
        precondition(jitter <= Self.longestJitter, "netem's jitter has 32 bits: at most 2.147483647 s")
        self.delay = delay
        self.jitter = jitter
        self.delayCorrelation = delayCorrelation
        self.distribution = distribution
        self.loss = loss
        self.duplicate = duplicate
        self.corrupt = corrupt
        self.reorder = reorder
        // As tc does: reordering alone means a gap of 1.
        self.gap = gap ?? (reorder.probability == .never ? 0 : 1)
        self.rate = rate
        self.slot = slot
        self.limit = limit
    }
}
