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

    /// Makes up sound for a gap and appends it to `output`; usually 10 ms at a time.
    public mutating func expand(_ count: Int, into output: inout [Int16]) {
        let start = output.count
        var running = expansion ?? Expansion(after: history, background: background.shape)
        output.reserveCapacity(start + count)
        for _ in 0..<count { output.append(AudioFormat.sample(running.next(using: &random))) }
        expansion = running
        remember(output[start...])
    }

    /// Joins decoded sound to the gap before it; without a gap it is returned as it is.
    ///
    /// The made-up sound goes on until the place, at most 15 ms later, where the decoded sound fits best; then one
    /// fades into the other, and the level rises to its own.
    ///
    /// - Returns: `decoded` with up to 720 samples before it; it counts as played.
    public mutating func merge(_ decoded: [Int16]) -> [Int16] {
        guard var running = expansion, !decoded.isEmpty else {
            played(decoded)
            return decoded
        }
        let mute = running.mute
        let expanded = (0..<Self.mergeLength).map { _ in AudioFormat.sample(running.next(using: &random)) }
        let compared = min(decoded.count, Self.mergeLength - Self.longestShift)
        let shift = Self.bestShift(of: decoded, in: expanded, compared: compared)
        let fade = min(Self.longestFade, decoded.count)
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
        remember(output[...])
        return output
    }

    private mutating func remember(_ samples: ArraySlice<Int16>) {
        let kept = samples.suffix(Self.historyLength)
        history.removeFirst(kept.count)
        history.append(contentsOf: kept)
    }

    /// Where decoded sound resembles the made-up sound most; at once where it does not resemble it at all.
    private static func bestShift(of decoded: [Int16], in expanded: [Int16], compared: Int) -> Int {
        let sound = expanded + decoded[..<compared]
        func likeness(_ shift: Int) -> Double { PitchSearch.correlation(sound, shift, expanded.count, compared) }
        func best(_ shifts: some Sequence<Int>) -> (shift: Int, likeness: Double) {
            var found = (shift: 0, likeness: 0.0)
            for shift in shifts {
                let value = likeness(shift)
                if value > found.likeness { found = (shift, value) }
            }
            return found
        }
        let step = PitchSearch.decimation
        let coarse = best(stride(from: 0, through: longestShift, by: step))
        guard coarse.likeness > 0 else { return 0 }
        return best(max(0, coarse.shift - step)...min(longestShift, coarse.shift + step)).shift
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
