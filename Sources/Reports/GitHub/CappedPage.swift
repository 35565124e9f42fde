/// Sections of lines that together keep to a number of bytes.
struct CappedPage {
    private let byteCountMax: Int
    private var lines: [String] = []
    private var byteCount = 0
    /// Titles of what did not fit.
    private var cut: [String] = []

    /// What the line about cut sections may take.
    private static let noteByteCount = 400

    init(byteCountMax: Int) { self.byteCountMax = byteCountMax }

    /// Adds a section, as many of its lines as there is room for.
    mutating func append(_ title: String, _ section: [String]) {
        guard !section.isEmpty else { return }
        let whole = section + [""]
        for line in whole {
            guard cut.isEmpty, byteCount + line.utf8.count + 1 + Self.noteByteCount <= byteCountMax else {
                cut.append(title)
                return
            }
            lines.append(line)
            byteCount += line.utf8.count + 1
        }
    }

    var text: String {
        guard !cut.isEmpty else { return lines.joined(separator: "\n") }
        let note =
            "\n_Cut to \(byteCountMax) bytes: of " + cut.joined(separator: ", ") + " the rest is in the run's files._\n"
        return (lines + [note]).joined(separator: "\n")
    }
}
