import ArgumentParser
import Runner
import Units

/// What `score` may be told of a call besides its files.
struct ScoreHints: ParsableArguments {
    @Option(help: "Whose end the files are from: clinician or patient.")
    var role = RoleOption.clinician

    @Option(help: "The stream to score where there are several: its id, ssrc, mid or trackIdentifier; repeatable.")
    var track: [String] = []

    @Option(help: "Opus's bit rate, as in '32 kbit/s', for the score of sound.")
    var bitrate: RateOption?

    @Option(help: "For captures: the one-way delay through the network, as in '40 ms'.")
    var delay: TimeOption?

    @Option(name: .customLong("jitter-buffer"), help: "For captures: how long the buffer waits. (default: 60 ms)")
    var jitterBuffer: TimeOption?

    @Option(name: .customLong("audio-pt"), help: "For captures: the payload type of the sound.")
    var audioPayloadType: UInt8?

    @Option(name: .customLong("video-pt"), help: "For captures: the payload type of the pictures.")
    var videoPayloadType: UInt8?

    @Option(help: "For captures that hold both ways: the address of the machine they were made on.")
    var local: String?

    func validate() throws {
        for type in [audioPayloadType, videoPayloadType] {
            if let type, type > 127 { throw ValidationError("a payload type is from 0 to 127") }
        }
    }

    func fill(_ request: inout ScoreRequest) {
        request.tracks = track
        request.bitrate = bitrate?.rate
        request.capture.audioPayloadType = audioPayloadType
        request.capture.videoPayloadType = videoPayloadType
        request.capture.localAddress = local
        request.capture.delay = delay?.time
        if let time = jitterBuffer?.time { request.capture.buffer = time }
    }

    var words: [String] {
        var words = ["--role", role.rawValue]
        for name in track { words += ["--track", name] }
        let options = [
            ("--bitrate", bitrate?.text), ("--delay", delay?.text), ("--jitter-buffer", jitterBuffer?.text),
            ("--audio-pt", audioPayloadType.map { String($0) }), ("--video-pt", videoPayloadType.map { String($0) }),
            ("--local", local),
        ]
        for (name, value) in options { if let value { words += [name, value] } }
        return words
    }
}

/// How `--role` spells the parties.
enum RoleOption: String, ExpressibleByArgument, CaseIterable {
    case clinician
    case patient

    var party: Party { self == .clinician ? .clinician : .patient }
}

/// A rate with its unit, from 6 to 510 kbit/s, what Opus can do (RFC 6716, section 2.1.1).
struct RateOption: ExpressibleByArgument {
    let text: String
    let rate: DataRate

    init?(argument: String) {
        let units = [("kbit/s", 1_000.0), ("Mbit/s", 1_000_000), ("bit/s", 1)]
        guard let value = Quantity.value(argument, units), (6_000...510_000).contains(value) else { return nil }
        (text, rate) = (argument, DataRate(bitsPerSecond: Int64(value)))
    }
}

/// A time with its unit, up to 10 s.
struct TimeOption: ExpressibleByArgument {
    let text: String
    let time: TimeDelta

    init?(argument: String) {
        guard let value = Quantity.value(argument, [("ms", 0.001), ("s", 1)]), (0...10).contains(value) else {
            return nil
        }
        (text, time) = (argument, TimeDelta(seconds: value))
    }
}

/// Numbers with units on the command line.
private enum Quantity {
    static func value(_ text: String, _ units: [(name: String, factor: Double)]) -> Double? {
        for unit in units where text.hasSuffix(unit.name) {
            let digits = text.dropLast(unit.name.count).filter { $0 != " " }
            guard let number = Double(digits), number.isFinite else { return nil }
            return number * unit.factor
        }
        return nil
    }
}
