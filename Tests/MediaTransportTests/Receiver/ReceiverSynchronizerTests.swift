import RTPWire
import Testing
import Units

@testable import MediaTransport

@Suite("Audio and video synchronisation")
struct ReceiverSynchronizerTests {
    @Test("A difference below 30 ms is left alone")
    func deadZone() {
        var synchronizer = StreamSynchronizer()
        for _ in 0..<20 {
            let change = synchronizer.update(transitDifference: 29, audioDelay: 50, videoDelay: 50)
            #expect(change == nil)
        }
    }

    @Test("Audio is delayed by half of what it runs ahead, at most 80 ms a step, and video stays")
    func audioAhead() {
        var synchronizer = StreamSynchronizer()
        var audioDelay = 50
        var steps: [Int] = []
        for _ in 0..<200 {
            guard let change = synchronizer.update(transitDifference: 0, audioDelay: audioDelay, videoDelay: 450) else {
                continue
            }
            steps.append(max(change.audio, 50) - audioDelay)
            audioDelay = max(change.audio, 50)
            #expect(change.video == 0)
        }
        #expect(steps.allSatisfy { $0 <= 80 })
        #expect(abs(450 - audioDelay) < 60)
    }

    @Test("Video is delayed when it runs ahead")
    func videoAhead() {
        var synchronizer = StreamSynchronizer()
        var last = (audio: 0, video: 0)
        for _ in 0..<4 {
            if let change = synchronizer.update(transitDifference: 0, audioDelay: 400, videoDelay: 50) { last = change }
        }
        #expect(last.audio == 0)
        #expect(last.video > 0)
    }

    @Test("Transit differences come from two sender reports a stream, whatever the time stamps begin with")
    func transit() throws {
        var clock = CaptureClock(clockRate: 90_000)
        func report(_ seconds: UInt64, _ timestamp: UInt32) -> SenderReport {
            SenderReport(
                ssrc: 2,
                ntpTime: seconds << 32,
                rtpTimestamp: timestamp,
                packetCount: 0,
                octetCount: 0,
                reportBlocks: []
            )
        }
        clock.receive(report(5, .max - 89_999))
        clock.packetArrived(rtpTimestamp: 45_000, at: .start + .milliseconds(1_540))
        #expect(clock.transitMilliseconds == nil)
        clock.receive(report(6, 0))
        // Captured half a second after NTP second 6, arrived at 1.54 s of the run.
        let transit = try #require(clock.transitMilliseconds)
        #expect(abs(transit - (1_540 - 6_500)) < 1e-6)
    }
}
