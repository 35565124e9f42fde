import MediaTransport
import Units

/// Plays a trace as an encoder would have gone on: by size, rate and wish for a key frame.
struct VideoTracePlayer {
    private enum Part { case opening, reply }

    private let trace: VideoTrace
    private let phase: Int
    private var size: FrameSize?
    private var ladder = 0
    private var part = Part.opening
    private var place = 0
    private var wraps = 0
    private var rate = DataRate.zero
    private var rungs = (lower: 0, upper: 0, weight: 0.0)

    /// - Parameter phase: any number; fixes where in the pictures this call comes to go on and on.
    init(_ trace: VideoTrace, phase: UInt64) {
        self.trace = trace
        self.phase = Int(truncatingIfNeeded: phase & 0xFFFF)
    }

    /// The next picture; a new size takes a new encoder, and so begins with a key frame.
    ///
    /// - Parameters:
    ///   - bitrate: what the encoder is set to, for the camera's full frame rate: pictures that come less often may be
    ///     larger.
    mutating func next(size: FrameSize, bitrate: DataRate, forcesKeyFrame: Bool) -> TracedPicture {
        if size != self.size {
            self.size = size
            ladder = nearestLadder(to: size)
            (part, place, rate) = (.opening, 0, .zero)
        } else if forcesKeyFrame {
            (part, place) = (.reply, 0)
        }
        if bitrate != rate {
            rate = bitrate
            rungs = bracket(bitrate)
        }
        let picture = pictures(rungs.lower).blended(with: pictures(rungs.upper), weight: rungs.weight)
        advance()
        return picture
    }

    private func pictures(_ rung: Int) -> TracedPicture {
        let rung = trace.ladders[ladder].rungs[rung]
        let pictures = part == .opening ? rung.opening : rung.reply
        return place < pictures.count ? pictures[place] : .leftOut
    }

    /// At the end of a part the second half of the opening follows, again and again.
    private mutating func advance() {
        place += 1
        let rung = trace.ladders[ladder].rungs[rungs.lower]
        guard place >= (part == .opening ? rung.opening.count : rung.reply.count) else { return }
        let half = rung.opening.count / 2
        (part, place) = (.opening, half + (wraps == 0 ? phase % max(half, 1) : 0))
        wraps += 1
    }

    private func nearestLadder(to size: FrameSize) -> Int {
        let distances = trace.ladders.map { abs($0.size.pixels - size.pixels) }
        return distances.indices.min { distances[$0] < distances[$1] } ?? 0
    }

    /// The rungs around a rate, and how far it lies from the lower to the upper one.
    private func bracket(_ bitrate: DataRate) -> (lower: Int, upper: Int, weight: Double) {
        let rates = trace.ladders[ladder].rungs.map(\.bitrate)
        guard let upper = rates.firstIndex(where: { $0 >= bitrate }) else {
            return (rates.count - 1, rates.count - 1, 0)
        }
        guard upper > 0 else { return (0, 0, 0) }
        let (low, high) = (Double(rates[upper - 1].bitsPerSecond), Double(rates[upper].bitsPerSecond))
        return (upper - 1, upper, (Double(bitrate.bitsPerSecond) - low) / (high - low))
    }
}
