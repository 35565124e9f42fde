import NetworkEmulation
import Units

/// Reads `cell` of a shared link.
struct CellDecoding {
    /// The section of the link.
    let section: Section

    /// `nil` with an error where something is wrong.
    func cell() -> CellSettings? {
        var others: [String] = []
        if case .mapping(let entries) = section.tree.content {
            others = entries.map(\.key).filter { $0 != CellFields.key }
        }
        for key in others {
            section.complain(
                "a cell is the whole of its link",
                hint:
                    "leave \(YAMLTree.shortened(key)) out, and go via a second link for what lies behind the access point",
                at: key
            )
        }
        guard let cell = section.section(CellFields.key, CellFields.table) else { return nil }
        let rate = cell.value(CellFields.rate)
        let errors = cell.value(CellFields.frameErrors)
        let slow = slow(cell)
        if let slow, let rate, slow.rate >= rate {
            cell.complain("slow stations are not slower than the others", at: CellFields.slow.key)
        }
        let aggregation = cell.has(CellFields.aggregation.key) ? cell.value(CellFields.aggregation) : nil
        let packetsMax = packetsMax(cell)
        let isWhole =
            (slow == nil) != cell.has(CellFields.slow.key)
            && (aggregation == nil) != cell.has(CellFields.aggregation.key)
        guard others.isEmpty, isWhole, let rate, let errors, let packetsMax else { return nil }
        return CellSettings(
            rate: rate,
            slow: slow,
            frameErrors: Probability(clamping: errors),
            aggregation: aggregation,
            packetsMax: packetsMax
        )
    }

    private func slow(_ cell: Section) -> CellSettings.Slow? {
        guard cell.has(CellFields.slow.key) else { return nil }
        guard let inner = cell.section(CellFields.slow.key, CellFields.slowTable) else { return nil }
        let share = inner.value(CellFields.share)
        guard let rate = inner.value(CellFields.slowRate), let share else { return nil }
        return CellSettings.Slow(share: Probability(clamping: share), rate: rate)
    }

    private func packetsMax(_ cell: Section) -> Int? {
        guard let limit = cell.value(CellFields.queue) else { return nil }
        if case .packets(let count) = limit, count > 0 { return count }
        cell.complain("a cell's queues are counted in packets", hint: "write 200 packets", at: CellFields.queue.key)
        return nil
    }
}
