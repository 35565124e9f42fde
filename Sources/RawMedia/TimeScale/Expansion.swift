/// One run of concealment: the last period repeated, turning into shaped noise and fading into the background.
///
/// The behaviour of libwebrtc's `expand.cc`, with its constants; our own code.
struct Expansion: Sendable {
    /// What the voice is multiplied with: 1 at first, 0 when only the background is left.
    private(set) var mute = 1.0

    /// The last two periods of the sound, the older one matched in level.
    private let newer: [Double]
    private let older: [Double]
    /// Three lengths that take turns, lest the repetition buzz.
    private let lags: [Int]
    private let voicing: Double
    private let voicingStep: Double
    private let initialSlope: Double
    private var mix = 1.0
    private var shape: LinearPrediction
    private var background: LinearPrediction?
    private var backgroundLevel = 1.0
    /// Where in the current period, how many have passed, and how many samples in all.
    private var place = 0
    private var periods = 0
    private var produced = 0
    /// What joins the first sample to the last one heard.
    private var step = 0.0

    /// 5 samples at 8 kHz.
    private static let overlap = 30
    /// Per sample at 8 kHz: unvoiced sound, and any from the 4th and from the 8th period.
    private static let unvoicedSlope = 0.005
    private static let laterSlopes = [(period: 3, slope: 0.001), (period: 7, slope: 0.002)]
    /// 8 kHz periods in a sample.
    private static let slopeScale = 1.0 / 6
    /// The background falls silent after 200 pieces of 10 ms.
    private static let longestBackground = 200 * AudioFormat.samplesPer10Milliseconds

    /// Analyses what was heard last: at least 60 ms.
    init(after history: [Int16], background: LinearPrediction?) {
        let coarse = PitchSearch.coarseLag(PitchSearch.decimated(history)) ?? PitchSearch.lags.upperBound
        let length = 480
        let fine = PitchSearch.fineLag(near: coarse, in: history, at: history.count - length, length: length)
        let lag = fine?.lag ?? coarse
        let correlation = max(0, fine?.correlation ?? 0)
        // From noise at 0.5 to fully voiced at 0.9; ours, libwebrtc has a polynomial in between.
        voicing = min(1, max(0, (correlation - 0.5) / 0.4))
        lags = [lag, min(lag + 3, PitchSearch.lags.upperBound), max(lag - 2, PitchSearch.lags.lowerBound)]
        let longest = (lags.max() ?? lag) + Self.overlap
        let energies = (Self.energy(history, back: lag, lag), Self.energy(history, back: 2 * lag, lag))
        let ratio = energies.1 > 0 ? (energies.0 / energies.1).squareRoot() : 1
        newer = Self.period(history, end: history.count, longest)
        let gain = min(2, max(0.5, ratio))
        older = Self.period(history, end: history.count - lag, longest).map { $0 * gain }
        // A voice that was falling goes on falling.
        let falling = max(0, 1 - ratio) / Double(lag) / Self.slopeScale
        initialSlope = voicing < 0.5 ? max(Self.unvoicedSlope, falling) : falling
        // 8, 16 or 32 ms from repetition to the mix.
        let milliseconds = lag <= 186 ? 8.0 : lag <= 378 ? 16.0 : 32.0
        voicingStep = 1 / (milliseconds * 48)
        shape = LinearPrediction(of: history.suffix(960))
        self.background = background
        step = Double(history[history.count - 1]) - Double(history[history.count - lag - 1])
    }

    /// Whether there is nothing left but background.
    var isMuted: Bool { mute == 0 }

    /// The next sample.
    mutating func next(using random: inout NoiseGenerator) -> Double {
        // White noise of variance 1.
        let white = random.whiteSample() * 1.7320508075688772
        var output = 0.0
        if mute > 0 {
            let lag = lags[periods % 3]
            let unvoiced = mix < 1 ? shape.shape(white) : 0
            var voiced = repeated(lag)
            if produced < Self.overlap {
                // The first sample continues the last one, however the period begins.
                voiced += step * (1 - Double(produced + 1) / Double(Self.overlap))
            }
            output = mute * (mix * voiced + (1 - mix * mix).squareRoot() * unvoiced)
            advance(lag)
        }
        produced += 1
        if backgroundLevel > 0 {
            if produced > Self.longestBackground { backgroundLevel = max(0, backgroundLevel - 1 / 960.0) }
            let noise = background?.shape(white) ?? 0
            output += (1 - mute) * backgroundLevel * noise
        }
        return output
    }

    private mutating func advance(_ lag: Int) {
        mix = max(voicing, mix - voicingStep)
        var slope = initialSlope
        for later in Self.laterSlopes where periods >= later.period { slope = max(slope, later.slope) }
        mute = max(0, mute - slope * Self.slopeScale)
        place += 1
        guard place == lag else { return }
        place = 0
        periods += 1
    }

    /// The sample of the repeated period, whose end fades into what comes before the start of the next one.
    private func repeated(_ lag: Int) -> Double {
        let own = sample(place, ofPeriod: periods)
        let left = lag - place
        guard left <= Self.overlap else { return own }
        let weight = Double(left) / Double(Self.overlap + 1)
        return weight * own + (1 - weight) * sample(-left, ofPeriod: periods + 1)
    }

    /// A sample of one period; places before its start are what came before in the history.
    private func sample(_ place: Int, ofPeriod period: Int) -> Double {
        // Nothing, a quarter and a half of the older period, in turns.
        let share = Double(period % 3) / 4
        let index = newer.count - lags[period % 3] + place
        return newer[index] * (1 - share) + older[index] * share
    }

    private static func period(_ history: [Int16], end: Int, _ count: Int) -> [Double] {
        history[(end - count)..<end].map(Double.init)
    }

    private static func energy(_ history: [Int16], back: Int, _ count: Int) -> Double {
        let start = history.count - back
        return history[start..<(start + count)].reduce(0.0) { $0 + Double($1) * Double($1) }
    }
}
