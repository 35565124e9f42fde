import Yams

extension YAMLFault {
    /// What Yams found, in our words where they are clearer.
    init(_ error: YamlError, in text: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            if problem.hasPrefix("Maximum nesting level") {
                self.init(
                    line: mark.line,
                    column: mark.column,
                    message: "the file is nested too deeply",
                    hint: YAMLReader.depthHint
                )
                return
            }
            self.init(
                line: mark.line,
                column: mark.column,
                message: "\(problem)\(context.map { " (\($0.text) that began in line \($0.mark.line))" } ?? "")"
            )
            if Self.character(in: text, line: mark.line, column: mark.column) == "\t" {
                hint = "YAML allows no tabs in its indentation: use spaces"
            }
        case .composer(_, let problem, let mark, _):
            let isSecond = problem.contains("another document")
            self.init(
                line: mark.line,
                column: mark.column,
                message: isSecond ? "a second document begins here" : problem,
                hint: isSecond ? "keep one scenario a file" : nil
            )
        case .duplicatedKeysInMapping(let names, let context):
            self.init(
                line: context.mark.line,
                column: context.mark.column,
                message: "keys are given twice: " + Self.list(names),
                hint: "give each key of a mapping once"
            )
        case .memory:
            self.init(line: 1, column: 1, message: "the file is nested too deeply", hint: YAMLReader.depthHint)
        default:
            self.init(line: 1, column: 1, message: "\(error)".prefix { !$0.isNewline }.description)
        }
    }

    /// Some of the names, and how many more there are.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(3).map { "'\(YAMLTree.shortened($0))'" }.joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }

    private static func character(in text: String, line: Int, column: Int) -> Unicode.Scalar? {
        var place = PlaceCounter()
        for scalar in text.unicodeScalars {
            if place.line == line, place.column == column { return scalar }
            place.pass(scalar)
        }
        return nil
    }
}
