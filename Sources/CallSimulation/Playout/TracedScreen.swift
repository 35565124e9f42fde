import MediaTransport
import RTPWire

/// A display that shows the pictures of a trace: what `Screen` does, without drawing or decoding.
struct TracedScreen {
    private var pending: [(number: Int, frameIndex: Int, score: PictureScore)] = []
    private var nextPicture = 0

    /// Takes a frame; the number under which to show it, or `nil` where the trace has none of it any more.
    mutating func decode(
        _ frame: ReceivedVideoFrame,
        from camera: inout Camera?
    ) -> (number: Int, picture: DecodedPicture)? {
        guard case .described(_, let number) = frame.payload, let traced = camera?.tracedPicture(ofFrame: Int(number))
        else { return nil }
        nextPicture += 1
        let (width, height) = (traced.size.width, traced.size.height)
        pending.append((nextPicture, Int(number), traced.picture.score(width: width, height: height)))
        return (
            nextPicture,
            DecodedPicture(width: width, height: height, quantizer: Int(traced.picture.quantizer))
        )
    }

    /// Takes the picture of this number to be shown.
    mutating func take(_ picture: Int) -> (frameIndex: Int, score: PictureScore)? {
        guard let place = pending.firstIndex(where: { $0.number == picture }) else { return nil }
        let shown = pending.remove(at: place)
        return (shown.frameIndex, shown.score)
    }
}
