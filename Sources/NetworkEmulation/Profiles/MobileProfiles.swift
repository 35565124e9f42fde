import Units

extension AccessProfile {
    /// Mobile networks and satellites.
    static let mobile: [AccessProfile] = [
        AccessProfile(
            id: "4g",
            description: "4G phone, indoor good cover",
            down: Rates(kilobits: 2_000, 29_500, 100_000),
            up: Rates(kilobits: 800, 7_600, 25_000),
            baseRoundTripTime: Spread(microseconds: 48_000, 95_000),
            jitter: Spread(microseconds: 6_000, 30_000),
            loss: Spread(percent: 0.3, 1.5),
            meanLossRun: 2.5,
            queueDescription: "per-user 1000 ms (no AQM)",
            upQueue: Queue(milliseconds: 1_000),
            downQueue: Queue(milliseconds: 1_000),
            events: [
                ProfileEvent(
                    "handover: static 3/h, driving 77/h, 50 ms p50, 200 ms p95 stall, no loss",
                    [.handovers],
                    note: "assumed: lognormal lengths, at most the 99th percentile"
                ),
                ProfileEvent(
                    "1 % of 1-s seconds at zero rate",
                    [.zeroSeconds(share: Probability(clamping: 0.01))],
                    note: "assumed: each second by itself, both directions at once"
                ),
            ],
            confidence: "medium-low",
            sources: [
                "Ofcom MM 2023 (29.5/7.6 averages)",
                "Ofcom MM 2024 (5 % below 2 Mb/s, 11 % >=100)",
                "Ookla 2025 (50 ms UK median)",
                "UCC 5G dataset computed",
            ]
        ),
        AccessProfile(
            id: "5g",
            description: "5G phone (NSA)",
            down: Rates(kilobits: 5_000, 90_000, 300_000),
            up: Rates(kilobits: 1_500, 14_700, 40_000),
            baseRoundTripTime: Spread(microseconds: 30_000, 75_000),
            jitter: Spread(microseconds: 5_000, 25_000),
            loss: Spread(percent: 0.2, 1.2),
            meanLossRun: 2.5,
            queueDescription: "per-user 500 ms",
            upQueue: Queue(milliseconds: 500),
            downQueue: Queue(milliseconds: 500),
            events: [
                ProfileEvent(
                    "handover as 4g",
                    [.handovers],
                    note: "assumed: lognormal lengths, at most the 99th percentile"
                ),
                ProfileEvent(
                    "5G<->LTE fallback 20 per driving hour",
                    [
                        .fallback(
                            .init(seatedPerHour: 0, movingPerHour: 20),
                            upRate: 7.6 / 14.7,
                            downRate: 29.5 / 90,
                            addedRoundTrip: .milliseconds(18)
                        )
                    ],
                    note: "assumed: 20 changes an hour count both ways; LTE has the rates and round trip of 4g's "
                        + "medians in proportion"
                ),
            ],
            confidence: "medium-low",
            sources: [
                "Ofcom MM 2023 (129.9/14.7 averages)",
                "Ofcom MM 2024 (47 % >=100, 1 % <2)",
                "MedUX 2025 (51.5/14.4, 28.3 ms, jitter 12.9, loss 0.66 %)",
                "UCC",
            ]
        ),
        AccessProfile(
            id: "rural-4g-edge",
            description: "rural home or car, cell edge",
            down: Rates(kilobits: 300, 6_700, 33_000),
            up: Rates(kilobits: 150, 1_500, 8_000),
            baseRoundTripTime: Spread(microseconds: 84_000, 180_000),
            jitter: Spread(microseconds: 12_000, 80_000),
            loss: Spread(percent: 1.5, 6),
            meanLossRun: 4.0,
            queueDescription: "per-user 2000 ms",
            upQueue: Queue(milliseconds: 2_000),
            downQueue: Queue(milliseconds: 2_000),
            events: [
                ProfileEvent(
                    "handover 77/h",
                    [.stalls(.init(perHour: 77), length: AccessEvent.handoverLength)],
                    note: "assumed: as long as on 4g; the source has no rate for those who do not drive, so theirs "
                        + "is the same"
                ),
                ProfileEvent(
                    "outage 1-5 s, 6 per hour",
                    [.outages(.init(perHour: 6), length: .uniform(.seconds(1), .seconds(5)))],
                    note: "assumed: evenly distributed lengths"
                ),
            ],
            confidence: "low",
            sources: [
                "UCC 5G dataset, LTE driving download p50 6.69 p95 32.6 Mb/s; ping p50 84 p95 106",
                "mahimahi ATT 2016 zero-100ms share 7-14 %",
            ]
        ),
        AccessProfile(
            id: "rural-satellite-leo",
            description: "Starlink-class home",
            down: Rates(kilobits: 25_000, 100_000, 230_000),
            up: Rates(kilobits: 4_000, 10_000, 25_000),
            baseRoundTripTime: Spread(microseconds: 50_000, 90_000),
            jitter: Spread(microseconds: 6_000, 25_000),
            loss: Spread(percent: 0.4, 2.5),
            meanLossRun: 5.0,
            queueDescription: "FQ 60 ms",
            upQueue: Queue(milliseconds: 60),
            downQueue: Queue(milliseconds: 60),
            events: [
                ProfileEvent(
                    "15 s reconfiguration epochs: RTT step U(-10,+10) ms; 10 % of epochs lose 50-300 ms",
                    [
                        .epochs(
                            every: .seconds(15),
                            roundTripStep: .milliseconds(10),
                            lossyShare: Probability(clamping: 0.1),
                            outage: .uniform(.milliseconds(50), .milliseconds(300))
                        )
                    ],
                    note: "assumed: the step is from the line's base round trip, half of it each way; what is lost "
                        + "is lost from the epoch's start"
                )
            ],
            confidence: "medium-low",
            sources: [
                "APNIC blog 2022 (RTT 40/50/60 quartiles)",
                "Ookla Q2 2023 UK median 100.11",
                "IMC 2022 (loss up to 50 % near handover)",
            ]
        ),
    ]
}
