import Statistics
public import Units

extension SessionTemplate {
    /// The slot of each patient in the order of booking, since the session's start.
    public var bookings: [TimeDelta] {
        let times = slotTimes
        return patientsPerSlot.enumerated().flatMap { Array(repeating: times[$0], count: $1) }
    }

    /// How many patients are booked into each slot, by rule, with those beyond one a slot, around the slots left free.
    public var patientsPerSlot: [Int] {
        let open = (0..<slots).filter { !catchUp.contains($0 + 1) }
        var ofOpen = rule.patients(slots: open.count)
        let share = firstVisits.value
        let missing = Probability(clamping: share * noShow.first.value + (1 - share) * noShow.followUp.value)
        let more = overbooking.count(booked: open.count, missing: missing)
        for place in Overbooking.places(of: more, slots: open.count) { ofOpen[place] += 1 }
        var all = Array(repeating: 0, count: slots)
        for (place, patients) in zip(open, ofOpen) { all[place] = patients }
        return all
    }

    /// When each slot begins, since the session's start.
    public var slotTimes: [TimeDelta] {
        var time = TimeDelta.zero
        let intervals = intervals
        return (0..<slots).map { place in
            defer {
                time += intervals[place]
                if let pause, pause.afterSlot == place + 1 { time += pause.length }
            }
            return time
        }
    }

    /// How long each slot lasts; together as long as all slots.
    private var intervals: [TimeDelta] {
        guard case .dome(let height) = rule, slots > 1 else { return Array(repeating: slot, count: slots) }
        let arches = (0..<slots).map { Elementary.sin(.pi * (Double($0) + 0.5) / Double(slots)) }
        let mean = arches.reduce(0, +) / Double(slots)
        let highest = arches.max() ?? 1
        return arches.map { arch in
            TimeDelta(seconds: slot.seconds * (1 + height * (arch - mean) / (highest - mean)))
        }
    }
}
