/// Everything of a talking head that does not follow the speech, drawn once as a short seamless loop.
///
/// It does not change once made; all calls with the same picture format share one. A loop is 3 s long, or shorter
/// down to 1 s where 3 s would take more than 64 MiB. At 640x360 and 30 frames a second it takes 31 MB.
public final class TalkingHeadLoop: Sendable {
    public let preset: TalkingHeadPreset
    public let width: Int
    public let height: Int
    public let frameRate: FrameRate
    public let frameCount: Int

    /// The pictures one after the other, each as Y, U, V.
    let pixels: [UInt8]
    let poses: [HeadPose]

    private static let longestSeconds = 3.0
    private static let largestSize = 64 << 20

    /// Draws the loop; it takes some tens of nanoseconds a pixel and frame.
    public init(preset: TalkingHeadPreset, width: Int, height: Int, frameRate: FrameRate) {
        precondition(width >= 16 && height >= 16, "a talking head takes at least 16x16 pixels")
        let room = Portrait(width: width, height: height, texture: preset.texture)
        let backdrop = Backdrop(of: room)
        let (head, torso) = (room.head(), room.torso())
        let chromaWidth = (width + 1) / 2
        let size = width * height + 2 * chromaWidth * ((height + 1) / 2)
        let affordable = max(frameRate.perSecond, Double(Self.largestSize) / Double(size))
        let frames = max(1, Int(min(Self.longestSeconds * frameRate.perSecond, affordable)))
        let aspect = Double(width) / Double(height)
        let poses = (0..<frames).map { index in
            HeadPose(
                fraction: Double(index) / Double(frames),
                loopSeconds: Double(frames) / frameRate.perSecond,
                motion: preset.motion,
                aspect: aspect
            )
        }
        let luma = SensorNoise(deviation: preset.noise, width: width, seed: 11)
        let chroma = SensorNoise(deviation: preset.noise / 2, width: chromaWidth, seed: 12)
        pixels = [UInt8](unsafeUninitializedCapacity: frames * size) { pixels, written in
            for (index, pose) in poses.enumerated() {
                let picture = UnsafeMutableBufferPointer(rebasing: pixels[(index * size)..<((index + 1) * size)])
                let planes = PicturePlanes(of: picture, width: width, height: height)
                backdrop.copy(to: planes, swayX: pose.sway.x * Double(height), swayY: pose.sway.y * Double(height))
                Self.lay(torso, head, at: pose, aspect: aspect, onto: planes, width: width, height: height)
                if preset.noise > 0 {
                    luma.add(to: planes.y, width: width, picture: 3 * index)
                    chroma.add(to: planes.u, width: chromaWidth, picture: 3 * index + 1)
                    chroma.add(to: planes.v, width: chromaWidth, picture: 3 * index + 2)
                }
            }
            written = frames * size
        }
        (self.preset, self.width, self.height, self.frameRate) = (preset, width, height, frameRate)
        (frameCount, self.poses) = (frames, poses)
    }

    /// The torso follows the head by a third and does not turn.
    private static func lay(
        _ torso: Sprite,
        _ head: Sprite,
        at pose: HeadPose,
        aspect: Double,
        onto planes: PicturePlanes,
        width: Int,
        height: Int
    ) {
        let rest = HeadPose.rest(aspect: aspect)
        let body = (
            x: rest.x + pose.sway.x + (pose.x - pose.sway.x - rest.x) * 0.35,
            y: rest.y + pose.sway.y + (pose.y - pose.sway.y - rest.y) * 0.35 + Portrait.torsoPivot
        )
        let (torsoBox, headBox) = (Portrait.torsoBox, Portrait.headBox)
        func place(
            _ sprite: Sprite,
            pivot: (x: Double, y: Double),
            at point: (x: Double, y: Double),
            by pose: HeadPose?
        ) {
            func placement(_ step: Double) -> SpritePlacement {
                // Samples lie in the middle of their squares, half a sample from a plane's edge.
                let unit = Double(height) / step
                return SpritePlacement(
                    pivot: (pivot.x * unit - 0.5, pivot.y * unit - 0.5),
                    centre: (point.x * unit - 0.5, point.y * unit - 0.5),
                    sine: pose?.sine ?? 0,
                    cosine: pose?.cosine ?? 1,
                    scale: pose?.scale ?? 1
                )
            }
            sprite.luma.lay(over: planes.y, width: width, by: placement(1))
            sprite.blue.lay(over: planes.u, width: (width + 1) / 2, by: placement(2))
            sprite.red.lay(over: planes.v, width: (width + 1) / 2, by: placement(2))
        }
        place(torso, pivot: (torsoBox.side, torsoBox.above), at: body, by: nil)
        place(head, pivot: (headBox.side, headBox.above), at: (pose.x, pose.y), by: pose)
    }
}
