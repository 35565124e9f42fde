extension Markup {
    /// The piece as HTML, drawings within as SVG; no white space is added but line ends between blocks.
    public var html: String {
        var text = ""
        write(to: &text)
        return text
    }

    /// Elements without an end tag (HTML, 13.1.2).
    private static let void: Set<String> = ["br", "col", "hr", "img", "input", "link", "meta", "source"]
    /// Elements of drawings, which close themselves where they are empty.
    private static let shapes: Set<String> = ["circle", "line", "path", "polyline", "rect", "use"]
    /// Elements that begin on a line of their own.
    private static let blocks: Set<String> = [
        "article", "body", "details", "div", "dl", "figure", "footer", "h1", "h2", "h3", "head", "header", "main",
        "meta",
        "nav", "ol", "p", "script", "section", "style", "svg", "table", "tbody", "thead", "title", "tr", "ul",
    ]

    private func write(to html: inout String) {
        switch content {
        case .text(let text): html += Self.escaped(text.visibleInPages)
        case .group(let pieces): pieces.forEach { $0.write(to: &html) }
        case .code(let name, let text): html += "\n<\(name)>\(text)</\(name)>"
        case .element(let name, let attributes, let children):
            if Self.blocks.contains(name) { html += "\n" }
            html += "<" + name
            for (name, value) in attributes {
                html += " " + name
                if !value.isEmpty { html += "=\"" + Self.escaped(value.visibleInPages) + "\"" }
            }
            if children.isEmpty, Self.shapes.contains(name) {
                html += "/>"
                return
            }
            html += ">"
            guard !Self.void.contains(name) else { return }
            children.forEach { $0.write(to: &html) }
            html += "</" + name + ">"
        }
    }
}

extension String {
    /// The text without what would turn its reading order or is no character of a page.
    fileprivate var visibleInPages: String {
        // Whatever is dropped here lies outside of ASCII or is a control.
        guard utf8.contains(where: { $0 == 0x7F || $0 >= 0xC2 }) else { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x7F...0x9F, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: continue
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }
}
