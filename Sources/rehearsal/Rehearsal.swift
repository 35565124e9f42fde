import ArgumentParser

struct Rehearsal: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "rehearsal",
        abstract: "Rehearse video clinics before real patients join them.",
        discussion: """
            A scenario file says who consults whom over which networks. Simulated clinicians and patients hold those \
            consultations through libopus and libvpx, and every call is scored against thresholds.

            Exit codes: 0 passed, 1 internal or I/O error, 64 usage, 90 regression, 91 inconclusive, 99 a threshold \
            failed, 104 invalid scenario, 105 stopped by a signal, 107 runtime failure.
            """,
        version: version,
        subcommands: [
            InitCommand.self, ValidateCommand.self, RunCommand.self, CompareCommand.self, MergeCommand.self,
            ReportCommand.self, ReplayCommand.self, ScoreCommand.self, TraceCommand.self, CapacityCommand.self,
            ListCommand.self, SchemaCommand.self,
            ImpairCommand.self, ProfileCommand.self, DoctorCommand.self,
        ]
    )
}
