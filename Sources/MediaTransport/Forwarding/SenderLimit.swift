import Units

/// Decides when a sender is told what the others' legs carry.
///
/// The rule is that of libwebrtc's REMB (`remb_throttler.cc`): at once where the rate fell by 3 %, else 200 ms after the
/// last. An unchanged rate is repeated each second, since REMB can be lost (ours).
struct SenderLimit: Sendable {
    private static let dropFactor = 1.03
    private static let interval = TimeDelta.milliseconds(200)
    private static let repetition = TimeDelta.seconds(1)

    private var last: (time: Timestamp, rate: DataRate)?

    /// What was told last.
    var toldRate: DataRate? { last?.rate }

    /// Whether to tell a rate now.
    mutating func isDue(_ rate: DataRate, at now: Timestamp) -> Bool {
        if let last {
            let age = now - last.time
            let hasFallen = Double(rate.bitsPerSecond) * Self.dropFactor <= Double(last.rate.bitsPerSecond)
            let isOld = age >= (rate == last.rate ? Self.repetition : Self.interval)
            guard hasFallen || isOld else { return false }
        }
        last = (now, rate)
        return true
    }
}
