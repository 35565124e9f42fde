/// How many seconds of one direction were not usable, and for which causes; a second can have several.
public struct UsabilityAccount: Hashable, Sendable {
    public let seconds: Int
    /// The seconds that were good for sound alone.
    public let audioOnly: Int
    /// The seconds that were good for nothing.
    public let unusable: Int
    /// The seconds of each cause that occurred.
    public let causes: [Cause: Int]
    /// Whether enough of the seconds are usable; a call without length never is.
    public let isUsable: Bool
    /// The state of every second that counts, in order of time.
    public let course: SecondCourse

    /// A cause as files name it.
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        case score = "mos"
        case concealment
        case delay
        case frameRate = "frame_rate"
        case freeze
        case lipSync = "lip_sync"
        case lines
        case fidelity = "psnr"

        var flag: UnusableCauses {
            switch self {
            case .score: .score
            case .concealment: .concealment
            case .delay: .delay
            case .frameRate: .frameRate
            case .freeze: .freeze
            case .lipSync: .lipSync
            case .lines: .lines
            case .fidelity: .fidelity
            }
        }
    }

    public init(course: SecondCourse, causes: [Cause: Int] = [:], isUsable: Bool) {
        seconds = course.count
        audioOnly = course.count(of: .audioOnly)
        unusable = course.count(of: .unusable)
        self.causes = causes.filter { $0.value > 0 }
        self.isUsable = isUsable
        self.course = course
    }

    public init(_ direction: ConsultationUsability.Direction) {
        var counts: [Cause: Int] = [:]
        for cause in Cause.allCases { counts[cause] = direction.causes.count { $0.contains(cause.flag) } }
        self.init(
            course: SecondCourse(direction.causes.map(\.state)),
            causes: counts,
            isUsable: direction.isUsable
        )
    }

    /// The share of seconds in a state; `nil` for a call without length.
    public func share(of state: SecondState) -> Double? {
        seconds > 0 ? Double(course.count(of: state)) / Double(seconds) : nil
    }

    public subscript(cause: Cause) -> Int { causes[cause] ?? 0 }
}
