public import NetworkEmulation
import RTPWire
public import Units

/// Reads what somebody measured: the output of ping, a table, or a capture of RTP.
public enum MeasurementFile {
    /// - Throws: `RunError` that names the file, the line or record, and the rule.
    public static func read(_ path: String, interval: TimeDelta?) throws(RunError) -> PathMeasurement {
        let bytes: [UInt8]
        do {
            let file = try InputFile.open(path, allowsPipes: true)
            bytes = try InputFile.read(file.descriptor, upTo: PathMeasurement.byteCountMax + 1)
        } catch {
            throw RunError(.inputOutput, attempted: "read \(path)", happened: error.reason, advice: error.advice)
        }
        return try read(bytes, named: path, interval: interval)
    }

    /// The same from bytes.
    static func read(_ bytes: [UInt8], named name: String, interval: TimeDelta?) throws(RunError) -> PathMeasurement {
        guard bytes.count <= PathMeasurement.byteCountMax else {
            throw fault(name, "more than \(PathMeasurement.byteCountMax) bytes of measurements are not read", "cut it")
        }
        if CaptureReader.matches(bytes) { return try capture(bytes, name) }
        do {
            return try PathMeasurement(text: bytes, interval: interval)
        } catch {
            throw fault(
                "\(name):\(error.line)",
                error.message,
                "give the output of ping, a table such as time,rtt_ms or time,down_mbps, or a pcap of RTP"
            )
        }
    }

    private static func capture(_ bytes: [UInt8], _ name: String) throws(RunError) -> PathMeasurement {
        let streams: [CapturedStream]
        let cutRecord: Int?
        do {
            (streams, cutRecord) = try CapturedStream.all(inFile: bytes)
        } catch {
            let place = error.record.map { "\(name): record \($0)" } ?? name
            throw fault(place, error.message, error.advice ?? "save it as a pcap of UDP over IP")
        }
        guard let longest = streams.first else {
            throw fault(name, "there is no RTP packet in it", "capture where the media arrive")
        }
        let arrivals = MediaArrivals(
            longest.packets.map {
                MediaArrivals.Packet(
                    arrival: $0.time,
                    sequenceNumber: $0.sequenceNumber,
                    timestamp: $0.timestamp,
                    size: $0.size
                )
            }
        )
        guard var measurement = arrivals.measurement else {
            throw fault(
                name,
                "the \(longest.packets.count) packets of its longest RTP stream (SSRC \(longest.ssrc)) have sequence "
                    + "numbers that are no one stream's",
                "capture one call"
            )
        }
        if let cutRecord {
            measurement.remarks.append("\(name) ends inside record \(cutRecord): what came after it is unknown")
        }
        if streams.count > 1 {
            measurement.remarks.append(
                "\(streams.count - 1) other streams are left out; that of SSRC \(longest.ssrc) has the most packets"
            )
        }
        return measurement
    }

    private static func fault(_ place: String, _ message: String, _ advice: String) -> RunError {
        RunError(.usage, attempted: "fit a profile to \(place)", happened: message, advice: advice)
    }
}
