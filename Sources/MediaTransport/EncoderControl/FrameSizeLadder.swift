extension EncoderControlConfiguration {
    /// Every size in which the control may ask for pictures, the camera's first, then the smaller ones.
    ///
    /// One size where pictures never become smaller; else what steps down lead to, and steps back up from there.
    public var frameSizes: [FrameSize] {
        guard degradation.scalesByQuality else { return [frameSize] }
        var found = [frameSize]
        var place = 0
        while place < found.count {
            let pixels = found[place].pixels
            place += 1
            let (smaller, larger) = (VideoAdaptation.smaller(pixels), VideoAdaptation.larger(pixels))
            var reached: [FrameSize] = []
            if smaller >= smallestPixels {
                reached.append(frameSize.scaled(targetPixels: nil, maximumPixels: smaller))
            }
            if place > 1 {
                reached.append(frameSize.scaled(targetPixels: larger, maximumPixels: larger * 12 / 5))
            }
            for size in reached where size.pixels > 0 && !found.contains(size) { found.append(size) }
        }
        return found.sorted { $0.pixels > $1.pixels }
    }
}
