/// What the recordings' emulator did, and when: `20:3:delay=20,rate=300,q=200` from 20 s on, in both directions.
///
/// The number in the middle adds 1 for what A sends and 2 for what B sends. Each step replaces all that held before.
/// `delay` and `jit` are milliseconds, `jit` evenly to both sides, with `fifo=1` in order; `rate` is kbit/s of IP and `q`
/// the queue in ms; `loss` is a share, `gp` and `gr` the chances of a two-state chain to turn bad and good with each packet.
public struct ImpairmentSchedule: Hashable, Sendable {
    public struct Impairment: Hashable, Sendable {
        public var delay = 0.0
        public var jitter = 0.0
        public var keepsOrder = false
        public var rate: Double?
        public var queue: Double?
        public var loss: Double?
        public var leaveGood: Double?
        public var leaveBad: Double?

        public init() {}
    }

    public struct Step: Hashable, Sendable {
        public var seconds: Double
        public var impairment: Impairment
    }

    /// The steps of what each end sends, in order of time; the first holds from the start.
    public private(set) var fromA: [Step] = []
    public private(set) var fromB: [Step] = []

    public func steps(from end: RecordedEnd) -> [Step] { end == .a ? fromA : fromB }

    /// Whether any rate is limited.
    public var limitsRate: Bool { (fromA + fromB).contains { $0.impairment.rate != nil } }

    /// Reads the entries; `place` is for errors.
    public init(_ entries: [String], place: String) throws(ValidationError) {
        for entry in entries { try add(entry, place) }
        for (name, steps) in [("A", fromA), ("B", fromB)] {
            guard steps.first?.seconds == 0 else {
                throw Self.error(place, "nothing says what happens to what \(name) sends from 0 s on")
            }
            guard zip(steps, steps.dropFirst()).allSatisfy({ $0.seconds < $1.seconds }) else {
                throw Self.error(place, "the steps are not in the order of time")
            }
        }
    }

    private mutating func add(_ entry: String, _ place: String) throws(ValidationError) {
        let parts = entry.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let seconds = Double(parts[0]), seconds >= 0, let mask = Int(parts[1]),
            (1...3).contains(mask)
        else { throw Self.error(place, "'\(entry)' is no step") }
        var impairment = Impairment()
        for setting in parts[2].split(separator: ",") {
            let pair = setting.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let value = Double(pair[1]), value.isFinite, value >= 0 else {
                throw Self.error(place, "'\(setting)' in '\(entry)' is no setting")
            }
            switch pair[0] {
            case "delay": impairment.delay = value
            case "jit": impairment.jitter = value
            case "fifo": impairment.keepsOrder = value > 0
            case "rate": impairment.rate = value
            case "q": impairment.queue = value
            case "loss" where value <= 1: impairment.loss = value
            case "gp" where value <= 1: impairment.leaveGood = value
            case "gr" where value <= 1: impairment.leaveBad = value
            default: throw Self.error(place, "'\(setting)' in '\(entry)' is unknown")
            }
        }
        guard (impairment.leaveGood == nil) == (impairment.leaveBad == nil) else {
            throw Self.error(place, "'\(entry)' gives one of gp and gr without the other")
        }
        if mask & 1 != 0 { fromA.append(Step(seconds: seconds, impairment: impairment)) }
        if mask & 2 != 0 { fromB.append(Step(seconds: seconds, impairment: impairment)) }
    }

    private static func error(_ place: String, _ message: String) -> ValidationError {
        ValidationError(
            place,
            message,
            hint: "meta.schedule holds steps such as 20:3:delay=20,rate=300,q=200; the keys are "
                + "delay, jit, fifo, rate, q, loss, gp and gr"
        )
    }
}
