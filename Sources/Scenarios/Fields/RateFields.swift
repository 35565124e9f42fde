import NetworkEmulation
import Units

/// The long forms of `rate`, and what else sends packets: a trace, a mobile network or a Wi-Fi radio.
enum RateFields {
    static let member = Member(
        key: LinkFields.rate.key,
        shape: .either([.scalar(LinkFields.rate.scalar.grammar), .table(table)]),
        meaning: "How fast packets leave the queue: a rate, or one that varies.",
        fallbackMeaning: "no limit: packets pass at once",
        examples: ["2 Mbit/s", "{ trace: capacity.csv }", "{ lte: 4g-driving }"]
    )
    static let trace = Field(
        "trace",
        Scalar<String>.filePath,
        "A file that says how the rate varies from the start of the run on; over and over, unless it has one row.",
        examples: ["capacity.csv"]
    )
    static let format = Field(
        "format",
        Scalar<CapacityTraceFormat>.choice,
        "How the file is written: Mahimahi's time stamps in ms, rows of seconds and Mbit/s, OpenNetLab's JSON, or UCC's "
            + "data sets.",
        fallbackMeaning: "csv for a name that ends in .csv, opennetlab for .json, else it is needed",
        examples: ["mahimahi"]
    )
    static let lte = Field(
        "lte",
        Scalar<CellularClass>.choice,
        "What a mobile network gives one user, as a process in time; its queue holds 1 s unless `queue` is given.",
        examples: ["4g-driving"]
    )
    static let mean = Field(
        "mean",
        .rate(10_000...10_000_000_000),
        "The mean rate over all time, to which the class's rates are scaled; only with `lte`.",
        fallbackMeaning: "the class's own",
        examples: ["5 Mbit/s"]
    )
    static let table = Table(
        title: "`rate`, in the long form",
        meaning: "A rate that varies: `trace`, perhaps with its `format`, or `lte`, perhaps with a `mean`.",
        members: [trace.member, format.member, lte.member, mean.member]
    )
}

/// The keys of `wifi`.
enum WiFiFields {
    static let key = "wifi"
    static let member = Member(
        key: key,
        shape: .table(table),
        meaning: "A Wi-Fi radio that sends instead of a `rate`.",
        examples: ["{ rate: 52 Mbit/s, retry: 10 % }"]
    )
    static let rate = Field(
        "rate",
        .rate(1_000_000...10_000_000_000),
        "The rate of the radio; what applications get is far less.",
        isRequired: true,
        examples: ["52 Mbit/s"]
    )
    static let retry = Field(
        "retry",
        .percentage(0...0.99),
        "The chance that a frame has to be sent again; after seven tries it is lost.",
        fallback: "0 %",
        examples: ["10 %"]
    )
    static let contention = Member(
        key: "contention",
        shape: .table(contentionTable),
        meaning: "When others use the medium.",
        fallbackMeaning: "never",
        examples: ["{ share: 20 %, mean: 50 ms, left: 30 % }"]
    )
    static let share = Field("share", .percentage(0...1), "The share of time.", isRequired: true, examples: ["20 %"])
    static let meanBusy = Field(
        "mean",
        .time(.milliseconds(1) ... .seconds(600), example: "50 ms"),
        "How long it lasts on average.",
        fallback: "50 ms",
        examples: ["50 ms"]
    )
    static let left = Field(
        "left",
        .percentage(0.001...1),
        "What is left of the medium while it lasts.",
        isRequired: true,
        examples: ["30 %"]
    )
    static let contentionTable = Table(
        title: "`contention`",
        meaning: "Spells in which others contend for the medium, of exponential length.",
        members: [share.member, meanBusy.member, left.member]
    )
    static let table = Table(
        title: "`wifi`",
        meaning:
            "A radio by a few numbers, each direction by itself. Air times are IEEE 802.11's with OFDM, remembered.",
        members: [rate.member, retry.member, contention]
    )
}

extension Scalar where Value == String {
    /// The path of a file, relative to the scenario's folder.
    static let filePath = Scalar(
        ScalarGrammar(name: "file", form: .text, range: "a path, relative to the scenario")
    ) { (text) throws(Complaint) in
        guard !text.trimmingBlanks.isEmpty else { throw Complaint("there is no path", hint: "write capacity.csv") }
        guard text.utf8.count <= 4_096, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Complaint("'\(YAMLTree.shortened(text))' is no path of a file")
        }
        return text
    }
}
