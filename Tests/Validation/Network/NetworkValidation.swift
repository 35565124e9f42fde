import Foundation
import Results
import ValidationComparison

/// Sends packets through the network models and writes what they do; see `Scripts/validate`.
@main
struct NetworkValidation {
    private static let results = "Results/validation/network.json"
    private static let page = "docs/validation.md"

    static func main() {
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            if try KernelProbe.run(arguments) { return }
            let holds = try write(namespaces: arguments.first)
            exit(holds ? ExitStatus.passed.rawValue : ExitStatus.thresholdFailed.rawValue)
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(ExitStatus.failure.rawValue)
        }
    }

    private static func write(namespaces: String?) throws -> Bool {
        let parts: [(String, () -> [NetworkCheck])] = [
            ("loss", LossChecks.all), ("delay", DelayChecks.all), ("G.1050", G1050Checks.all),
            ("queues", QueueChecks.all),
            ("managed queues", ManagedQueueChecks.all), ("TCP and video", TrafficChecks.all),
            ("netem", NetemChecks.all),
        ]
        var measured: [NetworkCheck] = []
        for (name, checks) in parts {
            let clock = ContinuousClock()
            let duration = clock.measure { measured += checks() }
            note("\(name): \(duration)")
        }
        let kernel = try kernel(namespaces: namespaces)
        let all = NetworkResults(checks: measured, kernel: kernel)
        try Data(all.json.prettyBytes).write(to: URL(filePath: results), options: .atomic)
        let old = (try? String(contentsOfFile: page, encoding: .utf8)) ?? ""
        let text = PageSections.replacing(NetworkPage.section, with: NetworkPage(all).text, in: old)
        try Data(text.utf8).write(to: URL(filePath: page), options: .atomic)
        let failures = (measured + (kernel?.checks ?? [])).filter { !$0.holds }
        for check in failures {
            print("does not hold: \(check.topic): \(check.what): \(check.measured.map { "\($0)" } ?? "nothing")")
        }
        print("\(measured.count) checks, \(failures.count) failed; wrote \(results) and the section of \(page)")
        return failures.isEmpty
    }

    /// What this run measured, or what an earlier one did where this cannot.
    private static func kernel(namespaces: String?) throws -> NetworkResults.Kernel? {
        switch try KernelCheck.run(namespaces: namespaces) {
        case .measured(let kernel): return kernel
        case .skipped(let reason):
            print("kernel cross-check skipped: \(reason)")
            guard let bytes = FileManager.default.contents(atPath: results) else { return nil }
            return try NetworkResults(parsing: [UInt8](bytes), place: results).kernel
        }
    }

    static func note(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
