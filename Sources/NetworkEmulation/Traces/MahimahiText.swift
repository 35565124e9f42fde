extension OpportunityTrace {
    /// Reads Mahimahi's format: a whole number of milliseconds a line, none below the one before, one for each opportunity.
    public init(mahimahi bytes: [UInt8]) throws(TextFault) {
        var lines = try TextLines(bytes)
        var stamps: [UInt32] = []
        stamps.reserveCapacity(bytes.count / 6)
        var last: UInt32 = 0
        var count = 0
        while let line = lines.next() {
            count = line.number
            guard !line.text.isEmpty else { throw line.fault("the line is empty, and Mahimahi allows none") }
            guard line.text.first != UInt8(ascii: "-") else { throw line.fault("the time \(line.shown) is negative") }
            var value: UInt32 = 0
            for byte in line.text {
                guard (0x30...0x39).contains(byte) else {
                    throw line.fault("\(line.shown) is no whole number of milliseconds")
                }
                let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = tens.addingReportingOverflow(UInt32(byte - 0x30))
                guard !overflow, !carry else {
                    throw line.fault("\(line.shown) ms is beyond the longest trace, \(UInt32.max) ms")
                }
                value = sum
            }
            guard value >= last else { throw line.fault("the time \(value) ms lies before the \(last) ms above it") }
            last = value
            stamps.append(value)
        }
        guard !stamps.isEmpty else { throw TextFault(line: 1, message: "the trace is empty") }
        guard let trace = OpportunityTrace(milliseconds: stamps) else {
            throw TextFault(line: count, message: "the last time is 0 ms, so that the trace has no length")
        }
        self = trace
    }
}
