public import CallSimulation

/// Which call of which run to do again, and what to keep of it.
public struct ReplayRequest: Sendable {
    /// The folder of the run.
    public var run: String
    /// The call's number, from 1.
    public var call: Int
    /// The output folder.
    public var folder: String
    public var pictures: RecordedPictures
    /// Where relative paths of recordings start now; `nil` where they still lie where the run found them.
    public var mediaFolder: String?
    public var isQuiet: Bool
    public var toolVersion: String

    public init(
        run: String,
        call: Int,
        folder: String,
        pictures: RecordedPictures,
        mediaFolder: String?,
        isQuiet: Bool,
        toolVersion: String
    ) {
        self.run = run
        self.call = call
        self.folder = folder
        self.pictures = pictures
        self.mediaFolder = mediaFolder
        self.isQuiet = isQuiet
        self.toolVersion = toolVersion
    }
}
