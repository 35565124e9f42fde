import Statistics
import Units
import VirtualTime

/// A mobile user's capacity at work.
///
/// It goes on with time whether packets come or not, each part by a stream of its own.
struct CellularProcess: Sendable {
    private static let slot = CellularCapacity.slot.nanoseconds
    private static let tick: Int64 = 1_000_000
    private static let ticksPerSlot = slot / tick

    let meanRate: DataRate
    private let capacity: CellularCapacity
    /// How likely each regime is at a draw, summed up.
    private let bounds: [Double]
    private let correlation: Double

    private var regimes: RandomStream
    private var fading: RandomStream
    private var pacing: RandomStream
    private var regime = 0
    private var regimeEnd = 0.0
    private var deviate: Double
    private var slotIndex: Int64 = 0
    /// Opportunities a millisecond, in the mean, in the slot.
    private var mean = 0.0
    private var noneChance = 1.0
    /// How many milliseconds have had their draw.
    private var drawnTicks: Int64 = 0

    init(_ capacity: CellularCapacity, seed: UInt64, owner: UInt32, leg: Leg) {
        self.capacity = capacity
        meanRate = capacity.meanRate
        correlation = Elementary.exp(-CellularCapacity.slot.seconds / capacity.memory.seconds)
        let weights = capacity.regimes.map { $0.share / $0.meanSojourn.seconds }
        let total = weights.reduce(0, +)
        var sum = 0.0
        bounds = weights.map {
            sum += $0 / total
            return sum
        }
        regimes = RandomStream(seed: seed, owner: owner, cause: .capacityRegime, leg: leg)
        fading = RandomStream(seed: seed, owner: owner, cause: .capacityFading, leg: leg)
        pacing = RandomStream(seed: seed, owner: owner, cause: .capacityPacing, leg: leg)
        deviate = fading.normal()
        // The first regime by the shares of time; an exponential sojourn has no memory.
        let unit = regimes.unitInterval()
        var share = 0.0
        regime = capacity.regimes.count - 1
        for (index, candidate) in capacity.regimes.enumerated() {
            share += candidate.share
            if unit < share {
                regime = index
                break
            }
        }
        regimeEnd = sojourn()
        setMean()
    }

    /// The capacity of the slot that holds a time, in bit/s; times never go back.
    mutating func rate(at time: Timestamp) -> Double {
        enterSlot(of: max(time.nanoseconds, 0) / Self.tick)
        return mean * Double(CellularCapacity.quantum.bytes) * 8_000
    }

    /// The first opportunity after a time, not before the one told last.
    mutating func next(after time: Int64) -> Opportunity {
        var tick = max(time, -1) < 0 ? 0 : time / Self.tick + 1
        tick = max(tick, drawnTicks)
        while true {
            enterSlot(of: tick)
            if mean == 0 {
                tick = (slotIndex + 1) * Self.ticksPerSlot
                continue
            }
            pacing.skip(Int(tick - drawnTicks))
            drawnTicks = tick + 1
            let count = poisson(pacing.unitInterval())
            if count > 0 { return Opportunity(time: tick * Self.tick, size: count * CellularCapacity.quantum.bytes) }
            tick += 1
        }
    }

    private mutating func enterSlot(of tick: Int64) {
        let wanted = tick / Self.ticksPerSlot
        guard wanted > slotIndex else { return }
        let spread = (1 - correlation * correlation).squareRoot()
        while slotIndex < wanted {
            slotIndex += 1
            deviate = correlation * deviate + spread * fading.normal()
        }
        let start = Double(slotIndex * Self.slot)
        while regimeEnd <= start {
            let unit = regimes.unitInterval()
            regime = bounds.firstIndex { unit < $0 } ?? bounds.count - 1
            regimeEnd += sojourn()
        }
        setMean()
    }

    /// In nanoseconds.
    private mutating func sojourn() -> Double {
        max(1, regimes.exponential(mean: Double(capacity.regimes[regime].meanSojourn.nanoseconds)))
    }

    private mutating func setMean() {
        let median = Double(capacity.regimes[regime].median.bitsPerSecond)
        let rate = median > 0 ? median * Elementary.exp(capacity.sigma * deviate) : 0
        mean = rate / 8_000 / Double(CellularCapacity.quantum.bytes)
        noneChance = mean > 0 && mean <= Self.largestSummedMean ? Elementary.exp(-mean) : 0
    }

    /// Beyond this mean a Poisson number is taken as normal, for summing its chances would take long.
    private static let largestSummedMean = 40.0

    /// A Poisson number of the slot's mean by inversion.
    private func poisson(_ unit: Double) -> Int64 {
        guard mean <= Self.largestSummedMean else {
            let deviate = Elementary.normalQuantile(max(unit, 0x1p-54))
            return max(0, Int64((mean + mean.squareRoot() * deviate).rounded()))
        }
        var count: Int64 = 0
        var chance = noneChance
        var sum = chance
        while unit >= sum, count < 400 {
            count += 1
            chance *= mean / Double(count)
            sum += chance
        }
        return count
    }
}
