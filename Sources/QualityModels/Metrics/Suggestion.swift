/// Finds what a misspelt word was probably meant to be.
public enum Suggestion {
    /// The word nearest to `text`, or `nil` where none is near enough to be worth offering.
    ///
    /// Nearness is the number of inserted, deleted, replaced or swapped neighbouring characters, letter case apart, up
    /// to one in three of the longer word. Failing that, the one word whose last dotted part is `text`: `mos` finds
    /// `audio.mos`. Of equally near words the first wins.
    public static func nearest(to text: String, among words: [String]) -> String? {
        let wanted = Array(text.lowercased())
        guard !wanted.isEmpty else { return nil }
        var best: (distance: Int, word: String)?
        for word in words {
            let candidate = Array(word.lowercased())
            let limit = max(wanted.count, candidate.count) / 3
            guard abs(wanted.count - candidate.count) <= max(limit, 1) else { continue }
            let distance = editDistance(wanted, candidate)
            guard distance <= max(limit, 1), distance < min(wanted.count, candidate.count) || distance == 0 else {
                continue
            }
            if distance < best?.distance ?? .max { best = (distance, word) }
        }
        if let best { return best.word }
        let ending = "." + text.lowercased()
        let dotted = words.filter { $0.lowercased().hasSuffix(ending) }
        return dotted.count == 1 ? dotted[0] : nil
    }

    /// The optimal string alignment distance: a swap of neighbours costs one.
    static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [Int](repeating: row + 1, count: right.count + 1)
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current[column + 1] = cost
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
