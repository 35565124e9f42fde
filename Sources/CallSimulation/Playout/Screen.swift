import MediaCodecs
import MediaTransport
import RTPWire
import RawMedia
import Units

/// One party's display: has what arrives decoded and scored, and shows it.
final class Screen {
    private struct Pending {
        let frameIndex: Int
        let score: PictureScore
        /// Kept only for a recording.
        let picture: I420Frame?
    }

    private let decoder: PictureDecoder
    private var shared: SharedWork<PictureDecoder.Arrival, PictureDecoder.Decoded?>?
    private var pending: [Int: Pending] = [:]
    private var nextPicture = 0
    private let keepsPictures: Bool

    /// - Parameter series: what other calls decoded of the same pictures; not where pictures are kept.
    init(plan: VideoPlan, keepsPictures: Bool, sharing series: PictureShelf.Series? = nil) throws {
        self.keepsPictures = keepsPictures
        decoder = try PictureDecoder(plan: plan)
        shared = keepsPictures ? nil : series.map { SharedWork($0.decodes) }
    }

    /// Decodes a frame and scores what came out; the number under which to show it, or `nil` where nothing did.
    func decode(
        _ frame: ReceivedVideoFrame,
        from camera: inout Camera?
    ) -> (number: Int, picture: DecodedPicture)? {
        guard case .bytes(let bytes) = frame.payload,
            let index = camera?.frameIndex(ofTimestamp: frame.rtpTimestamp),
            let decoded = decode(PictureDecoder.Arrival(bytes: bytes, index: index), from: &camera)
        else { return nil }
        nextPicture += 1
        pending[nextPicture] = Pending(
            frameIndex: index,
            score: decoded.score,
            picture: keepsPictures ? decoder.shown : nil
        )
        return (nextPicture, decoded.picture)
    }

    private func decode(_ arrival: PictureDecoder.Arrival, from camera: inout Camera?) -> PictureDecoder.Decoded? {
        let work = { [decoder] (arrival: PictureDecoder.Arrival, camera: inout Camera?) in
            decoder.decode(arrival.bytes) { camera?.draw(arrival.index, into: &$0) }
        }
        guard shared != nil else { return work(arrival, &camera) }
        return shared?.result(
            of: arrival,
            byteCount: { _ in arrival.bytes.count },
            catchUp: { _ = decoder.decode($0.bytes) },
            work: { work($0, &camera) }
        ) ?? nil
    }

    /// Takes the picture of this number to be shown: its frame at the camera, its score, and itself where it was kept.
    func take(_ picture: Int) -> (frameIndex: Int, score: PictureScore, picture: I420Frame?)? {
        pending.removeValue(forKey: picture).map { ($0.frameIndex, $0.score, $0.picture) }
    }
}
