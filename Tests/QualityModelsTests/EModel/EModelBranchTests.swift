import QualityModels
import Testing

@Suite("E-model branches")
struct EModelBranchTests {
    private func narrowband(_ change: (inout EModelParameters) -> Void) -> NarrowbandEModel.Rating {
        var parameters = EModelParameters.narrowband
        change(&parameters)
        return NarrowbandEModel.rating(parameters)
    }

    @Test("An echo within a millisecond is sidetone and costs nothing; from a millisecond on it is an echo")
    func shortEcho() {
        #expect(narrowband { $0.t = 0.999 }.idte == 0)
        #expect(narrowband { $0.t = 1 }.idte != 0)
    }

    @Test("Little sidetone loss eases the echo by half of Ist, and only below 9 dB")
    func littleLoss() {
        func rating(_ stmr: Double) -> NarrowbandEModel.Rating {
            narrowband {
                $0.setSidetone(stmr: stmr)
                ($0.t, $0.telr) = (30, 40)
            }
        }
        let at = rating(9)
        let below = rating(8.999_999)
        #expect(abs(at.ist - below.ist) < 1e-4)
        #expect(below.ist > 0)
        #expect(below.idte < at.idte - 0.01)
        let eased = narrowband {
            $0.setSidetone(stmr: 9)
            ($0.t, $0.telr) = (30, 40 + below.ist / 2)
        }
        #expect(abs(eased.idte - below.idte) < 1e-4)
    }

    @Test("Much sidetone loss adds Ist to the echo in squares, and only above 20 dB")
    func muchLoss() {
        func rating(_ stmr: Double) -> NarrowbandEModel.Rating {
            narrowband {
                $0.setSidetone(stmr: stmr)
                ($0.t, $0.telr) = (30, 40)
            }
        }
        let at = rating(20)
        let above = rating(20.000_001)
        #expect(above.idte > at.idte)
        #expect(abs(above.idte * above.idte - at.idte * at.idte - at.ist * at.ist) < 1e-3)
    }

    @Test("Without any way back there is no echo, and what stays of the formula is its constant")
    func noEcho() {
        let rating = narrowband { ($0.t, $0.telr, $0.wepl) = (500, .infinity, .infinity) }
        #expect(rating.idte == -1)
        #expect(rating.idle == 0)
    }

    @Test(
        "A class's delay costs nothing up to its own threshold",
        arguments: zip(DelaySensitivity.allCases, [100.0, 120, 150])
    )
    func sensitivity(_ sensitivity: DelaySensitivity, _ threshold: Double) {
        func idd(_ ta: Double) -> Double {
            narrowband {
                $0.setDelaySensitivity(sensitivity)
                $0.ta = ta
            }.idd
        }
        #expect(sensitivity.mT == threshold)
        #expect(idd(threshold) == 0)
        #expect(idd(threshold * 1.5) > 0)
    }

    /// The curve of the class low begins less steeply: from 148 to 153 ms it is the lower one, by 0.0006 at most.
    @Test("A less sensitive class rates no delay lower, but for a sliver at 150 ms")
    func order() {
        for ta in stride(from: 0.0, through: 1_000, by: 1) {
            let costs = DelaySensitivity.allCases.map { sensitivity in
                narrowband {
                    $0.setDelaySensitivity(sensitivity)
                    $0.ta = ta
                }.idd
            }
            let slack = (148...154).contains(ta) ? 6e-4 : 0
            #expect(zip(costs, costs.dropFirst()).allSatisfy { $0 >= $1 - slack }, "\(ta) ms: \(costs)")
        }
    }

    @Test("Noise on either side, off loudness and more quantising all rate lower")
    func simultaneous() {
        let clean = narrowband { _ in }.r
        let worse: [(inout EModelParameters) -> Void] = [
            { $0.ps = 50 }, { $0.pr = 50 }, { $0.nc = -60 }, { $0.nfor = -55 }, { $0.slr = 16 }, { $0.rlr = 12 },
            { $0.qdu = 5 }, { $0.setSidetone(stmr: 11) }, { $0.wepl = 30 },
        ]
        for (index, change) in worse.enumerated() { #expect(narrowband(change).r < clean, "change \(index)") }
        #expect(narrowband { $0.a = 5 }.r == clean + 5)
    }
}
