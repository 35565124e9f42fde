/// What one direction was good for, second by second, in runs of equal states.
///
/// Written as `12u3a40u`: 12 s usable, 3 s good for sound alone, 40 s usable again; `x` stands for unusable.
public struct SecondCourse: Hashable, Sendable {
    public struct Run: Hashable, Sendable {
        public let state: SecondState
        public internal(set) var count: Int
    }

    public private(set) var runs: [Run] = []

    public init(_ states: some Sequence<SecondState>) {
        for state in states { append(state, count: 1) }
    }

    /// Reads the text of a course; `nil` where it is none.
    public init?(parsing text: String) {
        var digits = ""
        for character in text {
            if let state = SecondState(rawValue: character) {
                guard let count = Int(digits), (1...1_000_000).contains(count), state != runs.last?.state else {
                    return nil
                }
                append(state, count: count)
                digits = ""
            } else if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                return nil
            }
        }
        guard digits.isEmpty else { return nil }
    }

    public var text: String { runs.map { "\($0.count)\($0.state.rawValue)" }.joined() }

    /// How many seconds there are.
    public var count: Int { runs.reduce(0) { $0 + $1.count } }

    public func count(of state: SecondState) -> Int {
        runs.reduce(0) { $0 + ($1.state == state ? $1.count : 0) }
    }

    /// The longest stretch of seconds in any of some states: its first second among those that count, and its length.
    public func longestStretch(of states: Set<SecondState>) -> (start: Int, count: Int) {
        var (longest, current) = ((start: 0, count: 0), (start: 0, count: 0))
        var position = 0
        for run in runs {
            if states.contains(run.state) {
                if current.count == 0 { current.start = position }
                current.count += run.count
                if current.count > longest.count { longest = current }
            } else {
                current.count = 0
            }
            position += run.count
        }
        return longest
    }

    /// The stretch of seconds in any of some states with which the course ends; of length 0 where it ends in another.
    public func lastStretch(of states: Set<SecondState>) -> (start: Int, count: Int) {
        let length = runs.reversed().prefix { states.contains($0.state) }.reduce(0) { $0 + $1.count }
        return (count - length, length)
    }

    private mutating func append(_ state: SecondState, count: Int) {
        if runs.last?.state == state {
            runs[runs.count - 1].count += count
        } else {
            runs.append(Run(state: state, count: count))
        }
    }
}
