import MediaCodecs
import RawMedia

/// Pictures that calls encode and decode alike, each worked out once: of recordings, which every call sees the same.
///
/// A drawn head moves with its own speaker's speech, so that no two calls see the same. Calls share what their encoders
/// decided alike from the beginning, and what arrived whole; from where they part, each goes on by itself. Results are
/// the same with a shelf or without. One shelf belongs to one worker.
public final class PictureShelf {
    /// Of one recording under one encoder's settings.
    struct Series {
        fileprivate let clip: VideoClip
        fileprivate let settings: VideoEncoderSettings
        let encodes: SharedHistory<PictureEncoder.Request, PictureEncoder.Encoded>
        let decodes: SharedHistory<PictureDecoder.Arrival, PictureDecoder.Decoded?>
    }

    private static let byteLimit = 64 << 20
    private var series: [Series] = []

    public init() {}

    /// How many pictures were not encoded, and how many not decoded, because another call had done so.
    public var sharedCounts: (encodes: Int, decodes: Int) {
        (series.reduce(0) { $0 + $1.encodes.hitCount }, series.reduce(0) { $0 + $1.decodes.hitCount })
    }

    /// How many were encoded and decoded, as far as there was room to write them down.
    var workedCounts: (encodes: Int, decodes: Int) {
        (series.reduce(0) { $0 + $1.encodes.resultCount }, series.reduce(0) { $0 + $1.decodes.resultCount })
    }

    /// `nil` for pictures that no other call sees.
    func series(of source: VideoSource, _ settings: VideoEncoderSettings) -> Series? {
        guard case .clip(let clip) = source else { return nil }
        if let known = series.first(where: { $0.clip == clip && $0.settings == settings }) { return known }
        let new = Series(
            clip: clip,
            settings: settings,
            encodes: SharedHistory(byteLimit: Self.byteLimit),
            decodes: SharedHistory(byteLimit: Self.byteLimit)
        )
        series.append(new)
        return new
    }
}
