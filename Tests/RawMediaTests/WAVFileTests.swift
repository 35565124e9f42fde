import RawMedia
import Testing

@Suite("WAV files")
struct WAVFileTests {
    private let samples: [Int16] = [0, 1, -1, 32_767, -32_768, 1_234]

    private func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        Array(name.utf8) + little(body.count, 4) + body + (body.count % 2 == 1 ? [0] : [])
    }

    private func format(tag: Int = 1, channels: Int = 1, rate: Int = 16_000, bits: Int = 16, block: Int? = nil)
        -> [UInt8]
    {
        let block = block ?? channels * bits / 8
        return little(tag, 2) + little(channels, 2) + little(rate, 4) + little(rate * block, 4) + little(block, 2)
            + little(bits, 2)
    }

    private func file(_ chunks: [UInt8]...) -> [UInt8] {
        let body = Array("WAVE".utf8) + chunks.flatMap { $0 }
        return Array("RIFF".utf8) + little(body.count, 4) + body
    }

    @Test("What was written is read back")
    func roundTrip() throws {
        let file = try WAVFile(parsing: WAVFile.encode(samples: samples, sampleRate: 44_100))
        #expect(file.samples == samples)
        #expect(file.sampleRate == 44_100)
    }

    @Test("Two channels are averaged, rounding down, without overflow")
    func stereo() throws {
        let data = [(100, 200), (32_767, 32_767), (-32_768, -32_768), (-1, 0)].flatMap {
            little($0.0, 2) + little($0.1, 2)
        }
        let parsed = try WAVFile(parsing: file(chunk("fmt ", format(channels: 2)), chunk("data", data)))
        #expect(parsed.samples == [150, 32_767, -32_768, -1])
    }

    @Test("Unknown chunks of odd length are passed over with their padding")
    func oddChunk() throws {
        let data = chunk("data", little(7, 2))
        let parsed = try WAVFile(
            parsing: file(chunk("LIST", [1, 2, 3]), chunk("fmt ", format()), chunk("odd ", [9]), data)
        )
        #expect(parsed.samples == [7])
    }

    @Test("The extensible format is read when its sub-format is PCM, and refused when it is not")
    func extensible() throws {
        let rest = little(22, 2) + little(16, 2) + little(4, 4)
        let pcm = format(tag: 0xFFFE) + rest + little(1, 2) + [UInt8](repeating: 0, count: 14)
        #expect(try WAVFile(parsing: file(chunk("fmt ", pcm), chunk("data", little(7, 2)))).samples == [7])
        let float = format(tag: 0xFFFE) + rest + little(3, 2) + [UInt8](repeating: 0, count: 14)
        #expect(throws: WAVError.unsupportedEncoding(tag: 3)) {
            try WAVFile(parsing: file(chunk("fmt ", float), chunk("data", little(7, 2))))
        }
    }

    @Test("Each unsupported or contradictory file is refused with its own reason")
    func refusals() {
        let data = chunk("data", little(7, 2))
        let cases: [([UInt8], WAVError)] = [
            ([], .notWAV),
            (Array("RIFX....WAVE".utf8), .notWAV),
            (file(data), .formatMissing),
            (file(), .formatMissing),
            (file(chunk("fmt ", format())), .dataMissing),
            (file(chunk("fmt ", [1, 0])), .formatTooShort(bytes: 2)),
            (file(chunk("fmt ", format(tag: 0xFFFE)), data), .formatTooShort(bytes: 16)),
            (file(chunk("fmt ", format(tag: 7)), data), .unsupportedEncoding(tag: 7)),
            (file(chunk("fmt ", format(bits: 8)), data), .unsupportedSampleSize(bits: 8)),
            (file(chunk("fmt ", format(channels: 6)), data), .unsupportedChannels(6)),
            (file(chunk("fmt ", format(channels: 0)), data), .unsupportedChannels(0)),
            (file(chunk("fmt ", format(rate: 96_000)), data), .unsupportedSampleRate(96_000)),
            (file(chunk("fmt ", format(rate: 0)), data), .unsupportedSampleRate(0)),
            (file(chunk("fmt ", format(block: 3)), data), .wrongBlockSize(3, channels: 1)),
            (file(chunk("fmt ", format()), chunk("data", [])), .noSamples),
            (file(chunk("fmt ", format(channels: 2)), data), .partialSample(bytes: 2)),
        ]
        for (bytes, expected) in cases {
            #expect(throws: expected) { try WAVFile(parsing: bytes) }
            #expect(expected.description.contains("WAV"))
        }
    }

    @Test("A chunk that claims almost 4 GiB is refused as cut short")
    func hugeChunk() {
        let bytes = file(chunk("fmt ", format())) + Array("data".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 1, 2]
        #expect(throws: WAVError.truncated(chunk: "data", offset: 36, expected: 0xFFFF_FFFF, available: 2)) {
            try WAVFile(parsing: bytes)
        }
    }

    @Test("Every truncation of a valid file gives a typed error")
    func truncations() {
        let whole = WAVFile.encode(samples: samples, sampleRate: 16_000)
        for length in 0..<whole.count {
            #expect(throws: WAVError.self) { try WAVFile(parsing: Array(whole[..<length])) }
        }
    }

    @Test("Any single changed byte gives a recording or a typed error")
    func mutations() {
        let whole = WAVFile.encode(samples: samples, sampleRate: 16_000)
        var outcomes = (read: 0, refused: 0)
        for index in whole.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var changed = whole
                changed[index] = value
                do throws(WAVError) {
                    outcomes.read += try WAVFile(parsing: changed).samples.isEmpty ? 0 : 1
                } catch {
                    outcomes.refused += 1
                }
            }
        }
        #expect(outcomes.read + outcomes.refused == 5 * whole.count)
        #expect(outcomes.refused > 0)
    }
}
