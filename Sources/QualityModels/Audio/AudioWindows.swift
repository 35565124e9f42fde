public import Units

/// Gathers what was played in one direction of a call and scores it in windows of 10 s.
///
/// Windows count from the start of the call. Time for which nothing was added is play-out with nothing decoded, all of
/// it concealed, but for the beginning, in which nothing is due yet (`MediaExpectation`).
public struct AudioWindows: Sendable {
    public static let windowLength = TimeDelta.seconds(10)
    /// The shortest last piece that counts as a window.
    public static let shortestWindow = TimeDelta.seconds(5)

    private let start: Timestamp
    private let length: TimeDelta
    private let bitrate: DataRate
    private var seconds: [AudioSecond]

    /// Expects a direction of a call from `start` for `length`; `bitrate` is the codec's, for its impairment.
    public init(start: Timestamp, length: TimeDelta, bitrate: DataRate) {
        self.start = start
        self.length = max(length, .zero)
        self.bitrate = bitrate
        let count = (self.length.nanoseconds + AudioSecond.nanoseconds - 1) / AudioSecond.nanoseconds
        seconds = [AudioSecond](repeating: AudioSecond(), count: Int(count))
    }

    /// How many windows of a call of this length are samples of `audio.mos`.
    public static func sampleCount(in callLength: TimeDelta) -> Int {
        let nanoseconds = max(callLength, .zero).nanoseconds
        let rest = nanoseconds % windowLength.nanoseconds
        return Int(nanoseconds / windowLength.nanoseconds) + (rest >= shortestWindow.nanoseconds ? 1 : 0)
    }

    /// Takes a piece that was played, in any order; what lies outside the call is left out.
    public mutating func add(_ piece: AudioPlayout) {
        let whole = piece.duration.nanoseconds
        guard whole > 0, piece.samples > 0 else { return }
        let share = Double(min(max(piece.concealedSamples, 0), piece.samples)) / Double(piece.samples)
        let begin = (piece.time - start).nanoseconds
        let end = min(begin + whole, length.nanoseconds)
        var position = max(begin, 0)
        while position < end {
            let index = position / AudioSecond.nanoseconds
            let next = min((index + 1) * AudioSecond.nanoseconds, end)
            seconds[Int(index)].add(
                nanoseconds: next - position,
                concealedShare: share,
                isWithinDTX: piece.isWithinDTX,
                mouthToEar: piece.mouthToEar
            )
            position = next
        }
    }

    /// The scores of everything added so far, with sound due from `begin` after the start of the call.
    public func score(dueFrom begin: TimeDelta = .zero) -> AudioScore {
        var windows: [AudioScore.Window] = []
        var call = AudioSecond()
        var shares: [Double] = []
        var delays: [TimeDelta?] = []
        var sum = AudioSecond()
        var windowStart = TimeDelta.zero
        for (index, second) in seconds.enumerated() {
            let from = TimeDelta.seconds(Int64(index))
            let to = min(from + .seconds(1), length)
            let filled = second.filled(to: max(to - max(from, begin), .zero).nanoseconds)
            shares.append(filled.concealedRatio)
            delays.append(filled.meanMouthToEar)
            call.merge(filled)
            sum.merge(filled)
            if to - windowStart == Self.windowLength || to == length {
                windows.append(window(sum, start: windowStart, length: to - windowStart))
                windowStart = to
                sum = AudioSecond()
            }
        }
        return AudioScore(
            length: length,
            dueFrom: min(begin, length),
            windows: windows,
            concealedRatio: length > .zero ? call.concealedRatio : nil,
            mouthToEar: call.meanMouthToEar,
            concealedRatios: shares,
            mouthToEars: delays
        )
    }

    private func window(_ sum: AudioSecond, start: TimeDelta, length: TimeDelta) -> AudioScore.Window {
        let mouthToEar = sum.meanMouthToEar
        var mos = 1.0
        if let mouthToEar {
            var parameters = EModelParameters.wideband
            parameters.ie = OpusImpairment.ie(bitrate: bitrate)
            parameters.bpl = OpusImpairment.bpl
            parameters.ppl = 100 * sum.concealedRatio
            parameters.ta = max(mouthToEar.milliseconds, 0)
            mos = WidebandEModel.rating(parameters).mos.value
        }
        return AudioScore.Window(
            start: start,
            length: length,
            mos: mos,
            concealedRatio: sum.concealedRatio,
            mouthToEar: mouthToEar
        )
    }
}
