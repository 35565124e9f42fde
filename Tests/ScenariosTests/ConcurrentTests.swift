import Scenarios
import Testing
import Units

@Suite("Consultations that are up at once")
struct ConcurrentTests {
    private static func read(_ consultations: String) throws -> Scenario {
        let text = """
            rehearsal: 1
            name: concurrent
            consultations: { \(consultations) }
            patients: [{ name: home, network: fttc }]
            """
        return try ScenarioReader.read(bytes: Array(text.utf8), file: "concurrent.yaml").scenario
    }

    @Test("So many are held, and all start within a tenth of their length")
    func tenth() throws {
        let consultations = try Self.read("concurrent: 8, length: 40 s").consultations
        #expect(consultations.count == 8)
        #expect(consultations.start(of: 8) == .start + .milliseconds(3_500))
        #expect(consultations.start(of: 8) + .seconds(30) < .start + consultations.length)
    }

    @Test("starts.every has its say, so that all may start together")
    func together() throws {
        let consultations = try Self.read("concurrent: 8, length: 40 s, starts: { every: 0 s }").consultations
        #expect(consultations.start(of: 8) == .start)
    }

    @Test("count and concurrent at once are refused, and so is none at all")
    func refused() {
        for (text, words) in [
            ("count: 4, concurrent: 8", "leave one of them out"), ("concurrent: 0", "1 to 1,000,000"),
        ] {
            #expect { try Self.read(text) } throws: { "\($0)".contains(words) }
        }
    }
}
