import MediaCodecs
import Testing
import Units

@Suite("The heads of Opus packets")
struct OpusPacketTests {
    @Test("The configurations are those of RFC 6716, table 2")
    func configurations() throws {
        let cases: [(Int, OpusPacket.Mode, OpusPacket.Bandwidth, Int)] = [
            (0, .silk, .narrowband, 480), (3, .silk, .narrowband, 2_880), (5, .silk, .mediumband, 960),
            (9, .silk, .wideband, 960), (10, .silk, .wideband, 1_920), (12, .hybrid, .superwideband, 480),
            (15, .hybrid, .fullband, 960), (16, .celt, .narrowband, 120), (23, .celt, .wideband, 960),
            (26, .celt, .superwideband, 480), (31, .celt, .fullband, 960),
        ]
        for (number, mode, bandwidth, samples) in cases {
            let packet = try #require(OpusPacket([UInt8(number << 3), 0, 0]))
            #expect(packet.configuration == number)
            #expect(packet.mode == mode && packet.bandwidth == bandwidth && packet.samplesPerFrame == samples)
            #expect(packet.frameCount == 1 && !packet.isStereo)
        }
    }

    @Test("The low-rate flag follows the voice-activity flags of its channel")
    func lowRateFlag() {
        func flag(_ configuration: UInt8, stereo: Bool = false, _ header: UInt8) -> Bool? {
            OpusPacket([configuration << 3 | (stereo ? 4 : 0), header, 0])?.hasInBandFEC
        }
        // 10 and 20 ms: one voice-activity bit; 40 ms: two; 60 ms: three.
        #expect(flag(8, 0b0100_0000) == true && flag(9, 0b0100_0000) == true && flag(9, 0b1011_1111) == false)
        #expect(flag(10, 0b0010_0000) == true && flag(10, 0b1101_1111) == false)
        #expect(flag(11, 0b0001_0000) == true && flag(11, 0b1110_1111) == false)
        // The side channel's bits follow those of the mid channel.
        #expect(flag(9, stereo: true, 0b0001_0000) == true && flag(9, 0b0001_0000) == false)
        #expect(flag(15, 0b0100_0000) == true)
        #expect(flag(31, 0b1111_1111) == false)
        #expect(OpusPacket([9 << 3, 0b0100_0000])?.hasInBandFEC == false, "one byte is DTX")
    }

    @Test("Random bytes are a packet exactly where libopus takes them for one, and as long")
    func againstTheDecoder() throws {
        var decoder = try OpusDecoder()
        var random = TestRandom(seed: 3)
        var taken = 0
        for round in 0..<4_000 {
            let length =
                round % 8 == 0 ? Int.random(in: 1...3_000, using: &random) : Int.random(in: 1...40, using: &random)
            var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            if length > 1, round.isMultiple(of: 2) {
                // Code 3 with few frames, which chance makes too seldom.
                bytes[0] |= 3
                bytes[1] = bytes[1] & 0b1100_0000 | .random(in: 0...6, using: &random)
            }
            let packet = OpusPacket(bytes)
            var samples: [Int16] = []
            do {
                try decoder.decode(bytes, into: &samples)
                #expect(packet?.sampleCount == samples.count, "\(bytes.prefix(8)) of \(length)")
                taken += 1
            } catch {
                #expect(packet == nil, "\(bytes.prefix(8)) of \(length)")
                #expect(samples.isEmpty)
                guard case .decodingFailed = error else { throw error }
            }
        }
        #expect((400...3_600).contains(taken), "\(taken)")
    }
}
