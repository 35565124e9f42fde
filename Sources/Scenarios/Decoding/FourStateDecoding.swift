import NetworkEmulation
import Units

/// Reads `four_state` in either of its forms.
enum FourStateDecoding {
    static func loss(of section: Section) -> Loss? {
        let slot = section.value(FourStateFields.slot)
        let transitions = FourStateFields.transitions.map { section.value($0) }
        let rate = section.value(FourStateFields.rate)
        let burst = section.value(FourStateFields.burst)
        let density = section.value(FourStateFields.density)
        let isolated = section.value(FourStateFields.isolated)
        let goodRun = section.value(FourStateFields.goodRun)
        let wishes = [
            FourStateFields.rate.key, FourStateFields.burst.key, FourStateFields.density.key,
            FourStateFields.isolated.key, FourStateFields.goodRun.key,
        ].filter(section.has)
        let moves = FourStateFields.transitions.map(\.key).filter(section.has)
        guard wishes.isEmpty != moves.isEmpty else {
            section.complain(
                "the model needs one form",
                hint: "write { rate: 2 %, burst: 8 packets }, or { p13: 1 %, p31: 25 % }"
            )
            return nil
        }
        let pace: FourState.Pace = slot.map(FourState.Pace.slots) ?? .packets
        do {
            if wishes.isEmpty {
                return .fourState(try chain(transitions, pace: pace))
            }
            guard let rate, let burst else {
                for key in [FourStateFields.rate.key, FourStateFields.burst.key] where !section.has(key) {
                    section.complain("\(key) is missing", hint: "write { rate: 2 %, burst: 8 packets }")
                }
                return nil
            }
            let wish = FourState.Intuitive(
                lossRate: rate,
                meanBurst: burst,
                burstDensity: density ?? 1,
                isolatedLossRate: isolated ?? 0,
                meanGoodRun: goodRun
            )
            return .fourState(try FourState(wish, pace: pace))
        } catch {
            section.complain("no model has these parameters: \(error.rule)")
            return nil
        }
    }

    /// The transitions as given; those that are not have tc's defaults: p31 = 1 - p13, p32 = 0, p23 = 1, p14 = 0.
    static func chain(
        _ given: [Double?],
        pace: FourState.Pace = .packets
    ) throws(ImpossibleLoss) -> FourState {
        let p13 = given[0] ?? 0
        let values = [p13, given[1] ?? 1 - p13, given[2] ?? 0, given[3] ?? 1, given[4] ?? 0].map {
            Probability(clamping: $0)
        }
        return try FourState(
            p13: values[0],
            p31: values[1],
            p32: values[2],
            p23: values[3],
            p14: values[4],
            pace: pace
        )
    }
}
