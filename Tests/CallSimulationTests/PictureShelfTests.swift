import RawMedia
import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

@Suite("Pictures that calls share")
struct PictureShelfTests {
    /// Two pictures that take turns, so that every call sees the same and the encoder has work.
    private static let recording: [UInt8] = {
        let (width, height) = (160, 96)
        var bytes = Array("YUV4MPEG2 W\(width) H\(height) F15:1 C420\n".utf8)
        for picture in 0..<6 {
            bytes += Array("FRAME\n".utf8)
            for y in 0..<height {
                for x in 0..<width { bytes.append(UInt8((x * 3 + y * 5 + picture * 17) % 200 + 20)) }
            }
            bytes += [UInt8](repeating: 128, count: width * height / 2)
        }
        return bytes
    }()

    private static func planner(_ network: String, calls: Int) throws
        -> CallPlanner
    {
        let text = """
            rehearsal: 1
            name: shelf
            seed: 4
            consultations: { count: \(calls), length: 6 s, starts: { every: 0 s } }
            clinicians: [{ name: clinician, network: line }]
            patients: [{ name: patient, network: line }]
            networks: { line: \(network) }
            media: { video: { size: 160x96, frame_rate: 15, bitrate: { start: 100 kbit/s }, source: clip.y4m } }
            """
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "shelf.yaml").scenario
        var recordings = Recordings()
        try recordings.add(NamedRecording(kind: .video, path: "clip.y4m"), bytes: recording)
        return CallPlanner(scenario, library: MediaLibrary(for: scenario, recordings: recordings))
    }

    private static func results(_ planner: CallPlanner, _ shelf: PictureShelf?) throws -> [CallResult] {
        try (1...planner.callCount).map { number in
            try #require(
                try MediaCall(planner.plan(of: number), keepsSeries: true, sharing: shelf).run { _ in true }
            )
        }
    }

    @Test(
        "Results are the same to the byte with a shelf and without, whether calls stay alike or part",
        arguments: [
            "{ up: { delay: 10 ms }, down: { delay: 10 ms } }",
            "{ up: { delay: 20 ms, jitter: 8 ms, loss: 3 % }, down: { delay: 5 ms } }",
            "{ up: { rate: 180 kbit/s, queue: 200 ms, delay: 20 ms, loss: 1 % }, down: { delay: 5 ms } }",
        ]
    )
    func sameResults(network: String) throws {
        let planner = try Self.planner(network, calls: 4)
        let alone = try Self.results(planner, nil)
        let shelf = PictureShelf()
        let shared = try Self.results(planner, shelf)
        for (one, other) in zip(alone, shared) {
            var (lines, otherLines): ([UInt8], [UInt8]) = ([], [])
            one.record.appendLines(to: &lines)
            other.record.appendLines(to: &otherLines)
            for line in one.series { line.appendLine(to: &lines) }
            for line in other.series { line.appendLine(to: &otherLines) }
            #expect(lines == otherLines)
        }
        #expect(shelf.sharedCounts.encodes > 0)
    }

    @Test("A call that does all that another did encodes and decodes nothing")
    func nothingLeft() throws {
        let planner = try Self.planner(
            "{ up: { delay: 20 ms, jitter: 8 ms, loss: 3 % }, down: { delay: 5 ms } }",
            calls: 1
        )
        let shelf = PictureShelf()
        _ = try Self.results(planner, shelf)
        let (worked, shared) = (shelf.workedCounts, shelf.sharedCounts)
        // Two cameras for nearly six seconds, of which the second party's may have shared some.
        #expect(worked.encodes + shared.encodes > 100)
        _ = try Self.results(planner, shelf)
        #expect(shelf.workedCounts == worked)
        #expect(shelf.sharedCounts.encodes - shared.encodes == worked.encodes + shared.encodes)
        #expect(shelf.sharedCounts.decodes - shared.decodes == worked.decodes + shared.decodes)
    }

    @Test("A drawn head is nobody else's")
    func heads() throws {
        let head = TalkingHead(
            loop: TalkingHeadLoop(preset: .calm, width: 32, height: 32, frameRate: FrameRate(15)),
            phase: 0
        )
        let planner = try Self.planner("{ up: { delay: 1 ms }, down: { delay: 1 ms } }", calls: 1)
        let settings = try #require(planner.plan(of: 1).video).encoder
        #expect(PictureShelf().series(of: .talkingHead(head), settings) == nil)
    }
}

@Suite("Shared histories")
struct SharedHistoryTests {
    /// A machine whose output depends on all that it was given.
    private final class Machine {
        var sum = 0
        var stepCount = 0

        func step(_ input: Int) -> Int {
            stepCount += 1
            sum = (sum * 31 + input) % 1_000_003
            return sum
        }
    }

    @Test("A machine that parts from another catches up first, and gives what it would have given alone")
    func parting() {
        let history = SharedHistory<Int, Int>(byteLimit: 1_000)
        var work = (0..<3).map { _ in SharedWork(history) }
        let machines = (0..<3).map { _ in Machine() }
        let inputs = [[1, 2, 3, 4], [1, 2, 9, 4], [1, 2, 9, 5]]
        for turn in 0..<3 {
            let alone = Machine()
            for input in inputs[turn] {
                let result = work[turn].result(
                    of: input,
                    byteCount: { _ in 1 },
                    catchUp: { _ = machines[turn].step($0) },
                    work: { machines[turn].step($0) }
                )
                #expect(result == alone.step(input))
            }
        }
        #expect(machines.map(\.stepCount) == [4, 4, 4])
        #expect(history.hitCount == 2 + 3)
    }

    @Test("A machine that goes on behind another in turns works only where it is the first")
    func inTurns() {
        let history = SharedHistory<Int, Int>(byteLimit: 1_000)
        var one = SharedWork(history)
        var other = SharedWork(history)
        let (first, second, alone) = (Machine(), Machine(), Machine())
        for input in 0..<20 {
            let expected = alone.step(input)
            for turn in 0..<2 {
                // The one leads in even steps, the other in odd ones.
                let result =
                    (turn + input) % 2 == 0
                    ? one.result(of: input, byteCount: { _ in 1 }, catchUp: { _ = first.step($0) }, work: first.step)
                    : other.result(
                        of: input,
                        byteCount: { _ in 1 },
                        catchUp: { _ = second.step($0) },
                        work: second.step
                    )
                #expect(result == expected)
            }
        }
        #expect(first.stepCount + second.stepCount <= 40 && history.hitCount == 20)
    }

    @Test("Where there is no room left, machines go on by themselves")
    func noRoom() {
        let history = SharedHistory<Int, Int>(byteLimit: 3)
        for _ in 0..<2 {
            var work = SharedWork(history)
            let (machine, alone) = (Machine(), Machine())
            for input in 0..<6 {
                let result = work.result(
                    of: input,
                    byteCount: { _ in 1 },
                    catchUp: { _ = machine.step($0) },
                    work: machine.step
                )
                #expect(result == alone.step(input))
            }
            #expect(machine.stepCount >= 3)
        }
        #expect(history.hitCount == 3)
    }
}
