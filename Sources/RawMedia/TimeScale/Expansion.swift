/// One run of concealment: the last period repeated, turning into shaped noise and fading into the background.
///
/// The behaviour of libwebrtc's `expand.cc`, with its constants; our own code.
struct Expansion: Sendable {
    /// What the voice is multiplied with when the period begins, in 16384ths: all at first, 0 when only the background
    /// is left.
    private var level = Self.fullLevel

    /// The last two periods of the sound, the older one matched in level.
    private let newer: [Double]
    private let older: [Double]
    /// Three lengths that take turns, lest the repetition buzz.
    private let lags: [Int]
    private let voicing: Double
    private let voicingStep: Double
    /// By how much a sample is softer than the one before, as a share of the level.
    private var slope: Double
    /// A voice that was just rising does not fall at once.
    private let isOnset: Bool
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

    private static let fullLevel = 16_384
    /// Sound beneath this voicing is unvoiced.
    private static let leastVoicing = 0.8
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
        let isSilent = history.suffix(2 * PitchSearch.lags.upperBound).allSatisfy { $0 == 0 }
        let coarse =
            isSilent
            ? PitchSearch.lags.lowerBound
            : PitchSearch.coarseLag(PitchSearch.decimated(history)) ?? PitchSearch.lags.upperBound
        let length = 480
        let fine = PitchSearch.fineLag(near: coarse, in: history, at: history.count - length, length: length)
        let lag = fine?.lag ?? coarse
        let correlation = max(0, fine?.correlation ?? 0)
        voicing = Self.voicing(correlation)
        lags = [lag, min(lag + 3, PitchSearch.lags.upperBound), max(lag - 2, PitchSearch.lags.lowerBound)]
        let longest = (lags.max() ?? lag) + Self.overlap
        let energies = (Self.energy(history, back: lag, lag), Self.energy(history, back: 2 * lag, lag))
        let ratio = energies.1 > 0 ? min(2, max(0.5, (energies.0 / energies.1).squareRoot())) : 0.5
        newer = Self.period(history, end: history.count, longest)
        older = Self.period(history, end: history.count - lag, longest).map { $0 * ratio }
        isOnset = ratio > 1.5
        if isOnset {
            slope = (1 - 1 / ratio) / Double(lag) / (ratio > 1.8 ? 2 : 8)
        } else {
            // A voice that was falling goes on falling.
            let falling = max(0, 1 - ratio) / Double(lag)
            if voicing <= Self.leastVoicing {
                slope = max(Self.unvoicedSlope * Self.slopeScale, falling)
            } else {
                slope = ratio > 0.98 ? 0 : falling
            }
        }
        // 8, 16 or 32 ms from repetition to the mix.
        let milliseconds = lag <= 186 ? 8.0 : lag <= 378 ? 16.0 : 32.0
        voicingStep = 1 / (milliseconds * 48)
        shape = LinearPrediction(of: history.suffix(960))
        self.background = background
        step = Double(history[history.count - 1]) - Double(history[history.count - lag - 1])
    }

    /// The samples that end the period under way.
    var periodRest: Int { lags[periods % 3] - place }

    var longestPeriod: Int { lags.max() ?? 0 }

    /// Whether there is nothing left but background.
    var isMuted: Bool { level == 0 }

    /// What the voice is multiplied with now: 1 at first, 0 when only the background is left.
    var mute: Double {
        guard level > 0, !isRising else { return Double(level) / Double(Self.fullLevel) }
        return Double(level) / Double(Self.fullLevel) * max(0, 1 - slope * Double(place))
    }

    private var isRising: Bool { isOnset && periods == 0 }

    /// How much of the sound repeats itself, by how much its periods resemble each other (libwebrtc's polynomial).
    private static func voicing(_ correlation: Double) -> Double {
        guard correlation > 0.48 else { return 0 }
        let sum = -5_179 + correlation * (19_931 + correlation * (-16_422 + correlation * 5_776))
        return min(1, max(0, sum / 4_096))
    }

    /// The next sample.
    mutating func next(using random: inout NoiseGenerator) -> Double {
        // White noise of variance 1.
        let white = random.whiteSample() * 1.7320508075688772
        var output = 0.0
        let mute = mute
        if level > 0 {
            let lag = lags[periods % 3]
            let unvoiced = mix < 1 ? shape.shape(white) : 0
            var voiced = repeated(lag)
            if produced < Self.overlap {
                // The first sample continues the last one, however the period begins.
                voiced += step * (1 - Double(produced + 1) / Double(Self.overlap))
            }
            output = mute * (mix * voiced + (1 - mix * mix).squareRoot() * unvoiced)
            mix = max(voicing, mix - voicingStep)
        }
        advance()
        produced += 1
        if backgroundLevel > 0 {
            if produced > Self.longestBackground { backgroundLevel = max(0, backgroundLevel - 1 / 960.0) }
            let noise = background?.shape(white) ?? 0
            output += (1 - mute) * backgroundLevel * noise
        }
        return output
    }

    private mutating func advance() {
        place += 1
        let lag = lags[periods % 3]
        guard place == lag else { return }
        if !isRising { fade(over: lag) }
        place = 0
        periods += 1
        for later in Self.laterSlopes where periods == later.period {
            slope = max(slope, later.slope * Self.slopeScale)
        }
    }

    /// Each period begins where the one before ended; what rounding would keep from ever falling ends.
    private mutating func fade(over lag: Int) {
        let gain = max(0, 1 - slope * Double(lag))
        let next = Int((gain * Double(level)).rounded())
        level = periods > 3 && next >= level ? 0 : next
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
