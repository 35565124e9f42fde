extension WAVFile {
    /// The bytes of a mono 16-bit WAV file.
    public static func encode(samples: [Int16], sampleRate: Int) -> [UInt8] {
        precondition(sampleRate > 0 && samples.count < 1 << 30, "a WAV file holds less than 2 GiB")
        var bytes = [UInt8]()
        bytes.reserveCapacity(44 + 2 * samples.count)
        func append(_ text: String) { bytes += Array(text.utf8) }
        func append(_ number: Int, bytes count: Int) {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
        }
        append("RIFF")
        append(36 + 2 * samples.count, bytes: 4)
        append("WAVEfmt ")
        append(16, bytes: 4)
        append(1, bytes: 2)
        append(1, bytes: 2)
        append(sampleRate, bytes: 4)
        append(2 * sampleRate, bytes: 4)
        append(2, bytes: 2)
        append(16, bytes: 2)
        append("data")
        append(2 * samples.count, bytes: 4)
        for sample in samples { append(Int(sample), bytes: 2) }
        return bytes
    }
}
