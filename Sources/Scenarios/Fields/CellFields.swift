import NetworkEmulation
import Units

/// The keys of `cell`, a Wi-Fi cell among the links that participants share.
enum CellFields {
    static let key = "cell"
    static let member = Member(
        key: key,
        shape: .table(table),
        meaning:
            "A Wi-Fi cell instead of `up` and `down`: everybody who goes `via` it is a station, and one medium carries all "
            + "that they send and receive.",
        examples: ["{ rate: 52 Mbit/s, aggregation: 4 ms }"]
    )
    static let rate = Field(
        "rate",
        .rate(1_000_000...10_000_000_000),
        "The rate of the stations' radios; what applications get together is far less.",
        fallback: "52 Mbit/s",
        examples: ["52 Mbit/s"]
    )
    static let slow = Member(
        key: "slow",
        shape: .table(slowTable),
        meaning: "Stations far from the access point, with slower radios.",
        fallbackMeaning: "none",
        examples: ["{ share: 20 %, rate: 6.5 Mbit/s }"]
    )
    static let share = Field(
        "share",
        .percentage(0...1),
        "The chance of a station to be one of them.",
        isRequired: true,
        examples: ["20 %"]
    )
    static let slowRate = Field(
        "rate",
        .rate(1_000_000...10_000_000_000),
        "The rate of their radios.",
        isRequired: true,
        examples: ["6.5 Mbit/s"]
    )
    static let slowTable = Table(
        title: "`slow`",
        meaning: "Each station is drawn by itself, for the whole of its call or flow.",
        members: [share.member, slowRate.member]
    )
    static let frameErrors = Field(
        "frame_errors",
        .percentage(0...0.99),
        "The chance that a frame which nobody disturbed arrives broken; after seven tries it is lost.",
        fallback: "0 %",
        examples: ["10 %"]
    )
    static let aggregation = Field(
        "aggregation",
        .time(.microseconds(100) ... .milliseconds(10), example: "4 ms"),
        "How long frames to one receiver may be sent in one go (A-MPDU).",
        fallbackMeaning: "one frame at a time",
        examples: ["4 ms"]
    )
    static let queue = Field(
        "queue",
        .queueLimit,
        "How many packets each station holds, and the access point for all of them together; more are dropped.",
        fallback: "1000 packets",
        examples: ["200 packets"]
    )
    static let table = Table(
        title: "`cell`",
        meaning: "A half-duplex medium by IEEE 802.11's distributed coordination function, its times remembered "
            + "([wifi.md](models/wifi.md)). What lies behind the access point is another link of `via`.",
        members: [rate.member, slow, frameErrors.member, aggregation.member, queue.member]
    )
}
