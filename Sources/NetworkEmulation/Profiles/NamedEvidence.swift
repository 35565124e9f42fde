extension AccessProfile {
    /// Numbers of a profile with one source.
    struct NamedEvidence: Sendable {
        let numbers: [ProfileNumber]
        let evidence: NumberEvidence

        init(_ numbers: [ProfileNumber], _ mark: NumberEvidence.Mark, _ source: String) {
            self.numbers = numbers
            evidence = NumberEvidence(mark, source)
        }
    }

    /// The numbers of a built-in profile that have a source (reference network.md, section 6).
    static func namedEvidence(of id: String) -> [NamedEvidence] {
        switch id {
        case "fttp", "fttc", "adsl2plus", "cable", "congested-home-wifi", "good-home-wifi": homeEvidence(of: id)
        case "4g", "5g", "rural-4g-edge", "rural-satellite-leo": mobileEvidence(of: id)
        case "hscn-gp-fttc":
            [NamedEvidence([.downP95, .upP95], .derived, "NHS Digital FTTC advice: up to 80/20 Mbit/s")]
        default: []
        }
    }

    private static func homeEvidence(of id: String) -> [NamedEvidence] {
        switch id {
        case "fttp":
            [
                NamedEvidence(
                    [.downP5, .downP50, .downP95, .upP5, .upP50, .upP95],
                    .derived,
                    "averages of Ofcom HBP 2023 and Connected Nations 2024, and product tiers"
                )
            ]
        case "fttc":
            [
                NamedEvidence([.downP50], .derived, "Ofcom 2016: averages of 33.4 (\"38\") and 59.4 (\"76\") Mbit/s"),
                NamedEvidence([.downP95, .upP95], .derived, "NHS FTTC advice: up to 80/20 Mbit/s"),
            ]
        case "adsl2plus":
            [
                NamedEvidence([.downP50], .derived, "Ofcom 2016: an average of 8.4 Mbit/s"),
                NamedEvidence([.upQueue], .derived, "RFC 8868, 4.3: the buffer-bloated class, 1 to 2 s"),
            ]
        case "cable":
            [
                NamedEvidence(
                    [.downP50],
                    .derived,
                    "Ofcom 2023: the average rose by 71.3 Mbit/s or 36 %, to about 269 Mbit/s"
                )
            ]
        case "congested-home-wifi":
            [
                NamedEvidence(
                    [.roundTripP50, .roundTripP95],
                    .derived,
                    "Pei et al. 2016: the Wi-Fi hop takes over 20 ms for over half of the packets, over 100 ms for a tenth"
                )
            ]
        default:
            [NamedEvidence([.roundTripP95], .derived, "sarodeoverwireless 2022: p99 of about 90 ms in a mesh")]
        }
    }

    private static func mobileEvidence(of id: String) -> [NamedEvidence] {
        switch id {
        case "4g":
            [
                NamedEvidence(
                    [.downP50, .upP50],
                    .derived,
                    "Ofcom Mobile Matters 2023: averages of 29.5/7.6 Mbit/s"
                ),
                NamedEvidence([.downP5], .published, "Ofcom Mobile Matters 2024: 5 % of tests below 2 Mbit/s"),
                NamedEvidence(
                    [.downP95],
                    .derived,
                    "Ofcom Mobile Matters 2024: 11 % of tests at 100 Mbit/s or more, so rather the 89th percentile"
                ),
                NamedEvidence([.roundTripP50], .derived, "Ookla 2025: a UK mobile median of 50 ms"),
            ]
        case "5g":
            [
                NamedEvidence([.downP5], .derived, "Ofcom Mobile Matters 2024: 1 % of tests below 2 Mbit/s"),
                NamedEvidence([.downP50], .derived, "Ofcom Mobile Matters 2024: 47 % of tests at 100 Mbit/s or more"),
                NamedEvidence([.upP50], .derived, "Ofcom Mobile Matters 2023: an average of 14.7 Mbit/s"),
                NamedEvidence([.roundTripP50], .derived, "MedUX 2025: 28.3 ms"),
            ]
        case "rural-4g-edge":
            [
                NamedEvidence(
                    [.downP50, .downP95],
                    .derived,
                    "UCC 5G data set, LTE while driving: 6.69 and 32.6 Mbit/s (computed)"
                ),
                NamedEvidence(
                    [.roundTripP50],
                    .derived,
                    "UCC 5G data set, LTE while driving: 84 ms, some 60 of them to a far server (computed)"
                ),
            ]
        default:
            [
                NamedEvidence([.downP50], .published, "Ookla Q2 2023: a UK median of 100.11 Mbit/s"),
                NamedEvidence([.roundTripP50], .published, "APNIC 2022: quartiles of 40, 50 and 60 ms"),
            ]
        }
    }
}
