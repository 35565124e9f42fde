import NetworkEmulation
import Units

/// Reads `reorder`: a word for what jitter may do, or the long form for packets that overtake.
enum ReorderDecoding {
    /// Reads it into a link; `isWhole` where nothing else stands behind a missing key.
    static func read(_ section: Section, into link: inout LinkConfiguration, isWhole: Bool) {
        let key = LinkFields.reorder.key
        guard let tree = section.tree[key] else {
            if isWhole, let word = section.value(LinkFields.reorder) { link.allowsReordering = word }
            return
        }
        if case .scalar = tree.content {
            let word = Section.value(
                LinkFields.reorder.scalar,
                of: tree,
                path: section.path(key),
                findings: section.findings
            )
            if let word { link.allowsReordering = word }
            return
        }
        guard let reordering = reordering(of: section) else { return }
        link.reordering = reordering
        if link.delay == .zero {
            section.complain(
                "nothing can be overtaken on a link without delay",
                hint: "add delay: 20 ms",
                at: key
            )
        }
    }

    /// The long form.
    static func reordering(of section: Section) -> Reordering? {
        guard let inner = section.section(LinkFields.reorder.key, ReorderFields.table) else { return nil }
        let rate = inner.value(ReorderFields.rate)
        let gap = inner.value(ReorderFields.gap)
        guard let rate, let gap else { return nil }
        return Reordering(probability: Probability(clamping: rate), gap: gap)
    }
}
