/// Fills the gaps of a decoded sound and joins it up again when it returns.
///
/// The behaviour of libwebrtc's NetEq (`expand.cc`, `merge.cc`): stock receivers do not use the codec's own
/// concealment. Our own code. The owner tells what was played by `played`, calls `expand` for each gap, and passes the
/// first decoded sound after a gap through `merge`.
public struct Concealment: Sendable {
    /// What the room sounds like between the words.
    public private(set) var background = BackgroundNoise()

    private var history: [Int16]
    private var expansion: Expansion?
    private var random: NoiseGenerator

    /// 60 ms: twice the longest period, and the sound that is analysed.
    private static let historyLength = 2_880
    /// libwebrtc: (120 + 80 + 2) samples at 8 kHz, about 25 ms.
    private static let mergeLength = 1_212
    /// The furthest that decoded sound is moved to fit: 15 ms.
    private static let longestShift = 720
    /// How much is compared, at 4 kHz: 10 ms.
    private static let comparedCount = 40
    /// What a step plays, and what is kept for the next fade.
    private static let leastOutput = 510
    /// The longest cross-fade: 60 samples at 8 kHz.
    private static let longestFade = 360
    /// From muted to full in 20 ms.
    private static let unmuteStep = 1 / 960.0

    /// Begins with nothing heard; equal seeds give equal noise.
    public init(seed: UInt64 = 0) {
        random = NoiseGenerator(seed: seed)
        history = [Int16](repeating: 0, count: Self.historyLength)
    }

    /// Whether the last sound has faded so far that only background is produced.
    public var isMuted: Bool { expansion?.isMuted ?? false }

    /// Forgets the gap, what was heard and the background.
    public mutating func reset() {
        expansion = nil
        background = BackgroundNoise()
        for index in history.indices { history[index] = 0 }
    }

    /// Takes decoded sound that was played, at 48 kHz; it ends a gap.
    public mutating func played(_ samples: [Int16]) {
        expansion = nil
        background.hear(samples)
        remember(samples[...])
    }

    /// Makes up at least `count` samples for a gap, in whole periods, and appends them to `output`.
    public mutating func expand(_ count: Int, into output: inout [Int16]) {
        let start = output.count
        var running = expansion ?? Expansion(after: history, background: background.shape)
        while output.count - start < count {
            for _ in 0..<running.periodRest { output.append(AudioFormat.sample(running.next(using: &random))) }
        }
        expansion = running
        remember(output[start...])
    }

    /// Joins decoded sound to the gap before it; without a gap it is appended to what waits.
    ///
    /// The made-up sound, of which `waiting` has not been played, goes on until the place where the decoded sound fits
    /// best, at most a period from the start of what waits; then one fades into the other, and the level rises to its
    /// own. So a gap may end before all that was made up for it is played.
    ///
    /// - Returns: What replaces `waiting`, and how much of its start is made up; it counts as played.
    public mutating func merge(_ decoded: [Int16], after waiting: [Int16]) -> (samples: [Int16], madeUp: Int) {
        guard var running = expansion, !decoded.isEmpty else {
            played(decoded)
            return (waiting + decoded, waiting.count)
        }
        let mute = running.mute
        var expanded = waiting
        while expanded.count < Self.mergeLength { expanded.append(AudioFormat.sample(running.next(using: &random))) }
        let shift = Self.bestShift(
            of: decoded,
            in: expanded,
            from: max(0, max(waiting.count, Self.leastOutput) - decoded.count),
            longest: running.longestPeriod
        )
        let fade = min(Self.longestFade, decoded.count, expanded.count - shift)
        let compared = min(decoded.count, expanded.count - shift)
        var gain = Self.initialGain(decoded, expanded[shift...], compared: compared, mute: mute)
        var output = Array(expanded[..<shift])
        output.reserveCapacity(shift + decoded.count)
        for (index, sample) in decoded.enumerated() {
            let own = AudioFormat.sample(Double(sample) * gain)
            gain = min(1, gain + Self.unmuteStep)
            output.append(index < fade ? TimeStretch.blend(expanded[shift + index], own, index, of: fade) : own)
        }
        expansion = nil
        background.hear(decoded)
        remember(output[...], replacing: waiting.count)
        return (output, shift)
    }

    /// Keeps the last 60 ms; the newest `replaced` samples give way first.
    private mutating func remember(_ samples: ArraySlice<Int16>, replacing replaced: Int = 0) {
        history.removeLast(min(replaced, history.count))
        history.append(contentsOf: samples)
        let excess = history.count - Self.historyLength
        if excess > 0 {
            history.removeFirst(excess)
        } else {
            history.insert(contentsOf: repeatElement(0, count: -excess), at: 0)
        }
    }

    /// Where decoded sound fits the made-up sound best, to the nearest sample at 4 kHz.
    ///
    /// The products of both are not set against their energies, so that louder made-up sound is preferred, as
    /// libwebrtc does.
    private static func bestShift(of decoded: [Int16], in expanded: [Int16], from first: Int, longest: Int) -> Int {
        let step = PitchSearch.decimation
        let own = PitchSearch.decimated(decoded).prefix(comparedCount)
        let other = PitchSearch.decimated(expanded)
        let start = first / step
        let last = min(start + min(longestShift, longest) / step, other.count - own.count)
        var best: (shift: Int, product: Float) = (first, 0)
        for shift in start...max(start, last) {
            var product: Float = 0
            for index in own.indices where shift + index < other.count { product += own[index] * other[shift + index] }
            if product > best.product { best = (max(first, shift * step), product) }
        }
        return best.shift
    }

    /// The level at which decoded sound sets in: that of the made-up sound, if that is lower.
    private static func initialGain(
        _ decoded: [Int16],
        _ expanded: ArraySlice<Int16>,
        compared: Int,
        mute: Double
    ) -> Double {
        func energy(_ samples: ArraySlice<Int16>) -> Double {
            samples.prefix(compared).reduce(0.0) { $0 + Double($1) * Double($1) }
        }
        let (own, other) = (energy(decoded[...]), energy(expanded))
        guard own > other else { return 1 }
        return max(mute, (other / own).squareRoot())
    }
}
