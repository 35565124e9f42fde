/// What an E-model takes: the planning values of one direction of a call, seen from its listener.
///
/// Names are the Recommendations' symbols. The ranges are those of ITU-T G.107 (06/2015), table 2, of which the ones
/// marked R are remembered and not seen; the formulas take values beyond them, which are extrapolation
/// (`extrapolated`), but not what no call can have (`impossible`). G.107.2 takes `ta`, `ie`, `bpl`, `ppl`, `burstR`
/// and `a` alone.
public struct EModelParameters: Hashable, Sendable {
    /// Send loudness rating, 0 to 18 dB (R).
    public var slr = 8.0
    /// Receive loudness rating, -5 to 14 dB (R).
    public var rlr = 2.0
    /// Sidetone masking rating, 10 to 20 dB (R).
    public var stmr = 15.0
    /// Listener sidetone rating, 13 to 23 dB (R).
    public var lstr = 18.0
    /// D-value of the telephone at the send side, -3 to 3 (R).
    public var ds = 3.0
    /// D-value of the telephone at the receive side, -3 to 3 (R); no formula has it but through LSTR = STMR + Dr.
    public var dr = 3.0
    /// Talker echo loudness rating, 5 to 65 dB (R).
    public var telr = 65.0
    /// Weighted echo path loss, 5 to 110 dB (R).
    public var wepl = 110.0
    /// Mean one-way delay of the echo path, 0 to 500 ms (R).
    public var t = 0.0
    /// Round-trip delay in a four-wire loop, 0 to 1000 ms (R).
    public var tr = 0.0
    /// Absolute delay without echo, 0 to 500 ms.
    public var ta = 0.0
    /// Delay sensitivity, 0.4 to 1 (R); 0.55 for low and 0.4 for very low sensitivity; narrowband only.
    public var sT = 1.0
    /// Minimum perceivable delay, 20 to 150 ms (R); 120 for low and 150 for very low sensitivity; narrowband only.
    public var mT = 100.0
    /// Quantisation distortion units, 1 to 14 (R); narrowband only.
    public var qdu = 1.0
    /// Equipment impairment factor of the codec, 0 to 40 (R); in wideband Ie,WB, in fullband Ie,FB.
    public var ie = 0.0
    /// Packet-loss robustness factor, 4.3 to 40 % (R).
    public var bpl = 4.3
    /// Random packet-loss probability, 0 to 20 %.
    public var ppl = 0.0
    /// Mean burst length over that of random loss, 1 to 8; above 2 only for losses below 2 %.
    ///
    /// G.107.1 has none: any value but 1 in wideband is our extension. In fullband its place is by analogy.
    public var burstR = 1.0
    /// Electric circuit noise referred to the 0 dBr point, -80 to -40 dBm0p (R).
    public var nc = -70.0
    /// Noise floor at the receive side, fixed: -64 dBmp.
    public var nfor = -64.0
    /// Room noise at the send side, 35 to 85 dB(A) (R).
    public var ps = 35.0
    /// Room noise at the receive side, 35 to 85 dB(A) (R).
    public var pr = 35.0
    /// Advantage factor, 0 to 20.
    public var a = 0.0

    private init() {}

    /// The defaults of G.107, of which R is 93.2.
    public static let narrowband = Self()

    /// The defaults for G.107.1.
    ///
    /// G.107.1 leaves its circuit noise undefined; a floor of -96 dBmp is an interpretation that other open
    /// implementations share.
    public static let wideband = {
        var parameters = Self()
        parameters.nfor = -96
        return parameters
    }()

    /// The defaults for G.107.2, of whose noise and echo nothing is modelled.
    public static let fullband = Self()
}
