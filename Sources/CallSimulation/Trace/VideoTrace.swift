public import MediaTransport
public import Units

/// What an encoder made of a camera's pictures at every size and rate that a call may ask for.
public struct VideoTrace: Hashable, Sendable {
    /// Pictures at one rate, from the opening of an encoder on and after a key frame that was asked for.
    public struct Rung: Hashable, Sendable {
        public let bitrate: DataRate
        /// The first is a key frame; the second half stands for what goes on and on.
        public let opening: [TracedPicture]
        /// The first is the key frame that was asked for.
        public let reply: [TracedPicture]

        public init(bitrate: DataRate, opening: [TracedPicture], reply: [TracedPicture]) {
            (self.bitrate, self.opening, self.reply) = (bitrate, opening, reply)
        }
    }

    /// The rungs of one size, from the lowest rate to the highest; never empty.
    public struct Ladder: Hashable, Sendable {
        public let size: FrameSize
        public let rungs: [Rung]

    }

    public let ladders: [Ladder]

    /// Takes rungs by size, in whatever order.
    public init(rungs: [FrameSize: [Rung]]) {
        ladders = rungs.map { size, rungs in Ladder(size: size, rungs: rungs.sorted { $0.bitrate < $1.bitrate }) }
            .sorted { ($0.size.pixels, $0.size.width) > ($1.size.pixels, $1.size.width) }
    }

    func holds(_ size: FrameSize, _ bitrate: DataRate) -> Bool {
        ladders.contains { $0.size == size && $0.rungs.contains { $0.bitrate == bitrate } }
    }
}

/// The rates at which traces are recorded: half as much again each, and the camera's largest at the top.
enum TraceRates {
    private static let ratio = 1.5

    static func rungs(from lowest: DataRate, to highest: DataRate) -> [DataRate] {
        var rungs: [DataRate] = []
        var rate = Double(highest.bitsPerSecond)
        while rate > Double(lowest.bitsPerSecond) * 1.1 {
            rungs.append(DataRate(bitsPerSecond: Int64(rate / 1_000) * 1_000))
            rate /= ratio
        }
        rungs.append(lowest)
        return rungs.reversed()
    }
}
