import QualityModels
import RTPWire
import Units

/// What became of the packets of captured sound, in windows of 10 s from the start of the capture.
///
/// Numbers that never came were sent evenly between their neighbours. Sound that stops while pictures of the same call
/// still come is missing until they stop; where nothing tells whether sound was due, a window's time stays unknown.
struct CapturedWindows {
    struct Window {
        var fastest = Double.infinity
        var expected = 0
        var missed = 0
        /// The seconds for which it is known what was due.
        var known = 0.0
    }

    /// Opus's clock (RFC 7587, section 4.1).
    static let clock = 48_000.0
    /// How far time stamps and arrivals may drift apart and still tell when a packet was sent.
    static let longestDrift = AudioWindows.windowLength.seconds
    /// Seconds between two packets in a row, beyond which the sender paused; discontinuous Opus sends each 400 ms.
    private static let longestSpacing = 1.0

    private var windows: [Window]
    private let length: Double
    /// How many windows are samples of `audio.mos`.
    let sampleCount: Int

    private struct Sent {
        let number: Int64
        let time: Double
        let delay: Double
    }

    /// - Parameters:
    ///   - buffer: how much longer than the fastest packet of its window a packet may take and still be played.
    ///   - step: from one packet to the next.
    ///   - alive: when the last picture of the same call came; `nil` without pictures.
    /// - Returns: `nil` where time stamps and arrivals follow different clocks.
    init?(
        _ stream: CapturedStream,
        from begin: Timestamp,
        to end: Timestamp,
        buffer: TimeDelta,
        step: TimeDelta,
        alive: Timestamp?
    ) {
        let packets = Self.sent(stream, from: begin)
        guard let low = packets.map(\.delay).min(), let high = packets.map(\.delay).max(),
            high - low <= Self.longestDrift, let last = packets.last
        else { return nil }
        length = (end - begin).seconds
        sampleCount = AudioWindows.sampleCount(in: end - begin)
        windows = [Window](repeating: Window(), count: Int(length / AudioWindows.windowLength.seconds) + 1)
        for packet in packets {
            let index = place(packet.time)
            windows[index].fastest = min(windows[index].fastest, packet.delay)
        }
        for (packet, next) in zip(packets, packets.dropFirst()) {
            count(packet, buffer)
            countLost(between: packet, and: next)
        }
        count(last, buffer)
        cover(from: last.time, to: last.time + step.seconds)
        guard let alive, let arrived = stream.packets.map(\.time).max(), alive - arrived > .seconds(1) else { return }
        let silence = (alive - begin).seconds - last.time
        guard silence > step.seconds else { return }
        for number in 1...Int(silence / step.seconds) { miss(last.time + Double(number) * step.seconds) }
        cover(from: last.time + step.seconds, to: last.time + silence)
    }

    /// The windows of which enough is known to score them: 5 s, or all but a second of a shorter last one.
    var scored: [Window] {
        windows.prefix(sampleCount).enumerated().filter { index, window in
            let own = min(length - Double(index) * AudioWindows.windowLength.seconds, AudioWindows.windowLength.seconds)
            return window.known >= min(AudioWindows.shortestWindow.seconds, own - 1)
        }.map(\.element)
    }

    /// Whether any packet came in time for the buffer.
    var hasPlayed: Bool { windows.contains { $0.expected > $0.missed } }

    /// The first copy of each packet, in the order of their numbers, with when it was sent by the first one's clock.
    private static func sent(_ stream: CapturedStream, from begin: Timestamp) -> [Sent] {
        guard let first = stream.packets.first else { return [] }
        var known: [Int64: Sent] = [:]
        for packet in stream.packets where known[packet.sequenceNumber] == nil {
            let time = (first.time - begin).seconds + Double(packet.timestamp - first.timestamp) / clock
            let delay = (packet.time - begin).seconds - time
            known[packet.sequenceNumber] = Sent(number: packet.sequenceNumber, time: time, delay: delay)
        }
        return known.values.sorted { $0.number < $1.number }
    }

    private func place(_ time: Double) -> Int {
        min(Int(min(max(time, 0), length) / AudioWindows.windowLength.seconds), windows.count - 1)
    }

    private mutating func count(_ packet: Sent, _ buffer: TimeDelta) {
        let index = place(packet.time)
        windows[index].expected += 1
        if packet.delay - windows[index].fastest > buffer.seconds { windows[index].missed += 1 }
    }

    private mutating func miss(_ time: Double) {
        let index = place(time)
        windows[index].expected += 1
        windows[index].missed += 1
    }

    private mutating func countLost(between packet: Sent, and next: Sent) {
        let spacing = (next.time - packet.time) / Double(next.number - packet.number)
        for number in (packet.number + 1)..<next.number {
            miss(packet.time + Double(number - packet.number) * spacing)
        }
        if spacing <= Self.longestSpacing { cover(from: packet.time, to: next.time) }
    }

    /// Notes that it is known what was due in a time.
    private mutating func cover(from begin: Double, to end: Double) {
        let (from, to) = (max(begin, 0), min(end, length))
        guard from < to else { return }
        for index in place(from)...place(to) {
            let start = Double(index) * AudioWindows.windowLength.seconds
            windows[index].known += max(min(to, start + AudioWindows.windowLength.seconds) - max(from, start), 0)
        }
    }
}
