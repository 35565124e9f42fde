/// The one form that sound has inside: 48 kHz, mono, 16-bit linear PCM, as `[Int16]`.
public enum AudioFormat {
    /// Samples a second.
    public static let sampleRate = 48_000
    /// Samples in the 10 ms that a play-out asks for at a time.
    public static let samplesPer10Milliseconds = 480
    /// Samples in a 20 ms packet.
    public static let samplesPer20Milliseconds = 960
    /// The amplitude of 0 dBov, the overload point of 16-bit PCM (ITU-T G.100.1: levels are relative to it).
    public static let overload = 32_768.0

    /// The nearest sample to a value, limited to what 16 bits hold.
    @inline(__always)
    static func sample(_ value: Double) -> Int16 {
        let limited = value < -32_768 ? -32_768 : value > 32_767 ? 32_767 : value
        // Truncating a positive number rounds to nearest without a call of the C library's round().
        return Int16(truncatingIfNeeded: Int32(limited + 32_768.5) - 32_768)
    }
}
