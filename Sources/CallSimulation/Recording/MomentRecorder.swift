public import RawMedia
public import Units

/// Some seconds of what one party heard and saw, to be kept when the call runs.
public struct MomentRequest: Hashable, Sendable {
    public let receiver: Party
    /// Since the call began.
    public let from: TimeDelta
    public let length: TimeDelta
    /// How many pairs of pictures to keep, evenly spread.
    public let pairCount: Int

    public init(receiver: Party, from start: TimeDelta, length: TimeDelta, pairCount: Int) {
        precondition(length > .zero && pairCount >= 0, "a moment has a length")
        (self.receiver, from) = (receiver, start)
        (self.length, self.pairCount) = (length, pairCount)
    }
}

/// What one party heard and saw for some seconds, beside what the other said and showed in the same seconds.
public struct RecordedMoment: Sendable {
    /// The camera's picture and what stood on the other's screen when it was taken.
    public struct Pair: Sendable {
        /// Since the call began.
        public let time: TimeDelta
        public let sent: I420Frame
        /// `nil` before the first picture came.
        public let seen: I420Frame?
    }

    public fileprivate(set) var pairs: [Pair] = []
    /// At 48 kHz, silence where nothing was played.
    public fileprivate(set) var heard: [Int16]
    /// At 48 kHz, silence where nothing was captured.
    public fileprivate(set) var spoken: [Int16]
}

/// Watches one call for a moment, from outside and without changing anything.
struct MomentRecorder {
    private let request: MomentRequest
    private let startsAt: Timestamp
    private var screen: I420Frame?
    /// When the next pair of pictures is due, since the call began.
    private var due: [TimeDelta]
    private(set) var moment: RecordedMoment

    init(_ request: MomentRequest, plan: CallPlan) {
        self.request = request
        startsAt = plan.startsAt
        let count = Int64(request.pairCount)
        due = (0..<count).map { place in
            request.from + TimeDelta(nanoseconds: request.length.nanoseconds * (2 * place + 1) / (2 * count))
        }
        let silence = [Int16](repeating: 0, count: Self.samples(in: request.length))
        moment = RecordedMoment(heard: silence, spoken: silence)
    }

    /// A camera has taken a picture.
    mutating func captured(by party: Party, _ camera: Camera, at now: Timestamp) {
        let time = now - startsAt
        guard party == request.receiver.other, let next = due.first, next <= time, let index = camera.lastIndex,
            let picture = camera.picture(index)
        else { return }
        due.removeAll { $0 <= time }
        moment.pairs.append(RecordedMoment.Pair(time: time, sent: picture, seen: screen))
    }

    mutating func shown(_ picture: I420Frame, to party: Party) {
        if party == request.receiver { screen = picture }
    }

    mutating func played(_ sound: ArraySlice<Int16>, to party: Party, at now: Timestamp) {
        guard party == request.receiver else { return }
        place(sound, now, in: &moment.heard)
    }

    mutating func spoken(_ sound: [Int16], by party: Party, from begin: Timestamp) {
        guard party == request.receiver.other else { return }
        place(sound[...], begin, in: &moment.spoken)
    }

    private func place(_ sound: ArraySlice<Int16>, _ begin: Timestamp, in track: inout [Int16]) {
        let first = Self.samples(in: begin - startsAt - request.from)
        let (from, to) = (max(first, 0), min(first + sound.count, track.count))
        guard from < to else { return }
        for (place, sample) in zip(from..<to, sound.dropFirst(from - first)) { track[place] = sample }
    }

    private static func samples(in span: TimeDelta) -> Int {
        let (seconds, rest) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Int(seconds) * AudioFormat.sampleRate + Int(rest) * AudioFormat.sampleRate / 1_000_000_000
    }
}

extension Camera {
    /// A frame that was captured before; of a trace there is none.
    fileprivate func picture(_ index: Int) -> I420Frame? {
        guard let size = pictureSize else { return nil }
        var frame = I420Frame(width: size.width, height: size.height)
        draw(index, into: &frame)
        return frame
    }
}
