/// Two sounds as band levels, and which frame of the heard one belongs to which frame of the spoken one.
struct AlignedSpeech {
    let spoken: BandSpectrogram
    let heard: BandSpectrogram
    let track: DelayTrack
    /// Whether somebody speaks, for each spoken frame.
    let isActive: [Bool]
    /// What is added to a heard level, by band, to compare it with a spoken one, in dB.
    private(set) var gains: [Float]
    /// The level in dBov below which nothing of the spoken sound counts.
    let floor: Float

    /// Spoken frames are 10 ms apart.
    static let hopSeconds = 0.01
    /// How far the delay may wander from the global one, in steps of 5 ms: 2 s to either side.
    static let wandering = 400
    /// Below the active level nothing counts, in dB.
    static let range: Float = 45
    /// A difference in level that is as bad as any, in dB.
    static let worstDifference: Float = 15
    /// Frames within so many dB of the active level are speech: the margin of P.56.
    static let activityMargin: Float = 15.9
    /// Shorter gaps between such frames are speech too.
    private static let bridgedFrames = 6

    /// Aligns two sounds; `nil` where the heard one does not vary.
    init?(
        spoken: BandSpectrogram,
        heard: BandSpectrogram,
        spokenLevel: Float,
        gain: Float,
        delayLimit: Int
    ) {
        self.spoken = spoken
        self.heard = heard
        let floor = spokenLevel - Self.range
        self.floor = floor
        let isActive = Self.activity(spoken, above: spokenLevel - Self.activityMargin)
        self.isActive = isActive
        guard
            let global = GlobalAlignment.delay(
                spoken: spoken,
                heard: heard,
                limit: delayLimit,
                floors: (floor, floor - gain)
            )
        else { return nil }
        let left = spoken.levels.map { max($0, floor) }
        let right = heard.levels.map { max($0 + gain, floor) }
        let weights = spoken.bands.weights.map { $0 / Self.worstDifference }
        track = DelayTrack(
            count: spoken.frameCount,
            delays: (global - Self.wandering)...(global + Self.wandering)
        ) { frame, costs in
            guard isActive[frame] else { return false }
            let first = 2 * frame + global - Self.wandering
            Self.differences(left, frame, right, first, weights, into: &costs)
            return true
        }
        gains = [Float](repeating: gain, count: spoken.bands.count)
        refineGains()
    }

    /// The heard frame of a spoken one; `nil` where it lies outside of what was heard.
    func heardFrame(_ frame: Int) -> Int? {
        let index = track.frames[frame]
        return index >= 0 && index < heard.frameCount ? index : nil
    }

    func spokenLevel(_ frame: Int, _ band: Int) -> Float {
        max(spoken.levels[frame * spoken.bands.count + band], floor)
    }

    /// The level of a heard frame in a band as it compares with spoken ones.
    func heardLevel(_ frame: Int, _ band: Int) -> Float {
        max(heard.levels[frame * spoken.bands.count + band] + gains[band], floor)
    }

    /// The mean difference of band levels over frames that are alike, so that filters and volume are no fault.
    private mutating func refineGains() {
        let bands = spoken.bands.count
        var sums = [Float](repeating: 0, count: bands)
        var counts = [Float](repeating: 0, count: bands)
        for frame in isActive.indices where isActive[frame] {
            guard let other = heardFrame(frame) else { continue }
            for band in 0..<bands {
                let difference = spokenLevel(frame, band) - heardLevel(other, band)
                guard abs(difference) < Self.worstDifference, spokenLevel(frame, band) > floor + 6 else { continue }
                sums[band] += difference
                counts[band] += 1
            }
        }
        for band in 0..<bands where counts[band] > 0 { gains[band] += sums[band] / counts[band] }
    }

    static func activity(_ sound: BandSpectrogram, above threshold: Float) -> [Bool] {
        var isActive = sound.totals.map { $0 > threshold }
        var last: Int?
        for frame in isActive.indices where isActive[frame] {
            if let last, frame - last > 1, frame - last <= bridgedFrames {
                for between in (last + 1)..<frame { isActive[between] = true }
            }
            last = frame
        }
        return isActive
    }

    /// How unlike a spoken frame is to successive heard frames, 0 to 1; 1 outside of what was heard.
    private static func differences(
        _ left: [Float],
        _ frame: Int,
        _ right: [Float],
        _ first: Int,
        _ weights: [Float],
        into costs: inout [Float]
    ) {
        let bands = weights.count
        let count = right.count / bands
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                weights.withUnsafeBufferPointer { weights in
                    costs.withUnsafeMutableBufferPointer { costs in
                        for state in costs.indices {
                            let other = first + state
                            guard other >= 0, other < count else {
                                costs[state] = 1
                                continue
                            }
                            var sum: Float = 0
                            for band in 0..<bands {
                                let difference = abs(left[frame &* bands + band] - right[other &* bands + band])
                                sum += weights[band] * min(difference, worstDifference)
                            }
                            costs[state] = sum
                        }
                    }
                }
            }
        }
    }
}
