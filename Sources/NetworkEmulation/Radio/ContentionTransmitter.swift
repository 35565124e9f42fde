import Units
import VirtualTime

/// A contended Wi-Fi link at work, in whole numbers: air time is work, and what is left of the medium is the rate.
struct ContentionTransmitter: Sendable {
    private static let whole: Int64 = 1_000_000

    let meanRate: Int64
    private let radio: WiFiContention
    private var tries: RandomStream
    private var busy: FadeTimeline
    /// The whole nanosecond within which the work ends, and the work since it began.
    private var time: Int64 = .min
    private var rest: Int64 = 0

    init(_ radio: WiFiContention, seed: UInt64, owner: UInt32, leg: Leg) {
        self.radio = radio
        meanRate = radio.meanRate.bitsPerSecond
        tries = RandomStream(seed: seed, owner: owner, cause: .wifiTries, leg: leg)
        busy = FadeTimeline(random: RandomStream(seed: seed, owner: owner, cause: .wifiContention, leg: leg))
        busy.begin(badShare: radio.busyShare, meanBad: radio.meanBusy, at: .start)
    }

    func earliestStart(since waiting: Timestamp) -> Timestamp {
        time < waiting.nanoseconds ? waiting : Timestamp(nanoseconds: time + (rest > 0 ? 1 : 0))
    }

    /// Sends a packet, as often as it takes: as many draws as there may be tries, whatever comes of them.
    mutating func transmit(_ size: DataSize, since waiting: Timestamp) -> Bottleneck.Service {
        if time < waiting.nanoseconds {
            time = waiting.nanoseconds
            rest = 0
        }
        let start = earliestStart(since: waiting)
        var isLost = true
        var spent = TimeDelta.zero
        var drawn = 0
        while drawn < radio.timings.triesMax, isLost {
            let draw = tries.next()
            let window = UInt64(radio.timings.window(ofTry: drawn))
            let slots = Int64(((draw & 0xFFFF_FFFF) * (window + 1)) >> 32)
            spent += radio.tryTime(of: size) + WiFiTimings.slot * slots
            isLost = Double(draw >> 32) * 0x1p-32 < radio.retry.value
            drawn += 1
        }
        tries.skip(radio.timings.triesMax - drawn)
        extend(by: spent.nanoseconds * Self.whole)
        let end = Timestamp(nanoseconds: time + (rest > 0 ? 1 : 0))
        return Bottleneck.Service(start: start, end: end, isLost: isLost)
    }

    private mutating func extend(by work: Int64) {
        var left = work
        while true {
            busy.advance(to: Timestamp(nanoseconds: time))
            let rate = busy.isBad ? Int64(radio.shareLeft) : Self.whole
            let (span, remainder) = (rest + left).quotientAndRemainder(dividingBy: rate)
            let (gap, isEndless) = busy.nextTurn.nanoseconds.subtractingReportingOverflow(time)
            let room = isEndless ? .max : gap
            if span < room {
                time += span
                rest = remainder
                return
            }
            left -= rate * room - rest
            time += room
            rest = 0
        }
    }
}
