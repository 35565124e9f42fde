import NetworkEmulation

/// Reads the files that a link names for its numbers.
struct TraceDecoding {
    let section: Section

    /// What a file under a key holds, by `parse`; errors name its line and the place in the scenario.
    func value<Value>(
        _ field: Field<String>,
        byteCountMax: Int,
        _ parse: ([UInt8]) throws(TextFault) -> Value
    ) -> Value? {
        guard let path = section.value(field) else { return nil }
        let (position, place) = (section.position(of: field.key), section.path(field.key))
        let trace = NamedTrace(path: path, byteCountMax: byteCountMax)
        guard let bytes = section.findings.bytes(of: trace, at: position, path: place) else { return nil }
        do {
            return try parse(bytes)
        } catch {
            section.findings.add(Complaint("\(path):\(error.line): \(error.message)"), at: position, path: place)
            return nil
        }
    }
}
