import Units

extension AccessProfile {
    /// Lines and Wi-Fi at home.
    static let homes: [AccessProfile] = [
        AccessProfile(
            id: "fttp",
            description: "full fibre home, wired PC",
            down: Rates(kilobits: 70_000, 150_000, 900_000),
            up: Rates(kilobits: 15_000, 30_000, 110_000),
            baseRoundTripTime: Spread(microseconds: 9_000, 16_000),
            jitter: Spread(microseconds: 300, 1_500),
            loss: Spread(percent: 0.0, 0.1),
            meanLossRun: 1.2,
            queueDescription: "DRR/FQ or tail drop 50 ms",
            upQueue: Queue(milliseconds: 50),
            downQueue: Queue(milliseconds: 50),
            events: [],
            confidence: "medium: rate shape from Ofcom averages and product tiers; RTT/jitter/loss REMEMBERED",
            sources: ["Ofcom HBP 2023", "Connected Nations 2024", "REM"]
        ),
        AccessProfile(
            id: "fttc",
            description: "VDSL2 home, wired PC",
            down: Rates(kilobits: 14_000, 50_000, 76_000),
            up: Rates(kilobits: 2_000, 9_500, 19_000),
            baseRoundTripTime: Spread(microseconds: 16_000, 28_000),
            jitter: Spread(microseconds: 800, 4_000),
            loss: Spread(percent: 0.02, 0.3),
            meanLossRun: 1.5,
            queueDescription: "tail drop 250 ms up, 100 ms down",
            upQueue: Queue(milliseconds: 250),
            downQueue: Queue(milliseconds: 100),
            events: [
                ProfileEvent(
                    "retrain outage: 1 per 30 days, 60 s",
                    [.outages(.init(perHour: 1.0 / (30 * 24)), length: .fixed(.seconds(60)))]
                )
            ],
            confidence: "medium",
            sources: ["Ofcom 2016 (33.4/59.4 Mb/s averages)", "NHS FTTC advice (80/20 max)", "REM"]
        ),
        AccessProfile(
            id: "adsl2plus",
            description: "copper ADSL2+ home",
            down: Rates(kilobits: 2_500, 8_400, 18_000),
            up: Rates(kilobits: 400, 850, 1_200),
            baseRoundTripTime: Spread(microseconds: 28_000, 55_000),
            jitter: Spread(microseconds: 2_000, 12_000),
            loss: Spread(percent: 0.05, 0.6),
            meanLossRun: 2.0,
            queueDescription: "tail drop 1000 ms up, 300 ms down; ATM cell 48+5",
            upQueue: Queue(milliseconds: 1_000),
            downQueue: Queue(milliseconds: 300),
            events: [
                ProfileEvent(
                    "retrain: 1 per 10 days, 60 s",
                    [.outages(.init(perHour: 1.0 / (10 * 24)), length: .fixed(.seconds(60)))]
                )
            ],
            confidence: "medium-low",
            sources: ["Ofcom 2016 (8.4 Mb/s average)", "RFC 8868 4.3 buffer-bloated class", "REM"]
        ),
        AccessProfile(
            id: "cable",
            description: "DOCSIS 3.x home",
            down: Rates(kilobits: 60_000, 260_000, 1_100_000),
            up: Rates(kilobits: 8_000, 25_000, 52_000),
            baseRoundTripTime: Spread(microseconds: 18_000, 32_000),
            jitter: Spread(microseconds: 2_000, 8_000),
            loss: Spread(percent: 0.02, 0.3),
            meanLossRun: 1.5,
            queueDescription: "DOCSIS-PIE 15 ms target or tail drop 250 ms up; 2 ms request/grant slots",
            upQueue: Queue(milliseconds: 250),
            downQueue: Queue(milliseconds: 100, isAssumed: true),
            events: [],
            confidence: "low",
            sources: ["lscprom/Ofcom 2023: cable average rose 71.3 Mb/s (36 %) => ~269 Mb/s", "REM"]
        ),
        AccessProfile(
            id: "congested-home-wifi",
            description: "any line, 2.4 GHz, many devices",
            down: Rates(kilobits: 1_000, 12_000, 60_000),
            up: Rates(kilobits: 500, 6_000, 30_000),
            baseRoundTripTime: Spread(microseconds: 30_000, 140_000),
            jitter: Spread(microseconds: 12_000, 80_000),
            loss: Spread(percent: 0.5, 4),
            meanLossRun: 3.0,
            queueDescription: "AP 300 ms tail drop shared",
            upQueue: Queue(milliseconds: 300),
            downQueue: Queue(milliseconds: 300),
            events: [
                ProfileEvent(
                    "contention bursts: Poisson 6/min, duration Pareto(1.5) min 20 ms cap 1 s",
                    [
                        .stalls(
                            .init(perHour: 360),
                            length: .pareto(shape: 1.5, least: .milliseconds(20), most: .seconds(1))
                        )
                    ],
                    note: "assumed: nothing of this line passes during a burst, and nothing is lost by it"
                ),
                ProfileEvent(
                    "bulk upload by others 15 % of time",
                    [.competingUpload(share: 15)],
                    note: AccessEvent.uploadNote
                ),
            ],
            confidence: "medium-low",
            sources: [
                "Pei et al. 2016: Wi-Fi hop >20 ms for >50 % and >100 ms for 10 % of packets",
                "sarodeoverwireless 2022: p99 RTT >500 ms single AP, ~90 ms mesh",
            ]
        ),
        AccessProfile(
            id: "good-home-wifi",
            description: "5 GHz near AP",
            down: Rates(kilobits: 20_000, 60_000, 250_000),
            up: Rates(kilobits: 8_000, 20_000, 60_000),
            baseRoundTripTime: Spread(microseconds: 14_000, 35_000),
            jitter: Spread(microseconds: 2_000, 12_000),
            loss: Spread(percent: 0.05, 0.5),
            meanLossRun: 1.5,
            queueDescription: "FQ-CoDel 5 ms or 100 ms",
            upQueue: Queue(milliseconds: 100),
            downQueue: Queue(milliseconds: 100),
            events: [
                ProfileEvent(
                    "short stalls 1/min 20-60 ms",
                    [.stalls(.init(perHour: 60), length: .uniform(.milliseconds(20), .milliseconds(60)))],
                    note: "assumed: evenly distributed lengths"
                )
            ],
            confidence: "medium-low",
            sources: ["sarodeoverwireless 2022", "REM"]
        ),
    ]
}
