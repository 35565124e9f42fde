import NetworkEmulation
import Scenarios
import Testing
import Units
import ValidationComparison

@Suite("Scenarios of recordings")
struct ScheduleTests {
    private func scenario(_ schedule: [String], video: Bool = true) throws -> Scenario {
        let yaml = try ScenarioText.yaml(condition: "x", set: MadeUp.settings(schedule, video: video))
        return try ScenarioReader.read(bytes: Array(yaml.utf8), file: "x.yaml", overrides: []).scenario
    }

    @Test("Loss, queue and delay stand before, at and behind the rate, and spare what sets the call up")
    func chain() throws {
        let scenario = try scenario(["0:3:delay=20,rate=1000,q=200,gp=0.0131579,gr=0.25"])
        let leaveGood = try #require(Probability(0.0131579))
        let leaveBad = try #require(Probability(0.25))
        let link = LinkConfiguration(
            rate: .kilobitsPerSecond(1_000),
            queue: .time(.milliseconds(200)),
            delay: .milliseconds(20),
            loss: .gilbertElliott(GilbertElliott(pace: .packets(leaveGood: leaveGood, leaveBad: leaveBad))),
            lossPosition: .beforeQueue,
            lossScope: .media
        )
        #expect(scenario.clinicians.first?.network.up == link)
        #expect(scenario.patients.first?.network.up == link)
        #expect(scenario.patients.first?.network.down == LinkConfiguration())
        #expect(scenario.clinicians.first?.videoSource == .file("a.y4m"))
        #expect(scenario.patients.first?.audioSource == .file("b.wav"))
        #expect(scenario.media.video?.repetition == .loop && scenario.media.audio.repetition == .loop)
        #expect(scenario.media.video?.size.width == 640 && scenario.media.video?.size.height == 480)
        #expect(scenario.media.video?.bitrate.max == .kilobitsPerSecond(1_700))
    }

    @Test("Uniform jitter may reorder unless the emulator kept the order")
    func jitter() throws {
        let free = try scenario(["0:3:delay=100,jit=30"]).patients.first?.network.up
        #expect(free?.jitter == Jitter(uniformWithin: .milliseconds(30)) && free?.allowsReordering == true)
        let ordered = try scenario(["0:3:delay=100,jit=30,fifo=1"]).patients.first?.network.up
        #expect(ordered?.jitter == Jitter(uniformWithin: .milliseconds(30)) && ordered?.allowsReordering == false)
    }

    @Test("Steps replace all that held before, in their direction alone")
    func steps() throws {
        let scenario = try scenario(["0:3:delay=20,loss=0.1", "20:1:delay=20,rate=300,q=100", "40:1:delay=30"])
        let network = try #require(scenario.clinicians.first?.network)
        #expect(
            network.upSchedule.changes == [
                LinkChange(
                    at: .start + .seconds(20),
                    rate: .kilobitsPerSecond(300),
                    queue: .time(.milliseconds(100)),
                    delay: .milliseconds(20),
                    jitter: Jitter(standardDeviation: .zero),
                    loss: .bernoulli(.never)
                ),
                LinkChange(
                    at: .start + .seconds(40),
                    rate: .kilobitsPerSecond(100_000_000),
                    delay: .milliseconds(30),
                    jitter: Jitter(standardDeviation: .zero),
                    loss: .bernoulli(.never)
                ),
            ]
        )
        #expect(network.up.rate == .kilobitsPerSecond(100_000_000))
        #expect(scenario.patients.first?.network.upSchedule == LinkSchedule.none)
    }

    @Test("A call by voice alone has no video")
    func voice() throws {
        #expect(try scenario(["0:3:delay=20"], video: false).media.video == nil)
    }

    @Test(
        "A schedule that is not understood is refused",
        arguments: [
            [], ["5:3:delay=20"], ["0:1:delay=20"], ["0:3:gp=0.1"], ["0:4:delay=1"], ["0:3:loss=2"], ["0:3:delay"],
            ["0:3:delay=1", "0:3:delay=2"],
        ]
    )
    func refused(schedule: [String]) {
        #expect(throws: ValidationError.self) { try ImpairmentSchedule(schedule, place: "x") }
    }

    @Test("The committed scenarios are what the committed recordings ask for (REHEARSAL_UPDATE_GOLDEN=1 rewrites them)")
    func committed() throws {
        let table = try RecordingTable(
            parsing: try Repository.bytes("Results/validation/chromium-recordings.ndjson"),
            place: "table"
        )
        #expect(table.recordings.count > 1)
        for condition in table.conditions {
            let set = try #require(condition.recordings.first?.set)
            let yaml = try ScenarioText.yaml(condition: condition.name, set: set)
            let file = ScenarioText.name(of: condition.name)
            let path = "Scenarios/validation/\(file).yaml"
            if Repository.isUpdating { try Repository.write(Array(yaml.utf8), to: path) }
            #expect(try Repository.bytes(path) == Array(yaml.utf8))
        }
    }
}
