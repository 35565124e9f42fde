import Foundation
import Testing

/// `rehearsal profile fit` of files that tell little.
@Suite("Fits to degenerate files")
struct ProfileFitTests {
    private func fit(_ text: String) throws -> (outcome: Binary.Outcome, file: String) {
        let workspace = try Workspace()
        let file = try workspace.write(text, to: "m.csv")
        return (try Binary.fastest().run(["profile", "fit", file]), file)
    }

    @Test(
        "A file from which no profile can be made is an error with the file and the rule",
        arguments: [
            (
                "time,down_mbps,up_mbps\n" + (0..<9).map { "\($0),0,0\n" }.joined(),
                "every rate down (9 of them) is zero"
            ),
            ("time,rtt_ms\n" + (0..<100).map { "\($0),lost\n" }.joined(), "100 of 100 packets were lost"),
            ("time,down_mbps\n0,-\n1,-\n", "there is no rate, no delay and no loss in it"),
        ]
    )
    func unfit(_ text: String, _ rule: String) throws {
        let (outcome, file) = try fit(text)
        #expect(outcome.exitCode == 64)
        #expect(outcome.output.isEmpty, "\(outcome.output)")
        #expect(outcome.errors.contains("could not fit a profile to \(file): \(rule)"), "\(outcome.errors)")
        #expect(outcome.errors.contains("hint:"))
    }

    @Test("An interval that few samples do not give is left out")
    func intervals() throws {
        let outcome = try fit("time,down_mbps\n0,5\n1,6\n").outcome
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("#     p50 5.5 Mbit/s\n"), "\(outcome.output)")
        #expect(!outcome.output.contains("unknown to") && !outcome.output.contains("to unknown"))
    }
}
