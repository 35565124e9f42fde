/// A person before a camera, whose mouth follows the speech: deterministic, and cheap a picture.
///
/// A picture is a copy of the loop's with mouth and eyes drawn onto it. Blinks and glances follow from the frame's
/// number and the person's phase.
public struct TalkingHead: Sendable {
    public let loop: TalkingHeadLoop
    /// What differs between people who share a loop.
    public let phase: UInt64
    private let offset: Int

    /// - Parameters:
    ///   - loop: the pictures that are shared.
    ///   - phase: any number; it fixes where in the loop this person begins, and the blinks.
    public init(loop: TalkingHeadLoop, phase: UInt64) {
        self.loop = loop
        self.phase = phase
        offset = Int(truncatingIfNeeded: NoiseGenerator.mixed(phase) % UInt64(loop.frameCount))
    }

    /// Draws picture `index`, from 0, into a picture of the loop's size.
    ///
    /// Nothing is allocated as long as `frame` is the only owner of its planes.
    ///
    /// - Parameters:
    ///   - index: at the loop's frame rate.
    ///   - mouthOpening: 0 to 1.
    ///   - frame: overwritten as a whole.
    public func frame(index: Int, mouthOpening: Double, into frame: inout I420Frame) {
        precondition(frame.width == loop.width && frame.height == loop.height, "the picture has the loop's size")
        let picture = (index + offset) % loop.frameCount
        let pose = loop.poses[picture]
        let look = FaceLook(time: Double(index) / loop.frameRate.perSecond, phase: phase, mouthOpening: mouthOpening)
        let (width, chromaWidth, unit) = (frame.width, frame.chromaWidth, Double(frame.height))
        let (luma, chroma) = (frame.y.count, frame.u.count)
        let start = picture * (luma + 2 * chroma)
        loop.pixels.withUnsafeBufferPointer { pixels in
            frame.y.withUnsafeMutableBufferPointer { plane in
                _ = plane.update(fromContentsOf: pixels[start..<(start + luma)])
                look.forEachStain { $0.add($0.luma, to: plane, width: width, step: 1, unit: unit, pose: pose) }
            }
            frame.u.withUnsafeMutableBufferPointer { plane in
                _ = plane.update(fromContentsOf: pixels[(start + luma)..<(start + luma + chroma)])
                look.forEachStain { $0.add($0.blue, to: plane, width: chromaWidth, step: 2, unit: unit, pose: pose) }
            }
            frame.v.withUnsafeMutableBufferPointer { plane in
                _ = plane.update(fromContentsOf: pixels[(start + luma + chroma)..<(start + luma + 2 * chroma)])
                look.forEachStain { $0.add($0.red, to: plane, width: chromaWidth, step: 2, unit: unit, pose: pose) }
            }
        }
    }
}
