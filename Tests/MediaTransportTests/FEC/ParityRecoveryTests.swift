import RTPWire
import TestSupport
import Testing
import Units

@testable import MediaTransport

@Suite("Rebuilding lost packets")
struct ParityRecoveryTests {
    /// Media and parity of some frames in the order they go, all numbered.
    static func stream(frames: Int, factor: Int, seed: UInt64, carriesBytes: Bool) -> [RTPPacket] {
        var random = SplitMix64(seed: seed)
        var noise = SplitMix64(seed: seed + 1)
        var generator = ULPFECGenerator(payloadTypes: .chromium)
        generator.setFactors(ProtectionFactors(delta: factor, key: factor, frameCountMax: 2))
        var sequence: UInt16 = 65_500
        var stream: [RTPPacket] = []
        for number in 0..<frames {
            let count = 1 + Int(random.next() % 7)
            var parity: [RTPPacket] = []
            for var packet in ParityGenerationTests.frame(number, packets: count, first: &sequence) {
                if carriesBytes {
                    let length = packet.payload.length
                    packet.payload = .bytes((0..<length).map { _ in UInt8(truncatingIfNeeded: noise.next()) | 1 })
                }
                stream.append(packet)
                generator.add(packet, into: &parity)
            }
            for var packet in parity {
                packet.header.sequenceNumber = sequence
                sequence &+= 1
                stream.append(packet)
            }
        }
        return stream
    }

    static func isParity(_ packet: RTPPacket) -> Bool {
        if case .ulpfec = packet.descriptor { return true }
        return false
    }

    @Test("Rebuilt packets are what was sent, in bytes and in descriptions, and the same ones come back in both")
    func sameInBothForms() throws {
        for factor in [64, 130, 255] {
            var rebuiltNumbers: [[UInt16]] = []
            for carriesBytes in [true, false] {
                let stream = Self.stream(frames: 300, factor: factor, seed: 3, carriesBytes: carriesBytes)
                var loss = SplitMix64(seed: 8)
                var receiver = ULPFECReceiver(ssrc: 2, payloadTypes: .chromium)
                var rebuilt: [RTPPacket] = []
                var lost: Set<UInt16> = []
                for packet in stream {
                    if loss.unitInterval() < 0.08 {
                        if !Self.isParity(packet) { lost.insert(packet.header.sequenceNumber) }
                    } else {
                        let wire = carriesBytes ? try RTPPacket(parsing: packet.serialised()) : packet
                        receiver.receive(wire, into: &rebuilt)
                    }
                }
                for packet in rebuilt {
                    let original = try #require(
                        stream.first { $0.header.sequenceNumber == packet.header.sequenceNumber && !Self.isParity($0) }
                    )
                    #expect(packet == Parity.protectedForm(of: original))
                    #expect(lost.contains(packet.header.sequenceNumber))
                }
                #expect(Double(rebuilt.count) > (factor == 64 ? 0.4 : 0.75) * Double(lost.count))
                rebuiltNumbers.append(rebuilt.map(\.header.sequenceNumber))
            }
            #expect(rebuiltNumbers[0] == rebuiltNumbers[1])
        }
    }

    @Test("Parity that finds nothing missing is counted as discarded")
    func discarded() {
        let stream = Self.stream(frames: 100, factor: 128, seed: 4, carriesBytes: false)
        var receiver = ULPFECReceiver(ssrc: 2, payloadTypes: .chromium)
        var rebuilt: [RTPPacket] = []
        for packet in stream { receiver.receive(packet, into: &rebuilt) }
        let parity = stream.filter(Self.isParity)
        #expect(rebuilt.isEmpty)
        #expect(receiver.packetsReceived == parity.count && receiver.packetsDiscarded == parity.count)
        #expect(receiver.bytesReceived == parity.reduce(0) { $0 + $1.descriptor.length + $1.payload.length })
    }

    @Test("Parity ahead of its media, repeated or reordered does no harm")
    func disorder() throws {
        var stream = Self.stream(frames: 200, factor: 128, seed: 5, carriesBytes: true)
        let originals = stream
        var random = SplitMix64(seed: 6)
        stream.removeAll { !Self.isParity($0) && random.unitInterval() < 0.05 }
        stream += stream.prefix(40)
        for index in stream.indices.dropLast(6) {
            stream.swapAt(index, index + Int(random.next() % 6))
        }
        var receiver = ULPFECReceiver(ssrc: 2, payloadTypes: .chromium)
        var rebuilt: [RTPPacket] = []
        for packet in stream { receiver.receive(packet, into: &rebuilt) }
        #expect(rebuilt.count > 10)
        for packet in rebuilt {
            #expect(originals.contains { Parity.protectedForm(of: $0) == packet })
        }
    }

    @Test("Hostile parity over random numbers neither crashes nor grows without bound")
    func hostile() {
        var random = SplitMix64(seed: 7)
        var receiver = ULPFECReceiver(ssrc: 2, payloadTypes: .chromium)
        var rebuilt: [RTPPacket] = []
        let media = Self.stream(frames: 100, factor: 0, seed: 5, carriesBytes: true)
        for round in 0..<4_000 {
            var packet = media[round % media.count]
            if random.next() & 1 == 0 {
                packet.header.sequenceNumber = UInt16(truncatingIfNeeded: random.next())
                packet.redBlockType = 120
                packet.descriptor = .ulpfec(
                    ULPFECDescriptor(
                        flagsRecovery: UInt8(truncatingIfNeeded: random.next()) & 0x3F,
                        markerAndTypeRecovery: UInt8(truncatingIfNeeded: random.next()),
                        sequenceNumberBase: UInt16(truncatingIfNeeded: random.next()),
                        timestampRecovery: 0,
                        lengthRecovery: UInt16(truncatingIfNeeded: random.next()),
                        protectionLength: UInt16(truncatingIfNeeded: random.next() & 0x7FF),
                        mask: random.next() << 16 | 1 << 63,
                        hasLongMask: true
                    )
                )
            }
            receiver.receive(packet, into: &rebuilt)
        }
        #expect(receiver.packetsReceived > 1_000)
        #expect(receiver.packetsDiscarded >= receiver.packetsReceived - 48 - rebuilt.count)
    }
}
