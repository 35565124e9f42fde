/// The JSON Schema of scenario files, for editors.
public enum ScenarioSchema {
    /// The schema as JSON (draft 7), made from the same declarations as the reader.
    ///
    /// It knows keys, words, ranges of plain numbers and the form of quantities. What spans several keys, such as the
    /// sum of shares, only `rehearsal validate` knows.
    public static func json() -> String {
        var members: [(key: String, value: JSONText)] = [
            ("$schema", .string("http://json-schema.org/draft-07/schema#")),
            ("title", .string("Rehearsal scenario, format 1")),
        ]
        if case .object(let rest) = schema(of: RootFields.table) { members += rest }
        return JSONText.object(members).text() + "\n"
    }

    private static func schema(of table: Table) -> JSONText {
        var members: [(key: String, value: JSONText)] = [
            ("description", .string(table.meaning)),
            ("type", .string("object")),
            ("additionalProperties", .literal("false")),
            ("properties", .object(table.members.map { ($0.key, schema(of: $0)) })),
        ]
        let required = table.members.filter(\.isRequired).map { JSONText.string($0.key) }
        if !required.isEmpty { members.append(("required", .array(required))) }
        if table.isChoice {
            members.append(("minProperties", .literal("1")))
            members.append(("maxProperties", .literal("1")))
        }
        if let pattern = table.pattern {
            let values = described(schema(of: pattern.values), by: pattern.meaning)
            members.append(("patternProperties", .object([("^" + pattern.prefix, values)])))
        }
        return .object(members)
    }

    private static func schema(of member: Member) -> JSONText {
        var description = member.meaning
        if let words = member.fallbackMeaning { description += " Default: \(words)." }
        guard case .object(var members) = described(schema(of: member.shape), by: description) else {
            return .object([])
        }
        if let fallback = member.fallback { members.append(("default", value(fallback, member.shape))) }
        let examples = member.examples.filter { !$0.hasPrefix("{") && !$0.hasPrefix("[") }
        if !examples.isEmpty {
            members.append(("examples", .array(examples.map { value($0, member.shape) })))
        }
        return .object(members)
    }

    /// The same schema with its description replaced, first.
    private static func described(_ schema: JSONText, by description: String) -> JSONText {
        guard case .object(let members) = schema else { return schema }
        return .object([("description", .string(description))] + members.filter { $0.key != "description" })
    }

    private static func schema(of shape: Shape) -> JSONText {
        switch shape {
        case .scalar(let grammar): schema(of: grammar)
        case .table(let table): schema(of: table)
        case .list(let item):
            .object([("type", .string("array")), ("minItems", .literal("1")), ("items", schema(of: item))])
        case .either(let shapes): .object([("anyOf", .array(shapes.map(schema)))])
        case .open(let keys, let values):
            .object([
                ("type", .string("object")),
                ("propertyNames", schema(of: keys)),
                ("additionalProperties", schema(of: values)),
            ])
        }
    }

    private static func schema(of grammar: ScalarGrammar) -> JSONText {
        switch grammar.form {
        case .text: return .object([("type", .string("string")), ("minLength", .literal("1"))])
        case .pattern(let pattern): return .object([("type", .string("string")), ("pattern", .string(pattern))])
        case .choice(let words): return .object([("enum", .array(words.map(JSONText.string)))])
        case .boolean: return .object([("type", .string("boolean"))])
        case .unsigned: return integer(from: "0", to: "\(UInt64.max)")
        case .number(let range):
            return .object([
                ("type", .string("number")), ("minimum", .literal(ValueText.plain(range.lowerBound))),
                ("maximum", .literal(ValueText.plain(range.upperBound))),
            ])
        case .measure(let pattern):
            let quantity = JSONText.object([("type", .string("string")), ("pattern", .string(pattern))])
            return .object([("anyOf", .array([.object([("type", .string("number"))]), quantity]))])
        case .integer(let range, let unit):
            let number = integer(from: "\(range.lowerBound)", to: "\(range.upperBound)")
            guard let unit else { return number }
            let spelt = JSONText.object([
                ("type", .string("string")), ("pattern", .string("^[0-9]+ *\(unit)$")),
            ])
            return .object([("anyOf", .array([number, spelt]))])
        }
    }

    private static func integer(from least: String, to most: String) -> JSONText {
        .object([("type", .string("integer")), ("minimum", .literal(least)), ("maximum", .literal(most))])
    }

    /// A default or an example in the type that YAML gives it.
    private static func value(_ text: String, _ shape: Shape) -> JSONText {
        guard case .scalar(let grammar) = shape else { return .string(text) }
        switch grammar.form {
        case .boolean, .unsigned, .number: return .literal(text)
        case .integer: return Int64(text) == nil ? .string(text) : .literal(text)
        case .text, .pattern, .choice, .measure: return .string(text)
        }
    }
}
