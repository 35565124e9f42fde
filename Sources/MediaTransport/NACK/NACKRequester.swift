import DequeModule
import Units

/// Decides which missing packets to ask for again, and when (libwebrtc `nack_requester.cc`, M150).
///
/// Sequence numbers are unwrapped. A gap is asked for as soon as it shows; what stays missing is asked for again one
/// round trip after the last request, looked at every 20 ms.
struct NACKRequester: Sendable {
    static let processInterval = TimeDelta.milliseconds(20)
    static let defaultRoundTripTime = TimeDelta.milliseconds(100)
    static let listCountMax = 1_000
    static let ageMax: Int64 = 10_000

    private struct Entry {
        var sequence: Int64
        var sentAt: Timestamp
        var retries: Int
    }

    /// What a packet meant to the list.
    enum Reception: Hashable, Sendable {
        /// It came in order or was not missed, or had been asked for this often.
        case requested(times: Int)
        /// It shows this gap, which is to be asked for.
        case gap([Int64])
        /// The list overflowed and was emptied: only a key frame helps.
        case overflow
    }

    var roundTripTime = Self.defaultRoundTripTime

    private let retriesMax: Int
    private var newest: Int64?
    /// In ascending order.
    private var missing: Deque<Entry> = []
    /// What came as a repair ahead of the newest packet, in ascending order.
    private var recovered: Deque<Int64> = []
    /// `distantFuture` before the first packet.
    private var processTime = Timestamp.distantFuture
    /// How often the list was emptied because it was full, and how many packets were asked for as often as allowed.
    private(set) var overflowCount = 0
    private(set) var exhaustedCount = 0

    init(retriesMax: Int) { self.retriesMax = retriesMax }

    var missingCount: Int { missing.count }

    /// When `process` has something to look at.
    var nextTimeout: Timestamp? { missing.isEmpty ? nil : processTime }

    /// The same; `distantFuture` where nothing is due.
    var wakeTime: Timestamp { missing.isEmpty ? .distantFuture : processTime }

    /// Takes the sequence number of a packet; `isRecovered` for retransmissions and packets rebuilt from FEC.
    mutating func receive(_ sequence: Int64, isRecovered: Bool, at now: Timestamp) -> Reception {
        guard let newest else {
            self.newest = sequence
            processTime = now + Self.processInterval
            return .requested(times: 0)
        }
        if sequence <= newest {
            guard sequence < newest, let index = index(of: sequence) else { return .requested(times: 0) }
            return .requested(times: missing.remove(at: index).retries)
        }
        if isRecovered {
            insertRecovered(sequence)
            return .requested(times: 0)
        }
        self.newest = sequence
        return addGap(after: newest, before: sequence, at: now)
    }

    /// Drops everything before `sequence`: its frame is continuous, so nobody needs what lies before.
    mutating func clear(before sequence: Int64) {
        while let first = missing.first, first.sequence < sequence { missing.removeFirst() }
        while let first = recovered.first, first < sequence { recovered.removeFirst() }
    }

    /// Returns what is due for another request.
    mutating func process(at now: Timestamp) -> [Int64] {
        // A gap brings the timer up to date, so nothing needs looking at while nothing is missing.
        var due = processTime
        guard !missing.isEmpty, now >= due else { return [] }
        // The timer keeps its phase through silent stretches.
        let steps = (now - due).nanoseconds / Self.processInterval.nanoseconds + 1
        due += Self.processInterval * steps
        processTime = due
        var batch: [Int64] = []
        var hasExhausted = false
        for index in missing.indices where now - missing[index].sentAt >= roundTripTime {
            batch.append(missing[index].sequence)
            missing[index].retries += 1
            missing[index].sentAt = now
            if missing[index].retries >= retriesMax { hasExhausted = true }
        }
        if hasExhausted {
            let before = missing.count
            missing.removeAll { $0.retries >= retriesMax }
            exhaustedCount += before - missing.count
        }
        return batch
    }

    private mutating func addGap(after newest: Int64, before sequence: Int64, at now: Timestamp) -> Reception {
        while let first = missing.first, first.sequence < sequence - Self.ageMax { missing.removeFirst() }
        let gapLength = sequence - newest - 1
        guard gapLength > 0 else { return .requested(times: 0) }
        guard missing.count + Int(gapLength) <= Self.listCountMax else {
            missing.removeAll(keepingCapacity: true)
            overflowCount += 1
            return .overflow
        }
        var batch: [Int64] = []
        for lost in (newest + 1)..<sequence where !recovered.contains(lost) {
            batch.append(lost)
            if retriesMax > 1 { missing.append(Entry(sequence: lost, sentAt: now, retries: 1)) }
        }
        alignProcessTime(to: now)
        return batch.isEmpty ? .requested(times: 0) : .gap(batch)
    }

    /// Moves the timer past the time during which nothing was missing.
    private mutating func alignProcessTime(to now: Timestamp) {
        let due = processTime
        guard due <= now else { return }
        let steps = (now - due).nanoseconds / Self.processInterval.nanoseconds + 1
        processTime = due + Self.processInterval * steps
    }

    private mutating func insertRecovered(_ sequence: Int64) {
        var position = recovered.count
        while position > 0, recovered[position - 1] > sequence { position -= 1 }
        if position > 0, recovered[position - 1] == sequence { return }
        recovered.insert(sequence, at: position)
        while let first = recovered.first, first < sequence - Self.ageMax { recovered.removeFirst() }
    }

    private func index(of sequence: Int64) -> Int? {
        var low = 0
        var high = missing.count
        while low < high {
            let middle = (low + high) / 2
            if missing[middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low < missing.count && missing[low].sequence == sequence ? low : nil
    }
}
