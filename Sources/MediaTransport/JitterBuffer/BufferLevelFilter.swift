/// The smoothed length of the packet buffer, in samples (libwebrtc NetEq, `buffer_level_filter.cc`).
struct BufferLevelFilter: Sendable {
    private static let startFactor: Int64 = 253

    /// In 256ths of a sample.
    private var level: Int64 = 0
    private var factor = Self.startFactor

    var sampleCount: Int { Int(level >> 8) }

    /// The longer the target, the slower the filter.
    mutating func setTarget(milliseconds: Int) {
        switch milliseconds {
        case ...20: factor = 251
        case ...60: factor = 252
        case ...140: factor = 253
        default: factor = 254
        }
    }

    /// Takes the length of a step, and what stretching took away since the last one.
    mutating func update(sampleCount: Int64, stretchedSampleCount: Int64) {
        let filtered = (factor * level >> 8) + (256 - factor) * sampleCount
        level = max(0, filtered - (stretchedSampleCount << 8))
    }

    /// Starts afresh at a length.
    mutating func set(sampleCount: Int64) { level = sampleCount << 8 }

    mutating func reset() { self = Self() }
}
