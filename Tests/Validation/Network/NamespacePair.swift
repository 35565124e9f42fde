import Foundation

/// Two network namespaces joined by a veth pair, made for one comparison and taken down after it.
///
/// Nothing outside them is touched: both ends of the pair are born inside.
struct NamespacePair {
    static let device = "veth0"
    static let receiverAddress = "10.251.0.2"
    private static let senderAddress = "10.251.0.1"
    private static let hardware = ["02:00:00:00:00:01", "02:00:00:00:00:02"]

    let sender: String
    let receiver: String

    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: `Refusal` where namespaces of these names exist or cannot be made; none is left then.
    init(prefix: String) throws {
        sender = "\(prefix)-a"
        receiver = "\(prefix)-b"
        try Self.call(["ip", "netns", "add", sender])
        do {
            try Self.call(["ip", "netns", "add", receiver])
        } catch {
            Self.attempt(["ip", "netns", "del", sender])
            throw error
        }
        do {
            try join()
        } catch {
            remove()
            throw error
        }
    }

    private func join() throws {
        let device = Self.device
        try Self.call([
            "ip", "-n", sender, "link", "add", device, "type", "veth", "peer", "name", device, "netns", receiver,
        ])
        let ends = [(sender, Self.senderAddress), (receiver, Self.receiverAddress)]
        for (index, (name, address)) in ends.enumerated() {
            // No packets but the probe's: neither IPv6 nor ARP.
            Self.attempt([
                "ip", "netns", "exec", name, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6",
            ])
            Self.attempt(["ip", "-n", name, "link", "set", device, "addrgenmode", "none"])
            try Self.call(["ip", "-n", name, "link", "set", device, "address", Self.hardware[index]])
            try Self.call(["ip", "-n", name, "addr", "add", "\(address)/24", "dev", device])
            try Self.call(["ip", "-n", name, "link", "set", device, "up"])
            try Self.call([
                "ip", "-n", name, "neigh", "add", ends[1 - index].1, "lladdr", Self.hardware[1 - index], "dev", device,
                "nud", "permanent",
            ])
        }
    }

    /// Replaces what queues before the sender's end.
    func queue(_ commands: [[String]]) throws {
        Self.attempt(["tc", "-n", sender, "qdisc", "del", "dev", Self.device, "root"])
        for command in commands {
            try Self.call(["tc", "-n", sender, "qdisc", "add", "dev", Self.device] + command)
        }
    }

    func remove() {
        for name in [sender, receiver] { Self.attempt(["ip", "netns", "del", name]) }
    }

    // MARK: - Commands

    static func attempt(_ command: [String]) { _ = try? call(command) }

    @discardableResult
    static func call(_ command: [String]) throws -> String {
        let (process, output) = try start(command)
        let text = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Refusal(description: "`\(command.joined(separator: " "))` failed")
        }
        return text
    }

    static func start(_ command: [String]) throws -> (Process, FileHandle) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, output.fileHandleForReading)
    }
}
