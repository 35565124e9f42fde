import Units

/// The chances and heights of one local network or access link, by the slice of a millisecond.
struct G1050SegmentLaw: Sendable {
    /// The chances that the low state ends after a slice, and the high.
    var enterHigh: Double
    var leaveHigh: Double
    /// The chance that a slice of the high state loses what comes in; the low state loses nothing.
    var highLoss: Double
    /// The chances of an impulse.
    var lowImpulse: Double
    var highImpulse: Double
    /// The greatest height of an impulse, in nanoseconds.
    var heightMax: Double
    /// Whether each impulse of the high state has the greatest height, and not one evenly below it.
    var isHighAtMax: Bool
    /// The share of an impulse that a filter of one pole takes up in a slice.
    var filter: Double
    /// What a slice adds at most by itself, in nanoseconds, evenly distributed.
    var extraMax: Double

    /// The share of slices in the high state.
    var highShare: Double { enterHigh + leaveHigh > 0 ? enterHigh / (enterHigh + leaveHigh) : 0 }
    var stationaryLoss: Double { highShare * highLoss }
    /// No slice delays by more, in nanoseconds.
    var delayMax: Double { heightMax + extraMax }

    static func lan(_ path: G1050) -> G1050SegmentLaw {
        let percent = path.conditions.lanOccupancy * 100
        let isNew = path.edition == .year2007
        return G1050SegmentLaw(
            enterHigh: (isNew ? 1e-4 : 4e-3) * percent,
            leaveHigh: 0.1,
            highLoss: (isNew ? 2.5e-5 : 4e-3) * percent,
            lowImpulse: 0,
            highImpulse: 0.5,
            heightMax: bitTime(of: G1050Conditions.lanPacketBytes, at: path.lanRate) * (1 + percent / 40),
            isHighAtMax: false,
            filter: 1,
            extraMax: isNew ? 1_500_000 : 0
        )
    }

    static func access(_ path: G1050) -> G1050SegmentLaw {
        let conditions = path.conditions
        let percent = conditions.accessOccupancy * 100
        let isNew = path.edition == .year2007
        let filter = 0.25
        let packet = bitTime(of: conditions.accessPacketBytes, at: path.accessRate)
        return G1050SegmentLaw(
            enterHigh: (isNew ? 2e-4 : 3e-4) * percent,
            leaveHigh: 0.2 / (1 + percent),
            highLoss: 5e-4 * percent,
            lowImpulse: 0.001 + percent / 2_000,
            highImpulse: 0.3 + 0.4 * percent / 100,
            heightMax: packet * (1 + percent / 40) * (isNew ? filter : 1),
            isHighAtMax: true,
            filter: filter,
            extraMax: 0
        )
    }

    private static func bitTime(of bytes: Int64, at rate: DataRate) -> Double {
        Double(rate.duration(of: DataSize(bytes: bytes)).nanoseconds)
    }
}
