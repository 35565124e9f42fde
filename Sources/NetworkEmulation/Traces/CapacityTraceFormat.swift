/// How a trace of a link's capacity is written.
public enum CapacityTraceFormat: String, CaseIterable, Hashable, Sendable {
    /// Opportunities to send, a time stamp in milliseconds a line.
    case mahimahi
    /// Seconds and Mbit/s a line.
    case csv
    /// OpenNetLab's JSON.
    case openNetLab = "opennetlab"
    /// UCC's production data sets.
    case ucc

    /// The format that a file's name tells; Mahimahi's have no ending of their own.
    public init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        switch fileName[dot...].lowercased() {
        case ".csv": self = .csv
        case ".json": self = .openNetLab
        default: return nil
        }
    }
}

extension Capacity {
    /// The largest file of a trace that is read, in bytes.
    public static let traceByteCountMax = 64_000_000

    /// Reads a trace; `isDownlink` tells which of two directions, where the format has both.
    public init(
        trace bytes: [UInt8],
        format: CapacityTraceFormat,
        isDownlink: Bool
    ) throws(TextFault) {
        switch format {
        case .mahimahi: self = .opportunities(try OpportunityTrace(mahimahi: bytes))
        case .csv: self = .rates(try RateTrace(csv: bytes))
        case .openNetLab: self = .rates(try RateTrace.openNetLab(bytes, isDownlink: isDownlink).trace)
        case .ucc: self = .rates(try RateTrace(ucc: bytes, isDownlink: isDownlink))
        }
    }
}
