import Units

/// A burst above the current rate, sent to find out whether more fits.
struct ProbeCluster: Hashable, Sendable {
    /// At least five packets and fifteen milliseconds (libwebrtc, `probe_controller.h`).
    static let minimumPackets = 5
    static let minimumDuration = TimeDelta.milliseconds(15)

    var identifier: Int32
    /// In bit/s.
    var bitrate: Double

    var minimumBytes: Int { Int(bitrate * Self.minimumDuration.seconds / 8) }
}
