import Statistics

extension FastElementary {
    /// The amplitude ratio of a level in decibels.
    static func amplitude(decibels: Double) -> Double { exponential(decibels * 0.11512925464970229) }
}
