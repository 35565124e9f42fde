/// A page of which several tools each write a part: the head, and sections behind marks of their own.
public enum PageSections {
    /// The line that begins a section.
    public static func mark(_ name: String) -> String { "<!-- section: \(name) -->\n" }

    private static let anyMark = "<!-- section: "

    /// What stands before the first section.
    public static func head(of page: String) -> String {
        guard let start = page.firstRange(of: anyMark) else { return page }
        return String(page[..<start.lowerBound])
    }

    /// A section without its mark, or `nil` where the page has none of the name.
    public static func section(_ name: String, of page: String) -> String? {
        guard let start = page.firstRange(of: mark(name)) else { return nil }
        return head(of: String(page[start.upperBound...]))
    }

    /// The page with another head, its sections as they are.
    public static func replacingHead(with text: String, in page: String) -> String {
        text + page[head(of: page).endIndex...]
    }

    /// The page with a section replaced, or added at the end.
    public static func replacing(_ name: String, with text: String, in page: String) -> String {
        guard let start = page.firstRange(of: mark(name)) else { return page + mark(name) + text }
        let rest = page[start.upperBound...]
        let old = head(of: String(rest))
        return page[..<start.upperBound] + text + rest.dropFirst(old.count)
    }
}
