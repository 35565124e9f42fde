public import Units

/// How a queue drops packets before it is full (active queue management).
///
/// ECN marks are left out: all signals are drops.
public indirect enum QueueManagement: Hashable, Sendable {
    /// RFC 8289.
    case codel(CoDel)
    /// RFC 8290.
    case fairCoDel(FairQueueCoDel)
    /// RFC 8033.
    case pie(PIE)
}

/// The parameters of CoDel, RFC 8289.
public struct CoDel: Hashable, Sendable {
    /// The wait that is fine for ever (section 4.3, TARGET).
    public let target: TimeDelta
    /// How long a wait must exceed it before packets are dropped (section 4.2, INTERVAL).
    public let interval: TimeDelta
    /// A backlog of no more is left alone: the largest packet (section 5.2).
    public let largestPacket: DataSize

    public init(
        target: TimeDelta = .milliseconds(5),
        interval: TimeDelta = .milliseconds(100),
        largestPacket: DataSize = DataSize(bytes: 1_500)
    ) {
        precondition(target > .zero && interval > .zero, "CoDel's times are positive")
        self.target = target
        self.interval = interval
        self.largestPacket = largestPacket
    }

    /// What Linux lets wait, in packets.
    public static let usualLimit = QueueLimit.packets(1_000)
}

/// The parameters of FQ-CoDel, RFC 8290.
public struct FairQueueCoDel: Hashable, Sendable {
    public let codel: CoDel
    /// What a queue may send in its turn (section 5.2.4).
    public let quantum: DataSize
    /// Into how many queues flows are hashed (section 5.2.2); a power of two.
    public let queueCount: Int

    public init(codel: CoDel = CoDel(), quantum: DataSize = DataSize(bytes: 1_514), queueCount: Int = 1_024) {
        precondition(quantum > .zero, "a queue needs a quantum")
        precondition(
            queueCount > 0 && queueCount <= 65_536 && queueCount & (queueCount - 1) == 0,
            "the number of queues is a power of two up to 65,536"
        )
        self.codel = codel
        self.quantum = quantum
        self.queueCount = queueCount
    }

    /// What may wait in all queues together (section 5.2.3).
    public static let usualLimit = QueueLimit.packets(10_240)
}

/// The parameters of PIE, RFC 8033.
public struct PIE: Hashable, Sendable {
    /// The wait that is aimed at (section 4.2, QDELAY_REF).
    public let target: TimeDelta
    /// How often the drop probability is reckoned (T_UPDATE).
    public let updateInterval: TimeDelta
    /// How long a burst passes without drops at first (section 4.4, MAX_BURST).
    public let burstAllowance: TimeDelta

    public init(
        target: TimeDelta = .milliseconds(15),
        updateInterval: TimeDelta = .milliseconds(15),
        burstAllowance: TimeDelta = .milliseconds(150)
    ) {
        precondition(target > .zero && updateInterval > .zero && burstAllowance >= .zero, "PIE's times are positive")
        self.target = target
        self.updateInterval = updateInterval
        self.burstAllowance = burstAllowance
    }

    /// What Linux lets wait, in packets.
    public static let usualLimit = QueueLimit.packets(1_000)
}
