extension WAVFile {
    /// The bytes of a mono 16-bit WAV file.
    public static func encode(samples: [Int16], sampleRate: Int) -> [UInt8] {
        var bytes = header(sampleCount: samples.count, sampleRate: sampleRate)
        bytes.reserveCapacity(bytes.count + 2 * samples.count)
        append(samples, to: &bytes)
        return bytes
    }

    /// The header of a mono 16-bit WAV file that as many samples follow, fewer than 2^30.
    public static func header(sampleCount: Int, sampleRate: Int) -> [UInt8] {
        precondition(sampleRate > 0 && sampleCount < 1 << 30, "a WAV file holds less than 2 GiB")
        var bytes = Array("RIFF".utf8)
        bytes.append(36 + 2 * sampleCount, byteCount: 4)
        bytes += "WAVEfmt ".utf8
        bytes.append(16, byteCount: 4)
        bytes.append(1, byteCount: 2)
        bytes.append(1, byteCount: 2)
        bytes.append(sampleRate, byteCount: 4)
        bytes.append(2 * sampleRate, byteCount: 4)
        bytes.append(2, byteCount: 2)
        bytes.append(16, byteCount: 2)
        bytes += "data".utf8
        bytes.append(2 * sampleCount, byteCount: 4)
        return bytes
    }

    /// Appends samples as they stand in the file.
    public static func append(_ samples: some Sequence<Int16>, to bytes: inout [UInt8]) {
        for sample in samples { bytes.append(Int(sample), byteCount: 2) }
    }
}
