import Testing
import Units

@testable import CallSimulation

@Suite("Where freezes and concealments begin and end")
struct WatchTests {
    private func time(_ milliseconds: Int64) -> Timestamp { .start + .milliseconds(milliseconds) }

    @Test("A freeze is told once when it begins and once when a picture ends it")
    func freeze() {
        var watch = FreezeWatch()
        watch.start(at: .start)
        for frame in 0...20 {
            let change = watch.show(frame, at: time(Int64(frame) * 40))
            #expect(change.begun == nil && change.ended == nil)
        }
        // 40 ms a picture: 40 + 150 ms would be a freeze, and the open interval joins the mean.
        let checks = [150, 210, 220].map { watch.check(at: time(800 + $0)) }
        #expect(checks[0] == nil && checks[2] == nil)
        #expect(checks[1]?.since == time(800) && checks[1]?.lastFrame == 20)
        let change = watch.show(21, at: time(800 + 500))
        #expect(change.begun == nil)
        #expect(change.ended?.isCounted == true)
        let end = watch.finish(at: time(800 + 540))
        #expect(end.ended == nil)
    }

    @Test("A picture that never comes back is a freeze to the end of the call")
    func openFreeze() {
        var watch = FreezeWatch()
        watch.start(at: .start)
        for frame in 0...20 { _ = watch.show(frame, at: time(Int64(frame) * 40)) }
        let change = watch.finish(at: time(3_000))
        #expect(change.begun?.since == time(800))
        #expect(change.ended?.isCounted == true)
        var never = FreezeWatch()
        never.start(at: time(5))
        let blank = never.finish(at: time(3_000))
        #expect(blank.ended?.since == time(5))
    }

    @Test("A concealment runs from the first invented sample to the first step without one")
    func concealment() {
        var watch = ConcealmentWatch()
        let steps = [(0, [7]), (480, []), (100, [9]), (0, [11])].enumerated().map { index, step in
            watch.step(concealedSampleCount: step.0, decoded: step.1, at: time(Int64(index) * 10))
        }
        #expect(steps.map { $0.begun != nil } == [false, true, false, false])
        #expect(steps.map { $0.ended != nil } == [false, false, false, true])
        #expect(steps[1].begun?.after == 7)
        #expect(steps[3].ended?.sampleCount == 580)
        #expect(steps[3].ended?.decoded == [9])
        let open = watch.finish()
        #expect(open == nil)
    }

    @Test("What was decoded in the step that fell short came before the gap")
    func shortStep() {
        var watch = ConcealmentWatch()
        let step = watch.step(concealedSampleCount: 20, decoded: [3], at: time(0))
        let open = watch.finish()
        #expect(step.begun?.after == 3)
        #expect(open?.sampleCount == 20)
    }
}
