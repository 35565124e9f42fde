public import Results

/// One promise of a network model, and what the model did in a run with fixed seeds.
public struct NetworkCheck: Hashable, Sendable {
    /// What the difference between promise and measurement may be.
    public enum Rule: Hashable, Sendable {
        /// Within a stated tolerance, zero for whole numbers; `what` or the page says where it comes from.
        case within(Double)
        /// Within so many standard errors.
        case statistical(standardError: Double, limit: Double)
        /// The promise is a bound.
        case atMost
        case atLeast
    }

    /// What a fair normal deviate exceeds once in a million, both sides.
    public static let normalLimit = 4.892

    public let topic: String
    public let what: String
    /// Where the promised value comes from.
    public let source: String
    public let promised: Double
    /// `nil` where nothing could be measured, which fails.
    public let measured: Double?
    public let rule: Rule

    public init(
        _ topic: String,
        _ what: String,
        source: String,
        promised: Double,
        measured: Double?,
        rule: Rule
    ) {
        self.topic = topic
        self.what = what
        self.source = source
        self.promised = promised
        self.measured = measured.flatMap { $0.isFinite ? $0 : nil }
        self.rule = rule
    }

    /// How many standard errors the measurement is off, for statistical checks.
    public var z: Double? {
        guard case .statistical(let error, _) = rule, let measured, error > 0 else { return nil }
        return (measured - promised) / error
    }

    public var holds: Bool {
        guard let measured else { return false }
        switch rule {
        case .within(let tolerance): return (measured - promised).magnitude <= tolerance
        case .statistical(_, let limit): return z.map { $0.magnitude <= limit } ?? false
        case .atMost: return measured <= promised
        case .atLeast: return measured >= promised
        }
    }
}

// MARK: - As JSON

extension NetworkCheck {
    public var json: JSONValue {
        var object: JSONObject = [
            "topic": .string(topic), "what": .string(what), "source": .string(source),
            "promised": .number(JSONNumber(exact: promised)),
            "measured": measured.map { .number(JSONNumber(exact: $0)) } ?? .null,
        ]
        switch rule {
        case .within(let tolerance): object.append("within", .number(JSONNumber(exact: tolerance)))
        case .statistical(let error, let limit):
            object.append("standard_error", .number(JSONNumber(exact: error)))
            object.append("limit", .number(JSONNumber(exact: limit)))
        case .atMost: object.append("bound", .string("at most"))
        case .atLeast: object.append("bound", .string("at least"))
        }
        return .object(object)
    }

    /// `nil` where the value is no check.
    public init?(_ value: JSONValue) {
        guard case .object(let object) = value, case .string(let topic)? = object["topic"],
            case .string(let what)? = object["what"], case .string(let source)? = object["source"],
            case .number(let promised)? = object["promised"], let measured = object["measured"]
        else { return nil }
        func number(_ key: String) -> Double? {
            if case .number(let number)? = object[key] { number.value } else { nil }
        }
        let rule: Rule
        if let tolerance = number("within") {
            rule = .within(tolerance)
        } else if let error = number("standard_error"), let limit = number("limit") {
            rule = .statistical(standardError: error, limit: limit)
        } else if case .string(let bound)? = object["bound"], ["at most", "at least"].contains(bound) {
            rule = bound == "at most" ? .atMost : .atLeast
        } else {
            return nil
        }
        var value: Double?
        if case .number(let number) = measured { value = number.value }
        self.init(topic, what, source: source, promised: promised.value, measured: value, rule: rule)
    }
}
