/// A recording shown for as long as it is asked for, at the size and rate of an encoder.
///
/// Shorter recordings repeat; a recording with another rate gives the latest earlier frame;
/// another size is scaled bilinearly, without regard to the shape of its pixels.
public struct VideoClip: Equatable, Sendable {
    public let width: Int
    public let height: Int
    public let frameRate: FrameRate
    private let file: Y4MFile
    private let repetition: Repetition

    public init(
        file: Y4MFile,
        width: Int,
        height: Int,
        frameRate: FrameRate,
        repetition: Repetition = .thereAndBack
    ) {
        precondition(width > 0 && height > 0, "a picture has a size")
        (self.file, self.width, self.height, self.frameRate) = (file, width, height, frameRate)
        self.repetition = repetition
    }

    /// The file's picture that is shown as frame `index` (from 0) of the clip.
    public func sourceIndex(_ index: Int) -> Int {
        repetition.index(file.frameRate.index(notAfter: index, at: frameRate), of: file.frameCount)
    }

    /// Draws frame `index`, from 0, over a picture of the clip's size.
    public func frame(index: Int, into frame: inout I420Frame) {
        precondition(frame.width == width && frame.height == height, "the picture has the clip's size")
        guard file.width != width || file.height != height else {
            return file.read(sourceIndex(index), into: &frame)
        }
        file.frame(sourceIndex(index)).scale(into: &frame)
    }
}
