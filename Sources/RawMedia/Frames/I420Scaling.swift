extension I420Frame {
    /// This picture at another size, by bilinear interpolation in integers (weights of 1/256, sample centres aligned).
    public func scaled(width: Int, height: Int) -> I420Frame {
        guard width != self.width || height != self.height else { return self }
        var frame = I420Frame(width: width, height: height)
        scale(into: &frame)
        return frame
    }

    /// Draws this picture over the whole of another one, at that one's size.
    public func scale(into frame: inout I420Frame) {
        let (chroma, target) = ((chromaWidth, chromaHeight), (frame.chromaWidth, frame.chromaHeight))
        Self.scale(y, (width, height), into: &frame.y, (frame.width, frame.height))
        Self.scale(u, chroma, into: &frame.u, target)
        Self.scale(v, chroma, into: &frame.v, target)
    }

    private static func scale(
        _ source: [UInt8],
        _ size: (width: Int, height: Int),
        into target: inout [UInt8],
        _ wanted: (width: Int, height: Int)
    ) {
        let columns = (0..<wanted.width).map { Tap($0, of: wanted.width, from: size.width) }
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                for line in 0..<wanted.height {
                    let row = Tap(line, of: wanted.height, from: size.height)
                    let (upper, lower) = (row.first * size.width, row.second * size.width)
                    for (column, tap) in columns.enumerated() {
                        let above = tap.blend(Int(source[upper + tap.first]), Int(source[upper + tap.second]))
                        let below = tap.blend(Int(source[lower + tap.first]), Int(source[lower + tap.second]))
                        let value = (row.blend(above, below) + 1 << 15) >> 16
                        target[line * wanted.width + column] = UInt8(truncatingIfNeeded: value)
                    }
                }
            }
        }
    }

    /// The two samples of a line between which a sample of a scaled line lies.
    private struct Tap {
        let first: Int
        let second: Int
        let weight: Int

        init(_ index: Int, of wanted: Int, from size: Int) {
            let position = min(max(((2 * index + 1) * size * 128) / wanted - 128, 0), (size - 1) * 256)
            first = position >> 8
            second = min(first + 1, size - 1)
            weight = position & 255
        }

        /// 256 times the value between.
        func blend(_ left: Int, _ right: Int) -> Int { left * (256 - weight) + right * weight }
    }
}
