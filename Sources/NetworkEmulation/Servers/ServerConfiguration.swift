public import Units

/// What a server's workers spend on what comes in.
public struct ServerCosts: Hashable, Sendable {
    public var perPacket: ProcessorTime
    /// Of the packet's size on the wire.
    public var perByte: ProcessorTime
    /// For taking in a call's leg: an allocation, a handshake, a subscription.
    public var perSetUp: ProcessorTime

    public init(perPacket: ProcessorTime, perByte: ProcessorTime = .zero, perSetUp: ProcessorTime = .zero) {
        precondition(min(perPacket, perByte, perSetUp) >= .zero, "no work takes less than no time")
        self.perPacket = perPacket
        self.perByte = perByte
        self.perSetUp = perSetUp
    }

    /// The mean processor time of a piece of work, in picoseconds.
    func picoseconds(of work: ServerWork) -> Int128 {
        switch work {
        case .packet(let size):
            Int128(perPacket.picoseconds) + Int128(perByte.picoseconds) * Int128(size.bytes)
        case .setUp:
            Int128(perSetUp.picoseconds)
        }
    }
}

/// How much may wait for a worker; what is in service does not count.
public enum ServerBacklog: Hashable, Sendable {
    /// What would wait longer than this is refused.
    case time(TimeDelta)
    /// A packet that would have to wait, and with which more than this would, is refused; set-ups have no size.
    case size(DataSize)
    /// What would have to wait behind so many packets and set-ups is refused.
    case packets(Int)
}

/// How the time of single pieces of work varies about its mean.
public enum ServiceVariability: Hashable, Sendable {
    case constant
    /// As memoryless as queueing theory likes it.
    case exponential
    /// With this ratio of standard deviation to mean.
    case logNormal(coefficientOfVariation: Double)
}

/// A server with equal workers and one queue before them.
public struct ServerConfiguration: Hashable, Sendable {
    public var workers: Int
    public var costs: ServerCosts
    /// `nil` refuses nothing.
    public var backlog: ServerBacklog?
    public var variability: ServiceVariability

    public init(
        workers: Int = 1,
        costs: ServerCosts,
        backlog: ServerBacklog? = nil,
        variability: ServiceVariability = .constant
    ) {
        precondition((1...100_000).contains(workers), "a server has 1 to 100,000 workers")
        self.workers = workers
        self.costs = costs
        self.backlog = backlog
        self.variability = variability
    }
}

/// A piece of work for a server.
public enum ServerWork: Hashable, Sendable {
    case packet(DataSize)
    case setUp
}

/// What becomes of a piece of work, known at once because nothing later can change it.
public enum ServerFate: Hashable, Sendable {
    /// A worker is done with it then; it `waited` before one began.
    case done(at: Timestamp, waited: TimeDelta)
    /// The backlog was full.
    case refused
}
