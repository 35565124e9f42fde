import VirtualTime

/// The random numbers of a netem link, 32 bits each.
struct NetemChance: Sendable {
    /// What one packet and its copy may need.
    struct Draws: Sendable {
        let duplication: UInt32
        let loss: (UInt32, UInt32)
        let copyLoss: (UInt32, UInt32)
        let corruption: UInt32
        let copyCorruption: UInt32
        let reordering: UInt32
        let copyReordering: UInt32
        let delay: UInt32
        let copyDelay: UInt32
    }

    private var loss: RandomStream
    private var delay: RandomStream
    private var duplication: RandomStream
    private var corruption: RandomStream
    private var reordering: RandomStream
    private var correlation: RandomStream

    init(seed: UInt64, owner: UInt32, leg: Leg) {
        func stream(_ cause: Cause) -> RandomStream {
            RandomStream(seed: seed, owner: owner, cause: cause, leg: leg)
        }
        loss = stream(.loss)
        delay = stream(.delay)
        duplication = stream(.duplication)
        corruption = stream(.corruption)
        reordering = stream(.reordering)
        correlation = stream(.netemCorrelation)
    }

    /// From what the correlated numbers start; netem's `seed` leaves this to chance.
    mutating func starts() -> NetemCore.Starts {
        NetemCore.Starts(
            loss: Self.word(&correlation),
            duplication: Self.word(&correlation),
            corruption: Self.word(&correlation),
            reordering: Self.word(&correlation),
            delay: Self.word(&correlation)
        )
    }

    mutating func draw() -> Draws {
        Draws(
            duplication: Self.word(&duplication),
            loss: (Self.word(&loss), Self.word(&loss)),
            copyLoss: (Self.word(&loss), Self.word(&loss)),
            corruption: Self.word(&corruption),
            copyCorruption: Self.word(&corruption),
            reordering: Self.word(&reordering),
            copyReordering: Self.word(&reordering),
            delay: Self.word(&delay),
            copyDelay: Self.word(&delay)
        )
    }

    mutating func passOver() {
        duplication.skip(1)
        loss.skip(4)
        corruption.skip(2)
        reordering.skip(2)
        delay.skip(2)
    }

    private static func word(_ stream: inout RandomStream) -> UInt32 { UInt32(stream.next() >> 32) }
}
