/// A piece of a page, a drawing or an XML file, which escapes whatever text it is given.
///
/// Names of elements and attributes are the program's own; everything else may come from files that others wrote.
public struct Markup: Sendable {
    enum Content: Sendable {
        case element(name: String, attributes: [(String, String)], children: [Markup])
        case text(String)
        /// A style sheet or script of the program's own.
        case code(name: String, text: StaticString)
        case group([Markup])
    }

    let content: Content

    /// An element.
    public init(_ name: String, _ attributes: [(String, String)] = [], _ children: [Markup] = []) {
        precondition(Self.isName(name) && attributes.allSatisfy { Self.isName($0.0) }, "'\(name)' is no element")
        content = .element(name: name, attributes: attributes, children: children)
    }

    private init(_ content: Content) { self.content = content }

    /// Text, whatever it holds.
    public static func text(_ text: String) -> Markup { Markup(.text(text)) }

    /// Several pieces, one after the other.
    public static func group(_ pieces: [Markup]) -> Markup { Markup(.group(pieces)) }

    /// A style sheet or script of the program's own, as it stands; it must not hold the end of its element.
    public static func code(_ name: String, _ text: StaticString) -> Markup {
        precondition(!text.description.contains("</"), "code for a page does not hold '</'")
        return Markup(.code(name: name, text: text))
    }

    /// Nothing.
    public static let nothing = Markup(.group([]))

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                let letter = byte | 0x20
                return (0x61...0x7A).contains(letter) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x3A
                    || byte == 0x5F
            }
    }
}
