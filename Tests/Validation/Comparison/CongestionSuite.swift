/// The suites of scenarios that our congestion control is put to.
public enum CongestionSuite: String, Hashable, Sendable, CaseIterable {
    case rfc8867
    case rfc8869

    public var scenarios: String { "Scenarios/\(rawValue)" }
    public var results: String { "Results/validation/\(rawValue).json" }

    /// What the section says before its tables.
    var introduction: String {
        switch self {
        case .rfc8867:
            """

            # Congestion control on the test cases of RFC 8867

            `Scripts/validate rfc8867` runs `Scenarios/rfc8867/` (sections 5.1 to 5.8; one seed each) and writes this section.
            Media is audio of 20 kbit/s and video of RFC 8593's statistical source between 150 kbit/s and 1.5 Mbit/s for each flow,
            under the congestion control of calls; nothing is encoded. An epoch lies between two changes of capacity, starts,
            stops or pauses. *Media* is what arrived in an epoch's second half, *used* its share of what the bottleneck left to
            media, *Jain* the fairness index among media flows in that half, *converged* the time until the rate over 1 s
            stays within 20 % of that half's mean for 5 s (ours; the RFC leaves it open), *swings* how often it crosses between 70 %
            and 110 % of it. Rates count headers; with them a flow sends at most some 1.6 Mbit/s.

            *Expected* is what the RFC says in words, in numbers of ours; *what there is* is what the bottleneck left, or 1.6 Mbit/s
            a flow where that is less, and a flow's floor is 200 kbit/s with sound and headers. The scenarios' own thresholds ask
            no more than that floor. Misses stay as they are: after a fall the rate may come back slowly (5.1, 5.3), unequal round
            trips leave unequal shares (5.5), and web pages that come each second hold the flows at their floor though most of
            the link is free (5.7).


            """
        case .rfc8869:
            """

            # Congestion control on the wireless test cases of RFC 8869

            `Scripts/validate rfc8869` runs `Scenarios/rfc8869/` (one seed each) and writes this section; media and the columns
            are those of the section on RFC 8867. The RFC asks for simulated radio networks. Here Wi-Fi (section 3) is one DCF
            cell with a radio of 52 Mbit/s for each station and no distance between them ([wifi.md](models/wifi.md)); the rate
            of the datagrams (300 and 600 kbit/s a flow) is that of cisco/ns3-rmcat, and where starts and ends are random they
            were drawn once and are in the files.

            Mobile networks (section 2) are **parametric, by a mapping of ours**: no 21 cells, no scheduler, no users that come
            and go. A cell of 10 MHz is taken to give 15 Mbit/s down and 8 up under varying load, 5 and 2.5 in bad coverage
            (assumed), less the RFC's other traffic, in equal parts for the users: the RFC's intensity times 30 s over 21
            cells, 1 to 15 of them. Each of eight flows has a capacity of its own with that mean (`rate: { lte: … }`,
            [cellular.md](models/cellular.md); `4g-driving` for 30 km/h, `4g-static` for 3 km/h), HARQ, and a queue of 1 s
            without management. So a user's neighbours do not share, take or free capacity, and *used* is not known.

            *Expected* of mobile cases is that none of eight flows falls below its floor of 200 kbit/s. With many users it is missed:
            a user of our classes may stand in the bad regime for all of the 30 s, and where the mean capacity is 300 kbit/s or
            less hardly anybody could have more. These scenarios have no threshold of their own.

            In section 3.2 the flows up get far more than those down: the access point contends for the medium as one station
            among all, though it sends for half of the flows.


            """
        }
    }
}
