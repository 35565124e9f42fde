import RTPWire
import TestSupport
import Testing
import Units

@testable import MediaTransport

@Suite("Making parity packets")
struct ParityGenerationTests {
    static func frame(_ number: Int, packets: Int, first: inout UInt16, isKeyFrame: Bool = false) -> [RTPPacket] {
        (0..<packets).map { index in
            defer { first &+= 1 }
            return RTPPacket(
                header: RTPHeader(
                    marker: index == packets - 1,
                    payloadType: 118,
                    sequenceNumber: first,
                    timestamp: UInt32(number * 3_000),
                    ssrc: 2,
                    transportSequenceNumber: 5
                ),
                redBlockType: 96,
                descriptor: .vp8(
                    VP8Descriptor(
                        startsFrame: index == 0,
                        pictureID: UInt16(number),
                        isKeyFrame: index == 0 && isKeyFrame
                    )
                ),
                payload: .described(length: 900 + index, frame: UInt32(number))
            )
        }
    }

    /// Parity packets after each frame, where frames have the given numbers of packets.
    static func parityCounts(_ factors: ProtectionFactors, frames: [Int], keyFrames: Set<Int> = []) -> [Int] {
        var generator = ULPFECGenerator(payloadTypes: .chromium)
        generator.setFactors(factors)
        var sequence: UInt16 = 65_530
        return frames.enumerated().map { number, packets in
            var parity: [RTPPacket] = []
            for packet in frame(number, packets: packets, first: &sequence, isKeyFrame: keyFrames.contains(number)) {
                generator.add(packet, into: &parity)
            }
            sequence &+= UInt16(parity.count)
            return parity.count
        }
    }

    @Test("A factor gives its share of the media packets, rounded, and never less than one")
    func counts() {
        // 20 % of all packets is a factor of 64, a half is 255.
        #expect(ProtectionController.factor(ofShare: 51) == 64)
        #expect(ProtectionController.factor(ofShare: 128) == 255)
        #expect(ProtectionController.factor(ofShare: 0) == 0)
        #expect((1...8).map { ProtectionFactors.parityCount(mediaCount: $0, factor: 64) } == [1, 1, 1, 1, 1, 2, 2, 2])
        for count in 1...48 { #expect(ProtectionFactors.parityCount(mediaCount: count, factor: 255) == count) }
    }

    @Test("Every packet is under a mask, no mask is empty, and no two are the same")
    func masks() {
        for media in 1...48 {
            for parity in 1...media {
                let rows = ParityMask.rows(mediaCount: media, parityCount: parity)
                let all = (0..<media).reduce(UInt64(0)) { $0 | ULPFECDescriptor.bit($1) }
                #expect(rows.count == parity)
                #expect(rows.reduce(0, |) == all)
                #expect(Set(rows).count == parity && !rows.contains(0))
            }
        }
    }

    @Test("Strong protection waits for four packets, or five where frames are large, within the frames allowed")
    func grouping() {
        let strong = ProtectionFactors(delta: 255, key: 255, frameCountMax: 6)
        #expect(Self.parityCounts(strong, frames: [1, 1, 1, 1, 1]) == [0, 0, 0, 4, 0])
        #expect(Self.parityCounts(strong, frames: [2, 2, 2, 5]) == [0, 0, 6, 5])
        let short = ProtectionFactors(delta: 255, key: 255, frameCountMax: 2)
        #expect(Self.parityCounts(short, frames: [1, 1, 1, 1]) == [0, 2, 0, 2])
        // One parity packet for one or two of media is too much above a factor of 64.
        let weak = ProtectionFactors(delta: 64, key: 64, frameCountMax: 6)
        #expect(Self.parityCounts(weak, frames: [2, 1, 6]) == [0, 1, 2])
    }

    @Test("A key frame in the group puts its own factor in force, and no factor means no parity")
    func keyFrames() {
        let factors = ProtectionFactors(delta: 0, key: 128, frameCountMax: 1)
        #expect(Self.parityCounts(factors, frames: [8, 8, 8], keyFrames: [1]) == [0, 4, 0])
        #expect(Self.parityCounts(.none, frames: [3, 3]) == [0, 0])
    }

    @Test("A parity packet goes in RED after the frame, with the length of the longest packet and its headers")
    func shape() throws {
        var generator = ULPFECGenerator(payloadTypes: .chromium)
        generator.setFactors(ProtectionFactors(delta: 64, key: 64, frameCountMax: 1))
        var sequence: UInt16 = 9
        var parity: [RTPPacket] = []
        let media = Self.frame(0, packets: 3, first: &sequence)
        for packet in media { generator.add(packet, into: &parity) }
        let packet = try #require(parity.first)
        #expect(packet.header.payloadType == 118 && packet.redBlockType == 120 && !packet.header.marker)
        #expect(packet.header.timestamp == 0 && packet.header.ssrc == 2)
        // The FEC header protects 12 bytes of RTP and takes 14; the 8 of the header extension come twice.
        var numbered = packet
        numbered.header.transportSequenceNumber = 1
        #expect(numbered.length == media.map(\.length).max().map { $0 + 14 + 8 })
    }

    @Test("More than forty-eight packets leave the rest unprotected")
    func hugeFrames() {
        let factors = ProtectionFactors(delta: 64, key: 64, frameCountMax: 1)
        #expect(Self.parityCounts(factors, frames: [48, 60, 3]) == [12, 12, 1])
    }
}
