import Plots
import QualityModels
import Results
import Units

/// Which networks, sites and groups can be used for a consultation, and what spoils the seconds that cannot.
enum UsabilityMap {
    static func markup(_ records: RunRecords) -> PageSection? {
        let rows = rows(records)
        let causes = UsabilityAccount.Cause.allCases.filter { cause in rows.contains { $0.lost[cause] ?? 0 > 0 } }
        guard !rows.isEmpty else { return nil }
        let columns =
            [
                ("usable calls", "good"), ("seconds usable to the clinician", "good"),
                ("seconds usable to the patient", "good"),
            ] + causes.map { ("lost to " + CallStory.words(for: $0), "lost") }
        let map = HeatMap(
            "By the patient's network, then by site and group where there are several",
            corner: "Calls of",
            columns: columns,
            rows: rows.map { row in
                HeatMap.Row(
                    "\(row.name) (n = \(row.calls))",
                    [cell(row.usableCalls)] + Party.allCases.map { cell(row.usable($0)) }
                        + causes.map { cell(row.share(of: $0)) }
                )
            }
        )
        let intro =
            "A call is usable when nearly all of its seconds are fit in both directions. The blue columns are shares of "
            + "calls and seconds that were usable: the stronger, the better. The orange ones are shares of seconds with something "
            + "wrong, by what was wrong: the stronger, the worse, and a second can count under several. These are "
            + UsabilityProfile.disclaimer + "."
        return (
            "usability", "Usability by network",
            .section(
                "usability",
                "Usability by network",
                intro,
                [
                    Markup(
                        "div",
                        [
                            ("class", "scroll"), ("tabindex", "0"), ("role", "region"),
                            ("aria-label", "Usability by network, as a table"),
                        ],
                        [map.table]
                    )
                ]
            )
        )
    }

    private static func cell(_ share: Double?) -> HeatMap.Cell {
        HeatMap.Cell(share, share.map { ($0 * 100).text(significantDigits: 3) + " %" } ?? "–")
    }

    private static func rows(_ records: RunRecords) -> [Row] {
        let divisions: [(CallRecord) -> String?] = [
            { $0.network }, { $0.site }, { $0.clinician }, { $0.patient },
        ]
        var rows: [Row] = []
        for (place, name) in divisions.enumerated() {
            var found: [String: Row] = [:]
            for call in records.calls {
                if let name = name(call) { found[name, default: Row(name: name)].add(call) }
            }
            // The networks always; other divisions where they divide, and otherwise than those before.
            let added = found.values.sorted { $0.name < $1.name }
            if place == 0 || (added.count > 1 && !rows.holdsCalls(of: added)) { rows += added }
        }
        return rows
    }

    struct Row {
        let name: String
        private(set) var calls = 0
        private(set) var numbers: [Int] = []
        private var usable = 0.0
        private var judged = 0
        private var seconds = [0, 0]
        private var usableSeconds = [0, 0]
        private(set) var lost: [UsabilityAccount.Cause: Int] = [:]

        init(name: String) { self.name = name }

        mutating func add(_ call: CallRecord) {
            calls += 1
            numbers.append(call.call)
            if let value = call.metrics["consultation.usable"] { (usable, judged) = (usable + value, judged + 1) }
            for direction in call.directions {
                guard let account = direction.usability else { continue }
                let place = Int(direction.to.rawValue)
                seconds[place] += account.seconds
                usableSeconds[place] += account.seconds - account.audioOnly - account.unusable
                for cause in UsabilityAccount.Cause.allCases { lost[cause, default: 0] += account[cause] }
            }
        }

        var usableCalls: Double? { judged > 0 ? usable / Double(judged) : nil }

        func usable(_ party: Party) -> Double? {
            let place = Int(party.rawValue)
            return seconds[place] > 0 ? Double(usableSeconds[place]) / Double(seconds[place]) : nil
        }

        func share(of cause: UsabilityAccount.Cause) -> Double? {
            let all = seconds[0] + seconds[1]
            return all > 0 ? Double(lost[cause] ?? 0) / Double(all) : nil
        }
    }
}

extension [UsabilityMap.Row] {
    /// Whether each of other rows is of the very calls of one of these.
    fileprivate func holdsCalls(of others: [UsabilityMap.Row]) -> Bool {
        others.allSatisfy { other in contains { $0.numbers == other.numbers } }
    }
}
