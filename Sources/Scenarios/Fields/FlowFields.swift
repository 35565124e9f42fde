import QualityModels
import Units

/// The keys of one of `flows`.
enum FlowFields {
    static let name = Field("name", .name, "The flow's name in results.", isRequired: true, examples: ["camera-1"])
    static let count = Field(
        "count",
        .integer(1...1_000),
        "How many flows like this there are; with more than one their names end in -1, -2, ….",
        fallback: "1"
    )
    static let kind = Field(
        "kind",
        Scalar<FlowKind>.choice,
        "`media` is audio and synthetic video (RFC 8593) under the congestion control of calls, without codecs; "
            + "`tcp` a download; `udp` constant or on and off; `web` page loads; `stream` adaptive video over TCP.",
        isRequired: true,
        examples: ["media"]
    )
    static let from = Field("from", .name, "The sender's network.", fallbackMeaning: "none: no limit, no delay")
    static let to = Field("to", .name, "The receiver's network.", fallbackMeaning: "none: no limit, no delay")
    static let direction = Field(
        "direction",
        Scalar<FlowDirection>.choice,
        "In which direction the flow crosses its `via` links; what comes back crosses them in the other.",
        fallback: "up"
    )
    static let start = Field("start", time, "When it starts, in run time.", fallback: "0 s", examples: ["5 s"])
    static let stop = Field(
        "stop",
        time,
        "When it stops.",
        fallbackMeaning: "when the last consultation is over",
        examples: ["99 s"]
    )
    static let pauseFrom = Field("from", time, "When the source falls silent.", isRequired: true, examples: ["40 s"])
    static let pauseTo = Field("to", time, "When it goes on.", isRequired: true, examples: ["60 s"])
    private static let time = Scalar<TimeDelta>.time(.zero ... .seconds(86_400))

    static let pauses = "pauses"
    static let pause = Table(
        title: "One of a flow's `pauses`",
        meaning: "A span of run time in which the source sends nothing new.",
        members: [pauseFrom.member, pauseTo.member]
    )

    static let table = Table(
        title: "One of `flows`",
        meaning: "Traffic without people: media flows that test congestion control, and what competes with calls.",
        members: [
            name.member, kind.member, count.member, from.member, to.member,
            Member(
                key: GroupFields.via,
                shape: .either([
                    .scalar(Scalar<String>.name.grammar), .list(of: .scalar(Scalar<String>.name.grammar)),
                ]),
                meaning: "Links from `links` that the flow crosses, in order.",
                fallbackMeaning: "none",
                examples: ["[bottleneck]"]
            ),
            direction.member, start.member, stop.member,
            Member(
                key: pauses,
                shape: .list(of: .table(pause)),
                meaning: "Spans without anything new to send, in order of time.",
                fallbackMeaning: "none",
                examples: ["[{ from: 40 s, to: 60 s }]"]
            ),
            Member(key: "media", shape: .table(MediaFlowFields.table), meaning: "For `kind: media`."),
            Member(key: "tcp", shape: .table(TCPFlowFields.table), meaning: "For `kind: tcp`."),
            Member(key: "udp", shape: .table(UDPFlowFields.table), meaning: "For `kind: udp`."),
            Member(key: "web", shape: .table(WebFlowFields.table), meaning: "For `kind: web`."),
            Member(key: "stream", shape: .table(StreamFlowFields.table), meaning: "For `kind: stream`."),
        ]
    )
}

/// How kinds of flows are written.
enum FlowKind: String, CaseIterable, Sendable {
    case media
    case tcp
    case udp
    case web
    case stream
}

/// How directions over shared links are written.
enum FlowDirection: String, CaseIterable, Sendable {
    case up
    case down
}

enum MediaFlowFields {
    static let twoWay = Field("two_way", .boolean, "Whether both ends send.", fallback: "false")
    static let audio = Field(
        "audio",
        .rate(0...510_000),
        "The constant rate of the audio payload; `0 kbit/s` sends none.",
        fallback: "20 kbit/s"
    )
    static let min = Field("min", rate, "The lowest rate of the video.", fallback: "150 kbit/s")
    static let max = Field("max", rate, "The highest rate of the video.", fallback: "1.5 Mbit/s")
    static let start = Field("start", rate, "The rate of the video at first.", fallback: "150 kbit/s")
    static let frameRate = Field("frame_rate", .integer(1...60, unit: "fps"), "Frames a second.", fallback: "30")
    private static let rate = Scalar<DataRate>.rate(30_000...20_000_000)
    static let table = Table(
        title: "`media` of a flow",
        meaning: "The defaults are those of RFC 8867, section 4.3.",
        members: [twoWay.member, audio.member, min.member, max.member, start.member, frameRate.member]
    )
}

enum TCPFlowFields {
    static let control = Field(
        "control",
        Scalar<TCPFlowSettings.Control>.choice,
        "The congestion control (RFC 9438, RFC 5681).",
        fallback: "cubic"
    )
    static let size = Field(
        "size",
        .byteCount,
        "How much is downloaded.",
        fallbackMeaning: "without end",
        examples: ["5 MB"]
    )
    static let table = Table(
        title: "`tcp` of a flow",
        meaning: "One TCP connection.",
        members: [control.member, size.member]
    )
}

enum UDPFlowFields {
    static let rate = Field(
        "rate",
        .rate(1_000...10_000_000_000),
        "The rate on the wire while it sends.",
        isRequired: true,
        examples: ["1 Mbit/s"]
    )
    static let packet = Field("packet", .byteCount, "The size of each datagram on the wire.", fallback: "1500 B")
    static let on = Field("on", mean, "The mean burst, exponential; needs `off`.", examples: ["500 ms"])
    static let off = Field("off", mean, "The mean silence, exponential; needs `on`.", examples: ["500 ms"])
    private static let mean = Scalar<TimeDelta>.time(.milliseconds(1) ... .seconds(3_600))
    static let table = Table(
        title: "`udp` of a flow",
        meaning: "Datagrams without congestion control.",
        members: [rate.member, packet.member, on.member, off.member]
    )
}

enum WebFlowFields {
    static let pattern = Field(
        "pattern",
        Scalar<WebPattern>.choice,
        "`background` is what a clinician does beside the call (ours); `short` are the short flows of RFC 8867, 5.7.",
        fallback: "background"
    )
    static let table = Table(
        title: "`web` of a flow",
        meaning: "Pages over TCP with pauses between.",
        members: [pattern.member]
    )
}

enum StreamFlowFields {
    static let segment = Field(
        "segment",
        .time(.seconds(1) ... .seconds(20)),
        "How much play time a segment holds.",
        fallback: "4 s"
    )
    static let buffer = Field(
        "buffer",
        .time(.seconds(4) ... .seconds(300)),
        "How much play time is fetched ahead.",
        fallback: "25 s"
    )
    static let ladder = "ladder"
    static let rung = Scalar<DataRate>.rate(50_000...100_000_000)
    static let usualLadder: [DataRate] = [400, 800, 1_500, 3_000, 6_000].map { .kilobitsPerSecond($0) }
    static let table = Table(
        title: "`stream` of a flow",
        meaning: "Adaptive video over TCP.",
        members: [
            segment.member, buffer.member,
            Member(
                key: ladder,
                shape: .list(of: .scalar(rung.grammar)),
                meaning: "The rates that the server offers, ascending.",
                fallbackMeaning: "0.4, 0.8, 1.5, 3 and 6 Mbit/s",
                examples: ["[500 kbit/s, 2 Mbit/s]"]
            ),
        ]
    )
}

extension Scalar where Value == DataSize {
    /// `1500 B`, `64 kB` or `5 MB`.
    static let byteCount = Scalar(
        ScalarGrammar(
            name: "size",
            form: .pattern("^[+]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)? *(B|bytes|kB|MB|GB)$"),
            range: "1 B to 100 GB"
        )
    ) { (text) throws(Complaint) in
        let quantity = try QuantityText(text, example: "5 MB")
        let factors = ["B": 1.0, "byte": 1, "bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9]
        guard let factor = factors[quantity.unit] else {
            throw Complaint(
                quantity.unit.isEmpty
                    ? "\(quantity.numberText) has no unit, and a size needs one"
                    : "'\(YAMLTree.shortened(quantity.unit))' is no unit of a size",
                hint: "write \(quantity.numberText) kB or \(quantity.numberText) MB"
            )
        }
        let bytes = (quantity.number * factor).rounded()
        guard bytes >= 1, bytes <= 100e9 else { throw Complaint("\(text) is outside 1 B to 100 GB") }
        return DataSize(bytes: Int64(bytes))
    }
}
