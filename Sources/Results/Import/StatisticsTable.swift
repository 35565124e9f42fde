public import Units

/// What `getStats` said at one end of a call in a series of snapshots: a column for each field of each object.
///
/// Objects are named by type and kind, such as `inbound-rtp.audio`, and fields as in W3C webrtc-stats; counters are
/// cumulative. Only numbers are kept. A field that a snapshot lacks is `nil` there.
public struct StatisticsTable: Hashable, Sendable {
    /// When each snapshot was taken, since the connection stood; in ascending order.
    public let times: [TimeDelta]
    private var columns: [String: [Double?]] = [:]
    /// For each snapshot the latest that has the field, itself included; -1 for none.
    private var latestKnown: [String: [Int]] = [:]

    public init(times: [TimeDelta]) { self.times = times }

    /// The columns' names, such as `inbound-rtp.audio.packetsLost`, in alphabetical order.
    public var names: [String] { columns.keys.sorted() }

    /// The values of a field, one a snapshot, or `nil` where no snapshot had it.
    public subscript(name: String) -> [Double?]? { columns[name] }

    /// Takes a column; it must have a value, or none, for each snapshot.
    public mutating func append(_ name: String, _ values: [Double?]) {
        precondition(values.count == times.count, "\(name) has \(values.count) values for \(times.count) snapshots")
        columns[name] = values
        var known = -1
        latestKnown[name] = values.indices.map { index in
            if values[index] != nil { known = index }
            return known
        }
    }

    /// How much a counter grew from the first snapshot, or from zero where that lacks it, to the last that has it.
    public func growth(_ name: String) -> Double? { growth(name, from: 0, to: times.count - 1) }

    /// How much a counter grew between two snapshots; `nil` where the later ones never had it.
    public func growth(_ name: String, from first: Int, to last: Int) -> Double? {
        guard let known = latestKnown[name], known.indices.contains(first), known.indices.contains(last),
            known[last] >= first, let end = latest(name, at: last)
        else { return nil }
        // Counters begin at zero; a field appears when its stream does.
        return end - (latest(name, at: first) ?? 0)
    }

    /// The latest value that is known at a snapshot; `nil` where neither it nor one before it has the field.
    func latest(_ name: String, at index: Int) -> Double? {
        guard let known = latestKnown[name]?[index], known >= 0 else { return nil }
        return columns[name]?[known]
    }

    /// A counter at every snapshot: between those that have it as if it grew evenly, before them 0, after them as last known.
    ///
    /// `nil` where no snapshot has it.
    func filled(_ name: String) -> [Double]? {
        guard let column = columns[name], column.contains(where: { $0 != nil }) else { return nil }
        var values: [Double] = []
        var known: Int?
        for (index, value) in column.enumerated() {
            guard let value else {
                values.append(known.map { values[$0] } ?? 0)
                continue
            }
            if let known, index - known > 1 {
                let (from, whole) = (values[known], (times[index] - times[known]).seconds)
                for between in (known + 1)..<index {
                    values[between] = from + (value - from) * (times[between] - times[known]).seconds / whole
                }
            }
            values.append(value)
            known = index
        }
        return values
    }

    /// The index of the snapshot nearest to a time, or `nil` where none lies within half a second.
    public func index(nearest time: TimeDelta) -> Int? {
        let distances = times.map { $0 < time ? time - $0 : $0 - time }
        guard let least = distances.min(), least <= .milliseconds(500) else { return nil }
        return distances.firstIndex(of: least)
    }
}
