/// What a party's camera sees.
public enum VideoSource: Sendable {
    case talkingHead(TalkingHead)
    case clip(VideoClip)

    public var width: Int {
        switch self {
        case .talkingHead(let head): head.loop.width
        case .clip(let clip): clip.width
        }
    }

    public var height: Int {
        switch self {
        case .talkingHead(let head): head.loop.height
        case .clip(let clip): clip.height
        }
    }

    /// Draws picture `index`, from 0, over a picture of this source's size.
    public func frame(index: Int, mouthOpening: Double, into frame: inout I420Frame) {
        switch self {
        case .talkingHead(let head): head.frame(index: index, mouthOpening: mouthOpening, into: &frame)
        case .clip(let clip): clip.frame(index: index, into: &frame)
        }
    }
}
