import QualityModels
import RTPWire
import Results
import Testing
import Units

@testable import Runner

@Suite("Scores of captures")
struct CaptureScoreTests {
    static let here = UDPAddress(host: 0xC000_0201, port: 50_000)
    static let there = UDPAddress(host: 0xC000_0202, port: 50_002)

    static func rtp(type: UInt8, ssrc: UInt8, number: Int, timestamp: Int, size: Int) -> [UInt8] {
        let time = UInt32(truncatingIfNeeded: timestamp)
        return [0x80, type, UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
            + (0..<4).map { UInt8(time >> (24 - 8 * $0) & 0xFF) } + [0, 0, 0, ssrc]
            + [UInt8](repeating: 0xA5, count: size)
    }

    struct Sending {
        let at: Double
        let bytes: [UInt8]
        var isArriving = true
    }

    static func capture(_ sendings: [Sending]) -> [UInt8] {
        var capture = PacketCapture(epochSeconds: 0)
        var bytes = PacketCapture.fileHeader
        for sending in sendings.sorted(by: { $0.at < $1.at }) {
            let (from, to) = sending.isArriving ? (there, here) : (here, there)
            capture.append(sending.bytes, from: from, to: to, at: .start + TimeDelta(seconds: sending.at), to: &bytes)
        }
        return bytes
    }

    /// Opus in packets of 20 ms, encrypted as far as anyone can tell; `late` gives a delay, `nil` loses the packet.
    static func sound(_ count: Int = 1_000, late: (Int) -> Double? = { _ in 0 }) -> [Sending] {
        (0..<count).compactMap { index in
            late(index).map {
                let bytes = rtp(type: 111, ssrc: 1, number: index, timestamp: 960 * index, size: 90)
                return Sending(at: 0.02 * Double(index) + $0, bytes: bytes)
            }
        }
    }

    /// Ten pictures a second of three packets each; `skips` loses a packet.
    static func pictures(_ count: Int = 200, skips: Set<Int> = [], late: (Int) -> Double = { _ in 0 })
        -> [Sending]
    {
        (0..<3 * count).filter { !skips.contains($0) }.map { index in
            let picture = index / 3
            let type: UInt8 = index % 3 == 2 ? 0x80 | 96 : 96
            let bytes = rtp(type: type, ssrc: 2, number: index, timestamp: 9_000 * picture, size: 1_000)
            return Sending(at: 0.1 * Double(picture) + 0.001 * Double(index % 3) + late(picture), bytes: bytes)
        }
    }

    func evidence(
        _ sendings: [Sending],
        delay: TimeDelta? = .milliseconds(40),
        _ change: (inout CaptureScore.Settings) -> Void = { _ in }
    ) throws -> CallEvidence {
        var settings = CaptureScore.Settings()
        settings.delay = delay
        change(&settings)
        return try CaptureScore(
            bytes: Self.capture(sendings),
            settings: settings,
            bitrate: .kilobitsPerSecond(32),
            tracks: []
        ).evidence(name: "a.pcap")
    }

    func fault(_ sendings: [Sending]) -> String {
        do {
            _ = try evidence(sendings)
            return "none"
        } catch {
            return (error as? CaptureScore.Fault).map { $0.message + " | " + $0.advice } ?? "\(error)"
        }
    }

    func mos(loss: Double) -> Double {
        var parameters = EModelParameters.wideband
        parameters.ie = OpusImpairment.ie(bitrate: .kilobitsPerSecond(32))
        parameters.bpl = OpusImpairment.bpl
        parameters.ppl = loss
        parameters.ta = 40 + 60 + 20 + 6.5
        return WidebandEModel.rating(parameters).mos.value
    }

    @Test("Packets that are lost, or too late for the buffer, are what a window's score takes off")
    func sound() throws {
        let evidence = try evidence(
            Self.sound { $0 < 500 ? 0 : $0 % 10 == 3 ? nil : $0 % 10 == 6 ? 0.061 : $0 % 10 == 8 ? 0.059 : 0 }
        )
        let windows = try #require(evidence.received.windows["audio.mos"])
        #expect(windows.count == 2)
        #expect(abs(windows[0] - mos(loss: 0)) < 1e-4 && abs(windows[1] - mos(loss: 20)) < 1e-4)
        #expect(abs(try #require(evidence.received.metrics["call.packet_loss"]) - 0.05) < 1e-3)
        #expect(evidence.received.metrics["audio.mouth_to_ear"] == 126.5)
        #expect(evidence.received.metrics["audio.concealed_ratio"] == nil)
        #expect(evidence.carriesVideo == false)
    }

    @Test("Without a delay there is no score of sound, but losses are known")
    func noDelay() throws {
        let evidence = try evidence(Self.sound { $0 % 4 == 1 ? nil : 0 }, delay: nil)
        #expect(evidence.received.windows["audio.mos"] == nil && evidence.received.metrics["audio.mouth_to_ear"] == nil)
        #expect(evidence.received.remarks.unknown["audio.mos"]?.contains("--delay") == true)
        #expect(abs(try #require(evidence.received.metrics["call.packet_loss"]) - 0.25) < 1e-3)
    }

    @Test("Pictures count when they are whole: their rate, and the freeze between two of them")
    func pictures() throws {
        let evidence = try evidence(Self.pictures { $0 < 100 ? 0 : 2 })
        #expect(evidence.received.metrics["video.longest_freeze"] == 2.1)
        #expect(abs(try #require(evidence.received.metrics["video.freeze_ratio"]) - 2.1 / 21.902) < 1e-3)
        #expect(abs(try #require(evidence.received.metrics["video.bitrate"]) - 599 * 8_000 / 21.902) < 10)
    }

    @Test("Pictures of which a packet never came leave freezes unknown: repair is not seen")
    func incomplete() throws {
        let evidence = try evidence(Self.pictures(skips: [100]))
        for metric in ["video.freeze_ratio", "video.longest_freeze", "video.frame_rate"] {
            #expect(evidence.received.metrics[metric] == nil)
            #expect(evidence.received.remarks.unknown[metric]?.hasPrefix("1 packets of pictures never came") == true)
        }
        #expect(evidence.received.metrics["video.bitrate"] != nil)
    }

    @Test("A capture of both ways needs the address it was made on; then only what arrives is heard")
    func bothWays() throws {
        let leaving = Self.pictures().map { Sending(at: $0.at, bytes: $0.bytes, isArriving: false) }
        #expect(fault(Self.sound() + leaving).contains("RTP goes both ways in it, between 192.0.2.1, 192.0.2.2 | "))
        let evidence = try evidence(Self.sound() + leaving) { $0.localAddress = "192.0.2.1" }
        #expect(evidence.received.metrics["video.bitrate"] == nil && evidence.received.windows["audio.mos"]?.count == 2)
        #expect(evidence.sent.metrics["video.bitrate"] != nil)
        #expect(throws: CaptureScore.Fault.self) {
            try self.evidence(Self.sound() + leaving) { $0.localAddress = "192.0.2.7" }
        }
    }

    @Test("What is no call is a named error")
    func faults() {
        #expect(fault([]) == "there is no RTP packet in it | capture where the media arrive")
        #expect(fault(Self.sound(1)).contains("no one stream's"))
        let second = Self.sound().map {
            Sending(at: $0.at, bytes: Array($0.bytes.prefix(11)) + [3] + $0.bytes.dropFirst(12))
        }
        #expect(fault(Self.sound() + second).hasPrefix("2 streams of sound arrive, of SSRC 1 (1000 packets), 3"))
    }

    @Test("Streams of unusual payload types are known by their clock")
    func clocks() throws {
        let sound = Self.sound().map { Sending(at: $0.at, bytes: [0x80, 101] + $0.bytes.dropFirst(2)) }
        #expect(try evidence(sound).received.windows["audio.mos"]?.count == 2)
    }
}
