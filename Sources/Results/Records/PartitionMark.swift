/// The line behind the records of a partition that is finished, in the files of a run that goes on.
public struct PartitionMark: Hashable, Sendable {
    public let partition: Int
    /// How many calls it has.
    public let callCount: Int

    public init(partition: Int, callCount: Int) {
        self.partition = partition
        self.callCount = callCount
    }

    public func appendLine(to bytes: inout [UInt8]) {
        let object: JSONObject = ["partition": .integer(partition), "calls": .integer(callCount)]
        JSONValue.object(object).appendLine(to: &bytes)
    }

    /// Reads one line; its number is for errors.
    public init(parsing bytes: some Sequence<UInt8>, line: Int) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: bytes, line: line), line: line)
        partition = try fields.integer("partition")
        callCount = try fields.integer("calls")
        try fields.finish()
    }
}
