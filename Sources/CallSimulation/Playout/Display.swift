import MediaTransport
import RawMedia

/// What shows the frames that arrive: decoded pictures, or those of a trace.
enum Display {
    case pictures(Screen)
    case traced(TracedScreen)

    /// Decodes a frame; the number under which to show it, or `nil` where nothing came out.
    mutating func decode(
        _ frame: ReceivedVideoFrame,
        from camera: Camera
    ) -> (number: Int, picture: DecodedPicture)? {
        switch self {
        case .pictures(let screen): return screen.decode(frame, from: camera)
        case .traced(var screen):
            let decoded = screen.decode(frame, from: camera)
            self = .traced(screen)
            return decoded
        }
    }

    /// Takes the picture of this number to be shown: its frame at the camera, its score, and itself where it was kept.
    mutating func take(_ picture: Int) -> (frameIndex: Int, score: PictureScore, picture: I420Frame?)? {
        switch self {
        case .pictures(let screen): return screen.take(picture)
        case .traced(var screen):
            let shown = screen.take(picture)
            self = .traced(screen)
            return shown.map { ($0.frameIndex, $0.score, nil) }
        }
    }
}
