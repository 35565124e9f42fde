import Units
import VirtualTime

/// A local network or access link of a G.1050 path: what happens in each slice of a millisecond.
///
/// Slices are made in order when the first packet needs them, from a stream that no packet touches. A packet takes
/// the slice in which it comes in, and no packet overtakes another: it comes out no earlier than one would that had
/// come in at the last instant of any slice before. So what becomes of a packet depends on nothing but time.
struct G1050Segment: Sendable {
    static let sliceLength: Int64 = 1_000_000

    struct Slice: Sendable {
        /// In nanoseconds.
        var delay: Int64
        /// Before this nobody comes out who comes in during the slice.
        var floor: Int64
        var isHigh: Bool
        var isLost: Bool
    }

    private let law: G1050SegmentLaw
    private var newest = Slice(delay: 0, floor: .min, isHigh: false, isLost: false)
    private var newestNumber: Int64 = -1
    /// The latest slices where packets may come in behind others, otherwise none.
    ///
    /// Number n is at n modulo their count.
    private var latest: [Slice]
    private var isHigh: Bool
    private var filtered = 0.0
    private var random: RandomStream

    /// Makes a segment that can be asked for times that lie back by as much as `reach` behind the latest.
    init(_ law: G1050SegmentLaw, reach: TimeDelta, random: RandomStream) {
        self.law = law
        self.random = random
        isHigh = self.random.unitInterval() < law.highShare
        let count = reach > .zero ? Int((reach.nanoseconds + Self.sliceLength - 1) / Self.sliceLength) + 1 : 0
        latest = Array(repeating: newest, count: count)
    }

    /// What becomes of a packet that comes in at `time`.
    mutating func pass(_ time: Timestamp) -> DelayLine.Release {
        let slice = slice(at: time)
        let out = max(time.nanoseconds + slice.delay, slice.floor)
        return DelayLine.Release(time: Timestamp(nanoseconds: out), isLost: slice.isLost)
    }

    mutating func slice(at time: Timestamp) -> Slice {
        let number = max(0, time.nanoseconds / Self.sliceLength)
        while newestNumber < number { make() }
        if number == newestNumber { return newest }
        let count = Int64(latest.count)
        precondition(newestNumber - number < count, "a slice was asked for that is no longer held")
        return latest[Int(number % count)]
    }

    /// Makes the next slice, from two draws, or three where one adds something by itself.
    private mutating func make() {
        let (moves, strikes) = Self.units(random.next())
        let (height, loses) = Self.units(random.next())
        var impulse = 0.0
        if strikes < (isHigh ? law.highImpulse : law.lowImpulse) {
            impulse = isHigh && law.isHighAtMax ? law.heightMax : height * law.heightMax
        }
        filtered += law.filter * (impulse - filtered)
        var delay = filtered
        if law.extraMax > 0 { delay += random.unitInterval() * law.extraMax }
        let floor = max(newest.floor, newestNumber * Self.sliceLength + Self.sliceLength - 1 + newest.delay)
        newestNumber += 1
        newest = Slice(
            delay: Int64(delay.rounded()),
            floor: floor,
            isHigh: isHigh,
            isLost: isHigh && loses < law.highLoss
        )
        if !latest.isEmpty { latest[Int(newestNumber % Int64(latest.count))] = newest }
        if moves < (isHigh ? law.leaveHigh : law.enterHigh) { isHigh.toggle() }
    }

    /// Two values in 0..<1 of 32 bits each.
    private static func units(_ bits: UInt64) -> (Double, Double) {
        (Double(bits >> 32) * 0x1p-32, Double(bits & 0xFFFF_FFFF) * 0x1p-32)
    }
}
