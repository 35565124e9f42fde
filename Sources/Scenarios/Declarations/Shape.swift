/// What may stand under a key: the one source of the decoder's keys, the schema and the reference.
indirect enum Shape: Sendable {
    case scalar(ScalarGrammar)
    case table(Table)
    case list(of: Shape)
    /// One of several ways to write the same thing.
    case either([Shape])
    /// A mapping whose keys the author chooses.
    case open(keys: ScalarGrammar, values: Shape)
}

/// A mapping with fixed keys.
struct Table: Sendable {
    /// A heading for the reference, such as `media.video`.
    let title: String
    /// One or two sentences.
    let meaning: String
    let members: [Member]
    /// Keys that begin with a fixed word, besides the fixed ones.
    var pattern: KeyPattern?
    /// Whether exactly one of the keys has to be given.
    var isChoice = false

    func member(_ key: String) -> Member? { members.first { $0.key == key } }
}

/// Keys such as `at 30 s`: a fixed word, then a value.
struct KeyPattern: Sendable {
    let prefix: String
    let rest: ScalarGrammar
    /// A table, always.
    let values: Shape
    let meaning: String
}

/// One key of a table.
struct Member: Sendable {
    let key: String
    let shape: Shape
    let meaning: String
    var isRequired = false
    /// The text that holds where the key is missing; `nil` where it simply has no value.
    var fallback: String?
    /// The default in words, where it is not one text.
    var fallbackMeaning: String?
    var examples: [String] = []
}

extension Member {
    /// The same key where another default holds, given in words.
    func falling(backTo meaning: String) -> Member {
        var member = self
        member.fallback = nil
        member.fallbackMeaning = meaning
        return member
    }
}

/// A key with a plain value, declared once for the decoder, the schema and the reference.
struct Field<Value: Sendable>: Sendable {
    let key: String
    let scalar: Scalar<Value>
    let member: Member

    init(
        _ key: String,
        _ scalar: Scalar<Value>,
        _ meaning: String,
        isRequired: Bool = false,
        fallback: String? = nil,
        fallbackMeaning: String? = nil,
        examples: [String] = []
    ) {
        self.key = key
        self.scalar = scalar
        member = Member(
            key: key,
            shape: .scalar(scalar.grammar),
            meaning: meaning,
            isRequired: isRequired,
            fallback: fallback,
            fallbackMeaning: fallbackMeaning,
            examples: examples
        )
    }
}
