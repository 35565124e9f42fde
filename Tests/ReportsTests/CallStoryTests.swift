import QualityModels
import Reports
import Results
import Testing
import Units

@Suite("Stories of calls")
struct CallStoryTests {
    /// A call of 30 s that was not usable, and what the patient had of it.
    private static func call(_ direction: DirectionRecord) -> CallRecord {
        CallRecord(
            call: 1,
            clinician: "practice",
            patient: "mobile",
            network: "4g",
            startsAt: .start,
            length: .seconds(30),
            outcome: .completedVideo,
            digest: 1,
            metrics: ["consultation.usable": 0],
            directions: [direction]
        )
    }

    /// What the patient is said to have seen, with a slow harmonic rate of 0.97 fps.
    private func seen(freeze: Double, slowSeconds: Int, frozenSeconds: Int) -> String {
        let spoilt = max(slowSeconds, frozenSeconds)
        let account = UsabilityAccount(
            course: SecondCourse((0..<30).map { $0 < spoilt ? .audioOnly : .usable }),
            causes: [.frameRate: slowSeconds, .freeze: frozenSeconds],
            isUsable: spoilt < 2
        )
        let call = Self.call(
            DirectionRecord(
                call: 1,
                from: .clinician,
                network: "4g",
                metrics: [
                    "video.freeze_ratio": freeze / 30, "video.longest_freeze": freeze, "video.frame_rate": 0.97,
                ],
                windows: ["audio.mos": [4.2, 4.2, 4.2]],
                usability: account
            )
        )
        return CallStory.findings(call).filter { $0.contains("patient saw") }.joined(separator: "; ")
    }

    @Test("A frame rate that one long freeze explains is not told as slow pictures")
    func explained() {
        #expect(seen(freeze: 12.3, slowSeconds: 12, frozenSeconds: 13) == "patient saw the video frozen for 12.3 s")
    }

    @Test("Slow pictures without a freeze are told with their rate")
    func slow() {
        #expect(seen(freeze: 0.8, slowSeconds: 30, frozenSeconds: 0) == "patient saw only 0.97 frames a second")
    }

    @Test("Slow pictures besides a freeze are told by how long they were slow")
    func both() {
        #expect(
            seen(freeze: 2, slowSeconds: 20, frozenSeconds: 3)
                == "patient saw the video frozen for 2 s; "
                + "patient saw fewer than 7 frames a second for at least 17 s besides"
        )
    }

    /// What the patient is said to have heard.
    private func heard(_ scores: [Double], concealed: Double) -> String {
        let call = Self.call(
            DirectionRecord(
                call: 1,
                from: .clinician,
                network: "4g",
                metrics: ["audio.concealed_ratio": concealed],
                windows: MetricWindows(dictionaryLiteral: ("audio.mos", scores))
            )
        )
        return CallStory.findings(call).filter { $0.contains("patient heard") }.joined(separator: "; ")
    }

    @Test("Sound that is merely late beyond any score is told as poor, and silence as silence")
    func silence() {
        #expect(heard([1, 1, 1], concealed: 1) == "patient heard nothing")
        #expect(heard([1, 4, 4], concealed: 0.34) == "patient heard nothing until 10 s")
        #expect(heard([1, 1, 1], concealed: 0.2) == "patient heard poor sound (MOS 1)")
    }
}
