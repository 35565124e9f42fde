import Units

extension AccessProfile {
    /// Hospitals and practices; no UK hospital measurement was found.
    static let sites: [AccessProfile] = [
        AccessProfile(
            id: "hospital-wifi-staff",
            description: "staff WPA2/3-Enterprise WLAN, WMM on",
            down: Rates(kilobits: 2_000, 20_000, 100_000),
            up: Rates(kilobits: 2_000, 15_000, 80_000),
            baseRoundTripTime: Spread(microseconds: 18_000, 70_000),
            jitter: Spread(microseconds: 4_000, 25_000),
            loss: Spread(percent: 0.1, 1.5),
            meanLossRun: 2.5,
            queueDescription: "150 ms tail drop",
            upQueue: Queue(milliseconds: 150),
            downQueue: Queue(milliseconds: 150),
            events: [
                ProfileEvent(
                    "roam: 4/h walking, 0/h seated; stall 50-100 ms PSK/FT, 200-1000 ms full 802.1X",
                    [
                        .roams(perWalkingHour: 2, length: .uniform(.milliseconds(50), .milliseconds(100))),
                        .roams(perWalkingHour: 2, length: .uniform(.milliseconds(200), .milliseconds(1_000))),
                    ],
                    note: "assumed: half of the roams are full 802.1X; a fifth drops what passes instead of holding it"
                )
            ],
            confidence: "low: no UK hospital measurement found",
            sources: [
                "robinwifi CWSP notes (50-100 ms PSK, 150 ms limit)",
                "purple.ai (FT from 200-300 ms to <50 ms)",
                "REM",
            ]
        ),
        AccessProfile(
            id: "hospital-guest-wifi",
            description: "patient on NHS Wi-Fi guest SSID",
            down: Rates(kilobits: 500, 5_000, 25_000),
            up: Rates(kilobits: 300, 3_000, 15_000),
            baseRoundTripTime: Spread(microseconds: 25_000, 120_000),
            jitter: Spread(microseconds: 8_000, 60_000),
            loss: Spread(percent: 0.3, 3),
            meanLossRun: 3.0,
            queueDescription: "policed 5-10 Mb/s per user, 200 ms",
            upQueue: Queue(milliseconds: 200),
            downQueue: Queue(milliseconds: 200),
            events: [
                .notModelled("captive portal re-auth after 12-24 h", why: "longer than any call"),
                .notModelled("UDP often blocked => TCP/TLS relay", why: "a matter of the call's path, not of the line"),
            ],
            confidence: "low",
            sources: ["REM"]
        ),
        AccessProfile(
            id: "hscn-hospital",
            description: "acute trust, 1 Gb/s HSCN + Internet breakout, ward PC",
            down: Rates(kilobits: 20_000, 100_000, 500_000),
            up: Rates(kilobits: 20_000, 100_000, 500_000),
            baseRoundTripTime: Spread(microseconds: 12_000, 30_000),
            jitter: Spread(microseconds: 500, 4_000),
            loss: Spread(percent: 0.01, 0.1),
            meanLossRun: 1.3,
            queueDescription: "shared link; per-call 0; queue 50 ms",
            upQueue: Queue(milliseconds: 50),
            downQueue: Queue(milliseconds: 50),
            events: [
                .notModelled(
                    "busy hour utilisation 40-80 %",
                    why: "a matter of the site's shared link: give it under links, with flows on it"
                ),
                .notModelled(
                    "proxy: no UDP in 30 % of sites (assumption)",
                    why: "a matter of the call's path, not of the line"
                ),
            ],
            confidence: "low",
            sources: ["NHS Digital advice (review above 75 % use)", "REM"]
        ),
        AccessProfile(
            id: "hscn-gp-fttc",
            description: "GP practice on FTTC HSCN",
            down: Rates(kilobits: 10_000, 45_000, 76_000),
            up: Rates(kilobits: 2_000, 9_000, 19_000),
            baseRoundTripTime: Spread(microseconds: 18_000, 40_000),
            jitter: Spread(microseconds: 1_000, 8_000),
            loss: Spread(percent: 0.02, 0.4),
            meanLossRun: 1.5,
            queueDescription: "250 ms tail drop shared by 5-30 staff",
            upQueue: Queue(milliseconds: 250),
            downQueue: Queue(milliseconds: 250),
            events: [
                .notModelled("utilisation >75 % => upgrade advice", why: "advice, and nothing that happens to a call"),
                ProfileEvent(
                    "backup/imaging upload 10 % of time",
                    [.competingUpload(share: 10)],
                    note: AccessEvent.uploadNote
                ),
            ],
            confidence: "medium-low",
            sources: ["NHS Digital FTTC advice: up to 80/20, HD call 2 Mb/s, review above 75 %"]
        ),
        AccessProfile(
            id: "ward-pc-proxy-tls",
            description: "ward PC, UDP blocked, TLS 443 through web proxy",
            down: Rates(kilobits: 5_000, 40_000, 100_000),
            up: Rates(kilobits: 5_000, 40_000, 100_000),
            baseRoundTripTime: Spread(microseconds: 20_000, 60_000),
            jitter: Spread(microseconds: 3_000, 30_000),
            loss: Spread(percent: 0.0, 0.0),
            meanLossRun: 1.0,
            queueDescription: "TCP in-order; loss becomes delay; see TCP relay model",
            upQueue: Queue(milliseconds: 200, isAssumed: true),
            downQueue: Queue(milliseconds: 200, isAssumed: true),
            events: [
                .notModelled("proxy idle time-out 60-300 s", why: "a call is never idle that long"),
                ProfileEvent(
                    "TLS inspection adds 2-10 ms",
                    [.addedDelay(.uniform(.milliseconds(2), .milliseconds(10)))],
                    note: "assumed: the same for all packets of a call, in each direction"
                ),
            ],
            confidence: "low",
            sources: ["healthdirect media pathways 1-5", "RFC 8656 (REM)"],
            onlyRoute: .turnTLSViaProxy
        ),
    ]
}
