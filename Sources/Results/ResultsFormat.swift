/// The version of the files that a run leaves; it rises when a reader of the old ones would go wrong.
public enum ResultsFormat {
    public static let version = 2
}
