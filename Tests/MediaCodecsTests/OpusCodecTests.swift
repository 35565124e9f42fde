import MediaCodecs
import Testing
import Units

@Suite("Opus")
struct OpusCodecTests {
    private static let speech = TestSpeech.packets(150)

    private func encode(_ settings: OpusEncoderSettings, _ packets: [[Int16]] = speech) throws -> [EncodedAudio] {
        var encoder = try OpusEncoder(settings)
        var encoded: [EncodedAudio] = []
        for samples in packets { encoded.append(try encoder.encode(samples)) }
        return encoded
    }

    private func settings(_ kilobits: Int64, loss: Double, fec: Bool = true) -> OpusEncoderSettings {
        OpusEncoderSettings(
            bitrate: .kilobitsPerSecond(kilobits),
            inBandFEC: fec,
            expectedLoss: Probability(clamping: loss)
        )
    }

    @Test("Speech comes back with its energy and near its rate", arguments: [Int64(24), 32, 64])
    func roundTrip(kilobits: Int64) throws {
        let encoded = try encode(settings(kilobits, loss: 0))
        var decoder = try OpusDecoder()
        var decoded: [Int16] = []
        for (number, packet) in encoded.enumerated() {
            try decoder.decode(packet.bytes, into: &decoded)
            #expect(decoded.count == (number + 1) * 960)
            #expect(packet.sampleCount == 960)
        }
        // The codec keeps the spectrum of speech below its bandwidth; one decibel either way is 0.79 to 1.26.
        let ratio = TestSpeech.energy(decoded) / TestSpeech.energy(Self.speech.joined())
        #expect((0.79...1.26).contains(ratio), "\(ratio)")
        let rate = Double(encoded.reduce(0) { $0 + $1.bytes.count }) * 8 / 3 / 1_000
        #expect(rate < 1.2 * Double(kilobits), "\(rate) kbit/s")
    }

    @Test("A decoded low-rate copy is nearer to the lost packet than concealment is")
    func forwardErrorCorrection() throws {
        let encoded = try encode(settings(24, loss: 0.1))
        let lost = Set(stride(from: 20, to: 149, by: 10))
        let clean = try decode(encoded)
        let concealed = try decode(encoded, lost: lost, fec: false)
        let corrected = try decode(encoded, lost: lost, fec: true)
        func snr(_ other: [Int16]) -> Double {
            let ranges = lost.sorted().map { ($0 * 960)..<(($0 + 1) * 960) }
            return TestSpeech.snr(
                ranges.flatMap { clean[$0] }[...],
                ranges.flatMap { other[$0] }[...]
            )
        }
        #expect(clean.count == corrected.count && clean.count == concealed.count)
        #expect(snr(corrected) > snr(concealed) + 3, "\(snr(corrected)) dB, \(snr(concealed)) dB")
    }

    private func decode(_ packets: [EncodedAudio], lost: Set<Int> = [], fec: Bool = false) throws -> [Int16] {
        var decoder = try OpusDecoder()
        var samples: [Int16] = []
        for (number, packet) in packets.enumerated() {
            if !lost.contains(number) {
                try decoder.decode(packet.bytes, into: &samples)
            } else if fec {
                try decoder.decodeFEC(fromNext: packets[number + 1].bytes, into: &samples)
            } else {
                try decoder.conceal(into: &samples)
            }
        }
        return samples
    }

    @Test("Low-rate copies come when loss is expected and the rate allows them")
    func whenLowRateCopiesCome() throws {
        func share(_ settings: OpusEncoderSettings) throws -> Double {
            let encoded = try encode(settings)
            return Double(encoded.count { $0.hasInBandFEC }) / Double(encoded.count)
        }
        #expect(try share(settings(24, loss: 0)) == 0)
        #expect(try share(settings(24, loss: 0.1, fec: false)) == 0)
        #expect(try share(settings(8, loss: 0.1)) == 0)
        // What nobody speaks in is not worth a copy; what is loud is always speech here.
        let loud = Self.speech.map(TestSpeech.energy).sorted()[Self.speech.count * 3 / 4]
        for settings in [settings(24, loss: 0.1), settings(32, loss: 0.2)] {
            for (before, packet) in zip(Self.speech, try encode(settings).dropFirst())
            where TestSpeech.energy(before) > loud {
                #expect(packet.hasInBandFEC)
            }
        }
    }

    @Test("Copies begin and end with the expected loss, which is rounded to whole percent")
    func expectedLossSwitchesCopies() throws {
        var encoder = try OpusEncoder(settings(24, loss: 0))
        func copies(_ loss: Double) throws -> Bool {
            try encoder.setExpectedLoss(Probability(clamping: loss))
            return try Self.speech.map { try encoder.encode($0).hasInBandFEC }.dropFirst().contains(true)
        }
        let heard = [try copies(0.0049), try copies(0.1), try copies(0.0049), try copies(0.15), try copies(0)]
        #expect(heard == [false, true, false, true, false])
    }

    @Test("The inspector sees a low-rate copy exactly where decoding it differs from concealment")
    func inspectorAgreesWithTheDecoder() throws {
        var encoder = try OpusEncoder(settings(24, loss: 0.1))
        var encoded: [EncodedAudio] = []
        for (number, samples) in Self.speech.prefix(90).enumerated() {
            // Ten packets with loss expected, ten without.
            try encoder.setExpectedLoss(number / 10 % 2 == 0 ? Probability(clamping: 0.1) : .never)
            encoded.append(try encoder.encode(samples))
        }
        var compared = [0, 0]
        // Where the packet is of another mode than the one before the gap, decoding it also cross-fades the two.
        for number in 10..<90 where encoded[number].bytes[0] == encoded[number - 2].bytes[0] {
            var left = try OpusDecoder()
            var right = try OpusDecoder()
            var scratch: [Int16] = []
            for packet in encoded[(number - 6)..<(number - 1)] {
                try left.decode(packet.bytes, into: &scratch)
                try right.decode(packet.bytes, into: &scratch)
            }
            var (corrected, concealed): ([Int16], [Int16]) = ([], [])
            try left.decodeFEC(fromNext: encoded[number].bytes, into: &corrected)
            try right.conceal(into: &concealed)
            #expect((corrected != concealed) == encoded[number].hasInBandFEC, "packet \(number)")
            compared[encoded[number].hasInBandFEC ? 1 : 0] += 1
        }
        #expect(compared.allSatisfy { $0 >= 20 }, "\(compared)")
    }

    @Test("The same samples give the same bytes, one after another and side by side")
    func reproducible() async throws {
        let expected = digest(try encode(settings(24, loss: 0.1)).flatMap(\.bytes))
        #expect(digest(try encode(settings(24, loss: 0.1)).flatMap(\.bytes)) == expected)
        let together = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<4 {
                group.addTask { digest(try encode(settings(24, loss: 0.1)).flatMap(\.bytes)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(together == Array(repeating: expected, count: 4))
    }

    @Test("A changed rate takes hold, and setting the same values changes no byte")
    func setters() throws {
        var plain = try OpusEncoder(settings(32, loss: 0.1))
        var touched = try OpusEncoder(settings(32, loss: 0.1))
        var sizes = [0, 0]
        for (number, samples) in Self.speech.enumerated() {
            if number < 75 {
                try touched.setBitrate(.kilobitsPerSecond(32))
                try touched.setExpectedLoss(Probability(clamping: 0.102))
            } else if number == 75 {
                try touched.setBitrate(.kilobitsPerSecond(12))
            }
            let (expected, actual) = (try plain.encode(samples), try touched.encode(samples))
            if number < 75 { #expect(actual == expected) }
            sizes[number < 75 ? 0 : 1] += actual.bytes.count
        }
        #expect(Double(sizes[1]) < 0.6 * Double(sizes[0]))
    }

    @Test("In silence DTX sends one or two bytes, told first from following")
    func discontinuousTransmission() throws {
        let silence = [[Int16]](repeating: [Int16](repeating: 0, count: 960), count: 100)
        let encoded = try encode(OpusEncoderSettings(dtx: true), silence)
        #expect(encoded.count { $0.isDTX } > 70)
        #expect(encoded.allSatisfy { $0.isDTX == ($0.bytes.count <= 2) && (!$0.isDTX || !$0.hasInBandFEC) })
        for (before, packet) in zip(encoded, encoded.dropFirst()) {
            #expect(packet.continuesDTX == (before.isDTX && packet.isDTX))
        }
        #expect(try encode(OpusEncoderSettings(dtx: false), silence).allSatisfy { !$0.isDTX })
    }

    @Test("What cannot be is refused with a typed error")
    func refusals() throws {
        for kilobits: Int64 in [5, 511] {
            do {
                _ = try OpusEncoder(settings(kilobits, loss: 0))
                Issue.record("\(kilobits) kbit/s were taken")
            } catch {
                guard case .invalidSetting("bitrate", _, _) = error else { throw error }
            }
        }
        var encoder = try OpusEncoder()
        #expect(throws: CodecError.wrongSampleCount(expected: 960, actual: 959)) {
            try encoder.encode([Int16](repeating: 0, count: 959))
        }
        var decoder = try OpusDecoder()
        var samples: [Int16] = []
        #expect(throws: CodecError.emptyInput) { try decoder.decode([], into: &samples) }
        #expect(throws: CodecError.unsupportedSampleCount(100)) {
            try decoder.conceal(sampleCount: 100, into: &samples)
        }
        #expect(samples.isEmpty)
    }
}
