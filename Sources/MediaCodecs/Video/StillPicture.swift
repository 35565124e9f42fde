public import RawMedia
import Units

/// Pictures by themselves, as WebP files.
public enum StillPicture {
    /// A picture as a VP8 key frame in a RIFF wrapper: the finest that fits into so many bytes, or the coarsest there is.
    ///
    /// - Throws: `CodecError` when the encoder refuses.
    public static func webP(_ picture: I420Frame, byteCountMax: Int) throws(CodecError) -> [UInt8] {
        var smallest: [UInt8] = []
        for kilobits: Int64 in [2_000, 1_000, 500, 250, 120, 60, 30] {
            var encoder = try VideoEncoder(
                VideoEncoderSettings(
                    codec: .vp8,
                    width: picture.width,
                    height: picture.height,
                    bitrate: .kilobitsPerSecond(kilobits),
                    denoises: false,
                    dropsFrames: false
                )
            )
            guard let frame = try encoder.encode(picture, presentationTicks: 0, forceKeyFrame: true) else { continue }
            smallest = WebPFile.encode(keyFrame: frame.bytes)
            if smallest.count <= byteCountMax { break }
        }
        return smallest
    }
}
