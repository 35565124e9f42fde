public import VirtualTime

/// Where one line stands among all lines of its profile: a standard normal score for each number.
///
/// One factor, how good the line is, runs through all of them (a Gaussian copula with one factor): the correlation of
/// two scores is the product of their loadings, so 0.81 for the two rates, -0.54 for a rate with jitter or loss, 0.36
/// for jitter with loss. Rank correlations are (6/pi) asin(r/2). The loadings are ours: assumed, from no data.
public struct LineScores: Hashable, Sendable {
    /// How much of the common factor is in each score; what is left is the score's own.
    enum Loading {
        static let rate = 0.9
        static let roundTripTime = -0.4
        static let jitter = -0.6
        static let loss = -0.6
    }

    /// How many random numbers a line takes, whatever its profile.
    public static let drawCount = 6

    public let down: Double
    public let up: Double
    public let roundTripTime: Double
    public let jitter: Double
    public let loss: Double

    /// The median of everything.
    static let middle = LineScores(down: 0, up: 0, roundTripTime: 0, jitter: 0, loss: 0)

    /// Draws a line's place; always `drawCount` draws.
    public init(using random: inout RandomStream) {
        let quality = random.normal()
        func score(_ loading: Double) -> Double {
            loading * quality + (1 - loading * loading).squareRoot() * random.normal()
        }
        down = score(Loading.rate)
        up = score(Loading.rate)
        roundTripTime = score(Loading.roundTripTime)
        jitter = score(Loading.jitter)
        loss = score(Loading.loss)
    }

    init(down: Double, up: Double, roundTripTime: Double, jitter: Double, loss: Double) {
        self.down = down
        self.up = up
        self.roundTripTime = roundTripTime
        self.jitter = jitter
        self.loss = loss
    }
}
