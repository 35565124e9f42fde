import NetworkEmulation
import RTPWire
import Testing
import Units

@testable import Runner

@Suite("Measurements from files")
struct MeasurementFileTests {
    private func fault(_ bytes: [UInt8]) -> String {
        do {
            _ = try MeasurementFile.read(bytes, named: "a.txt", interval: nil)
            return "none"
        } catch {
            return error.description
        }
    }

    /// A hundred packets of speech 20 ms apart, of which each tenth is missing.
    private func capture() -> [UInt8] {
        var capture = PacketCapture(epochSeconds: 0)
        var bytes = PacketCapture.fileHeader
        let (from, to) = (UDPAddress(host: 1, port: 2), UDPAddress(host: 3, port: 4))
        for number in 0..<100 where number % 10 != 3 {
            let timestamp = 160 * number
            let payload: [UInt8] =
                [0x80, 0, 0, UInt8(number), 0, 0, UInt8(timestamp >> 8), UInt8(timestamp & 0xFF), 0, 0, 0, 1]
                + [UInt8](repeating: 0xFF, count: 160)
            let time = Timestamp.start + .milliseconds(20 * Int64(number))
            capture.append(payload, from: from, to: to, at: time, to: &bytes)
        }
        return bytes
    }

    @Test("A capture becomes a measurement of its longest RTP stream")
    func longestStream() throws {
        let bytes = capture()
        let measurement = try MeasurementFile.read(bytes, named: "a.pcap", interval: nil)
        #expect(measurement.way == .oneWay)
        #expect(measurement.losses.count == 100 && measurement.losses.count { $0 } == 10)
        #expect(measurement.spacing == .milliseconds(20))
        #expect(measurement.interarrivalJitter == .zero && measurement.remarks.isEmpty)
    }

    @Test("A capture that ends in the middle of a record is read up to there, and says so")
    func cutOff() throws {
        let measurement = try MeasurementFile.read(capture().dropLast(5), named: "a.pcap", interval: nil)
        #expect(measurement.losses.count == 99)
        #expect(measurement.remarks == ["a.pcap ends inside record 90: what came after it is unknown"])
    }

    @Test("Errors name the file, the line and the rule")
    func faults() {
        #expect(
            fault(Array("time,rtt_ms\n1,5\n0,6\n".utf8)).hasPrefix(
                "error: could not fit a profile to a.txt:3: the time 0 is before the one above it"
            )
        )
        #expect(fault([0]).hasPrefix("error: could not fit a profile to a.txt:1: the byte 0x00 is no text"))
        #expect(fault(PacketCapture.fileHeader).contains("there is no RTP packet in it"))
        let large = [UInt8](repeating: 0x31, count: PathMeasurement.byteCountMax + 1)
        #expect(fault(large).contains("more than 64000000 bytes"))
    }
}
