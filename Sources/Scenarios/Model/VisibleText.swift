extension String {
    /// The text with control characters written out.
    ///
    /// That is all that could move a terminal's cursor, change its colour or turn its reading order; line ends and tabs
    /// stay. Scenarios come from anyone, and errors quote them.
    public var escapingControls: String {
        guard unicodeScalars.contains(where: Self.isControl) else { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if Self.isControl(scalar) {
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch (scalar.properties.generalCategory, scalar.value) {
        case (.control, 0x09), (.control, 0x0A): false
        case (.control, _), (.lineSeparator, _), (.paragraphSeparator, _): true
        case (_, 0x202A...0x202E), (_, 0x2066...0x2069), (_, 0x200E...0x200F), (_, 0x061C): true
        default: false
        }
    }
}
