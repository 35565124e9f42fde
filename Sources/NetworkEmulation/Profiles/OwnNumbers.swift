/// The numbers that a user's profile gives itself, and the built-in profile that it has the others from.
public struct OwnNumbers: Hashable, Sendable {
    public let given: Set<ProfileNumber>
    /// The name of the built-in profile; `nil` where the others are the defaults of scenario files.
    public let base: String?

    public init(_ given: Set<ProfileNumber>, base: String?) {
        self.given = given
        self.base = base
    }

    func evidence(of number: ProfileNumber) -> NumberEvidence {
        if given.contains(number) { return NumberEvidence(.given, "the scenario") }
        guard let base, let profile = AccessProfile[base] else {
            return NumberEvidence(.assumed, "the default of scenario files")
        }
        let evidence = profile.evidence(of: number)
        let source = evidence.source.isEmpty ? "" : ": \(evidence.source)"
        return NumberEvidence(evidence.mark, "as in \(base)\(source)")
    }
}
