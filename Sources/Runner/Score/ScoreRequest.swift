public import Units

/// All that is asked of the scoring of one real call.
public struct ScoreRequest: Sendable {
    /// Of each kind the first is what the end at `role` recorded, a second what the other end did.
    public var statistics: [String] = []
    public var captures: [String] = []
    public var sounds: [Pair] = []
    public var pictures: [Pair] = []
    /// Whose end the first file of each kind is from.
    public var role: Party
    /// Names of streams where there are several to choose from: of getStats objects, or SSRCs of a capture.
    public var tracks: [String] = []
    /// Opus's, for its impairment; what the files tell where it is `nil`.
    public var bitrate: DataRate?
    public var capture = CaptureScore.Settings()
    /// A scenario or a file with thresholds alone.
    public var thresholdFile: String?
    /// In the form `audio.mos: p(10) >= 3.6`.
    public var thresholds: [String] = []
    /// Where files go; nowhere where it is `nil`.
    public var folder: String?
    public var junit: String?
    /// The command line that scores the same again.
    public var reproduceCommand: String
    public var toolVersion: String

    public init(role: Party, reproduceCommand: String, toolVersion: String) {
        self.role = role
        self.reproduceCommand = reproduceCommand
        self.toolVersion = toolVersion
    }

    /// What went in at one end, and what came out at the other.
    public struct Pair: Hashable, Sendable {
        public let sent: String
        public let received: String

        public init(sent: String, received: String) {
            self.sent = sent
            self.received = received
        }
    }

    /// Every file of the call, in the order in which they are read.
    var files: [String] {
        statistics + captures + sounds.flatMap { [$0.sent, $0.received] } + pictures.flatMap { [$0.sent, $0.received] }
    }
}
