import Foundation
import Testing

@Suite("Clinics from the command line")
struct ClinicTests {
    private static let scenario = """
        rehearsal: 1
        name: small-clinic
        seed: 4
        clinic:
          sessions: [{ name: dia, start: 09:00, slots: 3, slot: 20 min }]
          attendance: { dna: 30 % }
          days: 20
          simulate: 2 s
        patients: [{ name: home, network: lan }]
        clinicians: [{ name: doctor, network: lan }]
        media: { video: { codec: none } }
        networks:
          lan: { up: { rate: 20 Mbit/s, delay: 5 ms }, down: { rate: 20 Mbit/s, delay: 5 ms } }
        thresholds:
          clinic.overrun: [ "p(90) <= 200 min" ]
          "clinic.wait{clinic:dia}": [ "p(90) <= 200 min" ]

        """

    @Test("Every appointment is written down, and waits and overruns are judged, the same by one worker and two")
    func appointments() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Self.scenario, to: "s.yaml")
        let binary = try Binary.fastest()
        for (name, jobs) in [("one", "1"), ("two", "2")] {
            let outcome = try binary.run(["run", scenario, "--quiet", "--jobs", jobs, "--out", workspace.file(name)])
            #expect(outcome.exitCode == 0, "\(outcome.errors)\(outcome.output)")
            #expect(outcome.output.contains("60 appointments: "))
        }
        let text = try workspace.text("one/appointments.ndjson")
        #expect(try text == workspace.text("two/appointments.ndjson"))
        #expect(try workspace.text("one/summary.json") == workspace.text("two/summary.json"))
        #expect(text.split(separator: "\n").count == 60)
        #expect(text.contains("\"outcome\":\"dna\""))
        let calls = try workspace.text("one/calls.ndjson").split(separator: "\n").count {
            $0.contains("\"starts_at_s\"")
        }
        #expect(text.split(separator: "\n").count { $0.contains("\"calls\":[") } == calls)
        let summary = try workspace.text("one/summary.json")
        #expect(summary.contains("\"clinic.overrun\"") && summary.contains("\"appointments\""))
    }

    @Test("A diary with something like an identifier is an invalid scenario, and nothing is written")
    func identifier() throws {
        let workspace = try Workspace()
        _ = try workspace.write("start,duration,clinic\n09:00,10,9434765919\n", to: "diary.csv")
        let text = "rehearsal: 1\nname: d\npatients: [{ name: home, network: fttc }]\nclinic: { diary: diary.csv }\n"
        let scenario = try workspace.write(text, to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        #expect(outcome.exitCode == 104)
        #expect(outcome.errors.contains("diary.csv: row 2, column 3: this looks like a patient's number"))
        #expect(!(outcome.errors + outcome.output).contains("9434765919"))
        #expect(!FileManager.default.fileExists(atPath: workspace.file("out")))
    }
}
