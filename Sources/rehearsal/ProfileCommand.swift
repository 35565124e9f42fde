import ArgumentParser
import NetworkEmulation
import Results
import Runner
import Units

struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Make an access profile of your own from measurements.",
        subcommands: [ProfileFitCommand.self]
    )
}

struct ProfileFitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Estimate an access profile from ping output, tables or captures of RTP.",
        discussion: """
            Prints YAML to paste into a scenario, with a report of the fit as comments. FILE is the output of ping \
            (Linux, macOS, Windows), a table with a heading (time,rtt_ms or time,down_mbps,up_mbps; - for what was not \
            measured, lost for a probe that got lost), or a pcap of RTP as it arrived. Several files of one access are \
            fitted together. What the files cannot tell is left out and said; --like takes it from a built-in profile.
            """
    )

    @Argument(help: "What was measured on one access.", completion: .file())
    var files: [String]

    @Option(help: "What to call the profile.")
    var name = "measured"

    @Option(help: "A built-in profile for what the files cannot tell.")
    var like: String?

    @Option(help: "The time between pings in ms, where the file does not tell it.")
    var interval: Double?

    func validate() throws {
        if let interval, !(0.1...3_600_000).contains(interval) {
            throw ValidationError("--interval is from 0.1 to 3600000 ms")
        }
        if let like, AccessProfile[like] == nil {
            throw ValidationError("there is no profile \(like): list profiles names them")
        }
        let isName = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || [0x2D, 0x5F].contains($0)
        }
        guard isName, let first = name.first, first != "-", first != "_", name.utf8.count <= 64,
            AccessProfile[name] == nil
        else {
            throw ValidationError("--name is of letters, digits, - and _, and not that of a built-in profile")
        }
    }

    func run() throws {
        try reportingErrors {
            var measurements: [PathMeasurement] = []
            for file in files {
                let spacing = interval.map { TimeDelta(seconds: $0 / 1_000) }
                measurements.append(try MeasurementFile.read(file, interval: spacing))
            }
            do throws(UnfitMeasurements) {
                try ProfileFit.check(measurements)
            } catch {
                let names = error.places.map { files[$0] }.joined(separator: ", ")
                throw CommandError(.usage, "fit a profile to \(names)", error.message, error.advice)
            }
            let text = ProfileFitText(fit: ProfileFit(measurements), name: name, like: like, files: files)
            try Console.print(text.yaml)
        }
    }
}
