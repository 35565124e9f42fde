import MediaTransport
import RawMedia
import Units

/// Plays a trace as a microphone of a call would have sounded: a recording in order, a voice by the call's own turns.
struct AudioTracePlayer {
    private let trace: AudioTrace
    private let spurts: [TalkSpurt]
    private var spurt = 0
    private var packet = 0
    private var level = 0
    /// Which turn of the voice is taken, and how far into its talk or pause it is.
    private var turn: Int
    private var wasTalking = false
    private var place = 0

    /// - Parameters:
    ///   - spurts: when a voice talks in this call.
    ///   - phase: any number; fixes with which turn of the voice the call begins.
    init(_ trace: AudioTrace, spurts: [TalkSpurt], phase: UInt64) {
        (self.trace, self.spurts) = (trace, spurts)
        turn = Int(truncatingIfNeeded: phase & 0xFFFF)
    }

    mutating func setExpectedLoss(_ loss: Probability) { level = trace.level(nearest: loss) }

    mutating func nextSound() -> TracedSound { trace.levels[level].packets[next()] }

    /// The place in the trace of the next packet.
    mutating func next() -> Int {
        defer { packet += 1 }
        guard case .voice(let talkCount, let pauseCount) = trace.material else { return packet % trace.packetCount }
        let isTalking = talks(at: TimeDelta.milliseconds(20) * Int64(packet) + .milliseconds(10))
        if isTalking != wasTalking {
            (wasTalking, place) = (isTalking, 0)
            if isTalking { turn += 1 }
        }
        let turns = trace.packetCount / (talkCount + pauseCount)
        let start = turn % turns * (talkCount + pauseCount) + (isTalking ? 0 : talkCount)
        let count = isTalking ? talkCount : pauseCount
        defer { place += 1 }
        // What is longer than the voice's own turn goes on with its second half.
        return start + (place < count ? place : count / 2 + (place - count) % (count - count / 2))
    }

    private mutating func talks(at time: TimeDelta) -> Bool {
        while spurt < spurts.count, spurts[spurt].end <= time { spurt += 1 }
        return spurt < spurts.count && spurts[spurt].start <= time
    }
}
