/// The answer to one threshold.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
    case pass
    case fail
    /// The samples do not tell; never good news, never blamed on what was tested.
    case inconclusive
}
