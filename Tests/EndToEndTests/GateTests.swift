import Foundation
import Testing

/// Faults that must never pass the gate that a scenario without thresholds gets.
@Suite("Default gate")
struct GateTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        let length: String
        let line: String
        var testDescription: String { name }
    }

    static let faults = [
        Fault(name: "a 10 s outage in mid-call", length: "40 s", line: "at 15 s: { outage: 10 s }"),
        Fault(name: "a direction dead from the start", length: "40 s", line: "at 0 s: { up: { outage: 40 s } }"),
        Fault(name: "a direction dead from 10 s to the end", length: "40 s", line: "at 10 s: { up: { outage: 30 s } }"),
        // Enough for sound, too little for a picture that moves.
        Fault(name: "video starved to the end while sound runs", length: "40 s", line: "at 10 s: { up: { rate: 64 kbit/s } }"),
    ]

    @Test("A fault that matters fails the default gate", arguments: faults)
    func fails(fault: Fault) throws {
        let workspace = try Workspace()
        let text = Small.scenario(length: fault.length, patient: "    \(fault.line)")
        let scenario = try workspace.write(text, to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        #expect(outcome.exitCode == 99, "\(outcome.output)\(outcome.errors)")
    }

    @Test("The same call without the fault passes")
    func passes() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Small.scenario(length: "40 s"), to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    }
}
