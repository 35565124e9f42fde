import Foundation

/// Wireshark on the command line, where it is installed.
enum Tshark {
    static let binary: Binary? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/tshark" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
        .map { Binary(path: $0) }

    static var isInstalled: Bool { binary != nil }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The values of fields, a row a packet that passes the filter; several values of one field are joined by commas.
    static func fields(_ names: [String], of capture: String, filter: String? = nil) throws -> [[String]] {
        guard let binary else { throw Failure(description: "tshark is not installed") }
        var arguments = ["-n", "-r", capture, "-d", "udp.port==50000,rtp", "-T", "fields"]
        arguments += ["-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"]
        if let filter { arguments += ["-Y", filter] }
        let outcome = try binary.run(arguments + names.flatMap { ["-e", $0] })
        guard outcome.exitCode == 0 else { throw Failure(description: outcome.errors) }
        return outcome.output.split(separator: "\n").map { row in
            row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Everything that Wireshark finds wrong: malformed packets, sums and lengths that do not fit, errors.
    static let complaints =
        "_ws.malformed or ip.checksum.status == 0 or udp.checksum.status == 0 or rtcp.length_check == 0 "
        + "or _ws.expert.severity == 8388608"
}
