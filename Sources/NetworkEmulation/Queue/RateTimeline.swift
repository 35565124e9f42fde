import Units

/// A link's rate over all time: in pieces, each of one rate or a trace's.
struct RateTimeline: Sendable {
    enum Source: Sendable {
        /// Bits per second; `nil` passes everything at once.
        case fixed(Int64?)
        case trace(RateTrace)

        fileprivate var endsInNothing: Bool { if case .fixed(0) = self { true } else { false } }
    }

    struct Piece: Sendable {
        let start: Int64
        let source: Source
    }

    /// In order of time; the first holds from the beginning, and the last is not a rate of zero.
    let pieces: [Piece]

    init(pieces: [Piece]) {
        precondition(!pieces.isEmpty, "a link has a rate")
        precondition(
            pieces.allSatisfy { if case .fixed(let rate?) = $0.source { rate >= 0 } else { true } },
            "a rate cannot be negative"
        )
        precondition(
            pieces.last.map { !$0.source.endsInNothing } ?? false,
            "a link whose last rate is zero never delivers what waits"
        )
        self.pieces = pieces
    }

    /// When the piece after one begins.
    fileprivate func end(ofPiece piece: Int) -> Int64 {
        piece + 1 < pieces.count ? pieces[piece + 1].start : .max
    }
}

/// A place in a rate timeline: one stretch of constant rate, from which it only goes on.
struct RateCursor: Sendable {
    private(set) var end: Int64 = .max
    /// Bits per second; `nil` passes everything at once.
    private(set) var rate: Int64?
    private var piece = 0
    private var step = 0
    /// When the trace of the piece began last.
    private var traceStart: Int64 = 0

    init(_ timeline: borrowing RateTimeline) { enter(0, at: .min, timeline) }

    /// The first rate that is not zero, from here on; for limits that want one before any has been.
    static func firstRate(_ timeline: borrowing RateTimeline) -> Int64? {
        var cursor = RateCursor(timeline)
        while cursor.rate == 0 { cursor.moveOn(timeline) }
        return cursor.rate
    }

    /// Goes over to the next stretch.
    mutating func moveOn(_ timeline: borrowing RateTimeline) {
        guard end < timeline.end(ofPiece: piece), case .trace(let trace) = timeline.pieces[piece].source else {
            return enter(piece + 1, at: end, timeline)
        }
        step += 1
        if step == trace.steps.count {
            step = 0
            traceStart = end
        }
        settle(trace, timeline)
    }

    /// Goes to the stretch in force at a time, passing over those between without looking at them.
    mutating func seek(_ time: Int64, _ timeline: borrowing RateTimeline) {
        guard time >= end else { return }
        if time < timeline.end(ofPiece: piece) {
            moveOn(timeline)
            if time >= end { enter(piece, at: time, timeline) }
            return
        }
        var next = piece + 1
        while time >= timeline.end(ofPiece: next) { next += 1 }
        enter(next, at: time, timeline)
    }

    /// The last rate up to here that was not zero: `.some(nil)` where that was none at all, `nil` where none came yet.
    func lastRate(_ timeline: borrowing RateTimeline) -> Int64?? {
        if rate != 0 { return .some(rate) }
        for index in (0...piece).reversed() {
            switch timeline.pieces[index].source {
            case .fixed(let fixed):
                if fixed != 0 { return .some(fixed) }
            case .trace(let trace):
                let passed = index == piece && traceStart == 0 ? trace.steps[...step] : trace.steps[...]
                if let last = passed.last(where: { $0.rate > .zero }) {
                    return .some(last.rate.bitsPerSecond)
                }
            }
        }
        return nil
    }

    private mutating func enter(_ next: Int, at time: Int64, _ timeline: borrowing RateTimeline) {
        piece = next
        switch timeline.pieces[next].source {
        case .fixed(let fixed):
            rate = fixed
            end = timeline.end(ofPiece: next)
        case .trace(let trace):
            let time = max(time, 0)
            traceStart = trace.length.map { time / $0.nanoseconds * $0.nanoseconds } ?? 0
            step = trace.index(at: time - traceStart)
            settle(trace, timeline)
        }
    }

    private mutating func settle(_ trace: RateTrace, _ timeline: borrowing RateTimeline) {
        rate = trace.steps[step].rate.bitsPerSecond
        let next = step + 1 < trace.steps.count ? trace.steps[step + 1].start : trace.length
        let own = next.map { $0.nanoseconds.addingReportingOverflow(traceStart) }
        end = min(own.map { $0.overflow ? .max : $0.partialValue } ?? .max, timeline.end(ofPiece: piece))
    }
}
