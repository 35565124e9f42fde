public import Units

/// The quality of the pictures that one second of one direction showed.
public struct PictureSecond: Hashable, Sendable {
    /// The mean luma PSNR in dB; `nil` where no picture was compared.
    public internal(set) var psnr: Double?
    /// The fewest lines of any picture, counted along its shorter side; `nil` where no picture was shown.
    public internal(set) var linesMin: Int?

    public init(psnr: Double? = nil, linesMin: Int? = nil) {
        self.psnr = psnr
        self.linesMin = linesMin
    }
}

/// Gathers the quality of pictures by the second in which they were shown.
public struct PictureSeconds: Hashable, Sendable {
    private struct Sum: Hashable {
        var psnr = 0.0
        var compared = 0
        var linesMin: Int?
    }

    private var sums: [Sum] = []
    private var linesSum = 0
    private var shown = 0

    public init() {}

    /// Takes a picture shown at a time since the call began, at the size in which it was sent.
    public mutating func add(at time: TimeDelta, width: Int, height: Int, psnr: Double?) {
        let second = Int(max(time, .zero).nanoseconds / AudioSecond.nanoseconds)
        while sums.count <= second { sums.append(Sum()) }
        let lines = min(width, height)
        sums[second].linesMin = min(sums[second].linesMin ?? lines, lines)
        linesSum += lines
        shown += 1
        guard let psnr else { return }
        sums[second].psnr += psnr
        sums[second].compared += 1
    }

    /// The mean number of lines for `video.lines`; `nil` where no picture was shown.
    public var meanLines: Double? { shown > 0 ? Double(linesSum) / Double(shown) : nil }

    public var seconds: [PictureSecond] {
        sums.map {
            PictureSecond(psnr: $0.compared > 0 ? $0.psnr / Double($0.compared) : nil, linesMin: $0.linesMin)
        }
    }
}
