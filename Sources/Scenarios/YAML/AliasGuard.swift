/// Makes a text with aliases safe to compose, so that they can be refused at their place.
///
/// Composing expands aliases: a few lines of them stand for billions of nodes. Each `*name` is replaced by `!` and
/// blanks, a tagged empty value of the same width. Where YAML reads an alias it then reads that value in the same
/// place; within words, quotes and comments only the text changes.
struct AliasGuard {
    struct Place: Hashable {
        let line: Int
        let column: Int
    }

    /// The text without aliases; equal to the original where it had no candidate.
    let text: String
    /// Where an alias may stand.
    let candidates: Set<Place>

    init(_ original: String) {
        var scalars = Array(original.unicodeScalars)
        var candidates: Set<Place> = []
        var place = PlaceCounter()
        for index in scalars.indices {
            let scalar = scalars[index]
            if scalar == "*" {
                var end = index + 1
                while end < scalars.count, Self.isNamePart(scalars[end]) { end += 1 }
                // Before a `#` the blanks would begin a comment, and there is no alias without a name or an end.
                if end > index + 1, end == scalars.count || Self.mayFollow(scalars[end]) {
                    candidates.insert(Place(line: place.line, column: place.column))
                    scalars[index] = "!"
                    for blank in index + 1..<end { scalars[blank] = " " }
                }
            }
            place.pass(scalars[index])
        }
        self.candidates = candidates
        guard !candidates.isEmpty else {
            text = original
            return
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        text = String(view)
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }

    /// What libyaml lets follow an alias.
    private static func mayFollow(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20, 0x85, 0x2028, 0x2029: true
        default: "?:,]}%@`".unicodeScalars.contains(scalar)
        }
    }
}
