import MediaTransport
import RawMedia

/// What shows the frames that arrive: decoded pictures, or those of a trace.
struct Display {
    /// One of the two; side by side, so that each is changed in place.
    private let pictures: Screen?
    private var traced: TracedScreen?

    init(_ screen: Screen) { pictures = screen }

    init(_ screen: TracedScreen) { (pictures, traced) = (nil, screen) }

    /// Decodes a frame; the number under which to show it, or `nil` where nothing came out.
    mutating func decode(
        _ frame: ReceivedVideoFrame,
        from camera: inout Camera?
    ) -> (number: Int, picture: DecodedPicture)? {
        if let pictures { return pictures.decode(frame, from: &camera) }
        return traced?.decode(frame, from: &camera)
    }

    /// Takes the picture of this number to be shown: its frame at the camera, its score, and itself where it was kept.
    mutating func take(_ picture: Int) -> (frameIndex: Int, score: PictureScore, picture: I420Frame?)? {
        if let pictures { return pictures.take(picture) }
        return traced?.take(picture).map { ($0.frameIndex, $0.score, nil) }
    }
}
