import QualityModels
import RTPWire
import Results
import Testing
import Units

@testable import Runner

/// Sound that is missing, late for good or told by no clock.
extension CaptureScoreTests {
    private func windows(_ evidence: CallEvidence) throws -> [Double] {
        try #require(evidence.received.windows["audio.mos"])
    }

    /// Writes packets in the order given, whatever their times.
    private static func unsorted(_ sendings: [Sending]) -> [UInt8] {
        var capture = PacketCapture(epochSeconds: 1_000)
        var bytes = PacketCapture.fileHeader
        for sending in sendings {
            capture.append(sending.bytes, from: there, to: here, at: .start + .init(seconds: sending.at), to: &bytes)
        }
        return bytes
    }

    private func unsortedEvidence(_ sendings: [Sending]) throws -> CallEvidence {
        var settings = CaptureScore.Settings()
        settings.delay = .milliseconds(40)
        return try CaptureScore(bytes: Self.unsorted(sendings), settings: settings, bitrate: nil, tracks: [])
            .evidence(name: "a.pcap")
    }

    @Test("Sound that stops while pictures go on is silence to their end, also in the window in which it stops")
    func stopsEarly() throws {
        let evidence = try evidence(Self.sound(1_700) + Self.pictures(1_200))
        let windows = try windows(evidence)
        #expect(windows.count == 12)
        #expect(windows[..<3].allSatisfy { $0 > 4 } && windows[3] < 2 && windows[4...].allSatisfy { $0 == 1 })
        #expect(evidence.received.remarks.unknown["audio.mos"] == nil)
        #expect(evidence.notes.contains { $0.contains("in which pictures still come count as silence") })
    }

    @Test("Sound that stops while nothing tells that the call went on leaves its windows unknown")
    func stopsAlone() throws {
        let leaving = Self.pictures(1_200).map { Sending(at: $0.at, bytes: $0.bytes, isArriving: false) }
        let evidence = try evidence(Self.sound(1_700) + leaving) { $0.localAddress = "192.0.2.1" }
        #expect(try windows(evidence).count == 3)
        #expect(evidence.received.remarks.unknown["audio.mos"]?.hasPrefix("9 of 12 windows") == true)
    }

    @Test("Packets lost in a row are lost when they were due, not all at once")
    func hole() throws {
        let evidence = try evidence(Self.sound(6_000) { (1_500..<3_000).contains($0) ? nil : 0 })
        let windows = try windows(evidence)
        #expect(windows.count == 12)
        #expect(windows[3..<6].allSatisfy { $0 == 1 })
        #expect((windows[..<3] + windows[6...]).allSatisfy { abs($0 - mos(loss: 0)) < 1e-4 })
    }

    @Test("Where the sender paused, without a number missing, a window is unknown")
    func pause() throws {
        let sound = (0..<3_000).map { index -> Sending in
            let step = index < 1_500 ? index : index + 1_500
            let bytes = Self.rtp(type: 111, ssrc: 1, number: index, timestamp: 960 * step, size: 90)
            return Sending(at: 0.02 * Double(step), bytes: bytes)
        }
        let evidence = try evidence(sound)
        #expect(try windows(evidence).count == 6)
        #expect(evidence.received.remarks.unknown["audio.mos"]?.hasPrefix("3 of 9 windows") == true)
    }

    @Test("Sound that begins late leaves the windows before it unknown, as nothing tells whether it was due")
    func lateStart() throws {
        let late = Self.sound().map { Sending(at: $0.at + 24, bytes: $0.bytes) }
        let evidence = try evidence(late + Self.pictures(440))
        #expect(try windows(evidence).count == 2)
        #expect(evidence.received.remarks.unknown["audio.mos"]?.hasPrefix("2 of 4 windows") == true)
    }

    @Test("A clock that goes back by more than a second is an error with its record")
    func clockGoesBack() throws {
        let falling = (0..<600).map { Sending(at: 50 - 0.02 * Double($0), bytes: Self.sound(600)[$0].bytes) }
        let stepped = Self.sound(600).enumerated().map {
            Sending(at: $0.offset == 0 ? 4_000 : $0.element.at, bytes: $0.element.bytes)
        }
        for (sendings, record) in [(falling, 52), (stepped, 2)] {
            do {
                _ = try unsortedEvidence(sendings)
                Issue.record("it was scored")
            } catch let fault as CaptureScore.Fault {
                #expect(fault.message.hasPrefix("record \(record): its time is"), "\(fault.message)")
                #expect(fault.advice.contains("reordercap"))
            }
        }
    }

    @Test("Packets a little out of order are scored as if they were in order")
    func disorder() throws {
        let falling = Self.sound(1_000).enumerated().map {
            Sending(at: 1 + $0.element.at - ($0.offset > 500 ? 0.9 : 0), bytes: $0.element.bytes)
        }
        let evidence = try unsortedEvidence(Array(falling.suffix(499) + falling.prefix(501)).sorted { $0.at < $1.at })
        #expect(evidence.hasHeard == true)
        #expect(try unsortedEvidence(falling).received.windows["audio.mos"]?.isEmpty == false)
    }

    @Test("Time stamps that follow another clock than the arrivals tell no score")
    func otherClock() throws {
        let wild = (0..<600).map { index in
            let bytes = Self.rtp(type: 111, ssrc: 1, number: index, timestamp: index * 0x7FFF_FFFF, size: 90)
            return Sending(at: 0.02 * Double(index), bytes: bytes)
        }
        let evidence = try evidence(wild)
        #expect(evidence.received.windows["audio.mos"] == nil && evidence.hasHeard == nil)
        #expect(evidence.received.remarks.unknown["audio.mos"]?.hasPrefix("time stamps and times of arrival") == true)
    }

    @Test("A capture of more than a day is refused, and says so")
    func tooLong() {
        let late = Self.pictures(2).map { Sending(at: $0.at + 90_000, bytes: $0.bytes) }
        #expect(fault(Self.sound() + late).contains("no call of more than 24 h is scored"))
    }

    @Test("Freezes and pauses of pictures are counted, and unknown where a packet of them never came")
    func freezesAndPauses() throws {
        let frozen = try evidence(Self.pictures { $0 < 60 ? 0 : $0 < 120 ? 2 : 8 }).received
        #expect(frozen.metrics["video.freezes"] == 2 && frozen.metrics["video.pauses"] == 1)
        let cut = try evidence(Self.pictures(skips: [100])).received
        for name in ["video.freezes", "video.pauses"] {
            #expect(cut.metrics[name] == nil && cut.remarks.unknown[name] != nil)
        }
    }
}
