/// All that a merge of shards is asked for.
public struct MergeRequest: Sendable {
    /// The output folders of the shards, in any order.
    public var shards: [String]
    /// The output folder of the whole run.
    public var folder: String
    /// Where relative paths of traces start now, if not where the shards found them.
    public var mediaFolder: String?
    public var toolVersion: String

    public init(shards: [String], folder: String, mediaFolder: String?, toolVersion: String) {
        self.shards = shards
        self.folder = folder
        self.mediaFolder = mediaFolder
        self.toolVersion = toolVersion
    }
}
