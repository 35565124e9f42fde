import Foundation
import QualityModels
import Results
import Testing
import Units

/// Faults that must never pass the gate that a scenario without thresholds gets.
@Suite("Default gate")
struct GateTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        let line: String
        var testDescription: String { name }
    }

    static let faults = [
        Fault(name: "a 10 s outage in mid-call", line: "at 15 s: { outage: 10 s }"),
        Fault(name: "a path that never comes up", line: "at 0 s: { up: { outage: 40 s } }"),
        Fault(name: "the patient's direction dead once connected", line: "at 200 ms: { up: { outage: 39800 ms } }"),
        Fault(name: "the clinician's direction dead once connected", line: "at 200 ms: { down: { outage: 39800 ms } }"),
        Fault(name: "the patient's direction dead from 10 s to the end", line: "at 10 s: { up: { outage: 30 s } }"),
        Fault(name: "the clinician's direction dead from 10 s", line: "at 10 s: { down: { outage: 30 s } }"),
        Fault(name: "nothing at all for the first 15 s", line: "at 0 s: { outage: 15 s }"),
    ]

    @Test("A fault that matters fails the default gate", arguments: faults)
    func fails(fault: Fault) throws {
        let workspace = try Workspace()
        let text = Small.scenario(length: "40 s", patient: "    \(fault.line)")
        let scenario = try workspace.write(text, to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        #expect(outcome.exitCode == 99, "\(outcome.output)\(outcome.errors)")
    }

    @Test("A short call over a line without faults is usable, and nothing of it is concealed")
    func short() throws {
        let workspace = try Workspace()
        let text = Small.scenario(length: "10 s").replacingOccurrences(of: "delay: 15 ms", with: "delay: 60 ms")
        let scenario = try workspace.write(text, to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
        let records = try RunRecords(parsing: Array(try workspace.read("out/calls.ndjson")))
        let call = try #require(records.calls.first)
        #expect(call.metrics["consultation.usable"] == 1)
        for direction in call.directions {
            #expect(try #require(direction.metrics["audio.concealed_ratio"]) < 0.01)
            #expect(direction.usability?.unusable == 0)
        }
    }

    @Test("The same call without the fault passes")
    func passes() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Small.scenario(length: "40 s"), to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    }
}
