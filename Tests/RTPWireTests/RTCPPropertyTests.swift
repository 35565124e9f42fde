import RTPWire
import TestSupport
import Testing

@Suite("RTCP from hostile hands")
struct RTCPPropertyTests {
    /// Parses; what comes out must go back onto the wire and come back the same.
    private func survives(_ bytes: [UInt8]) throws -> Bool {
        let packets: [RTCPPacket]
        do { packets = try RTCPPacket.parse(bytes) } catch { return false }
        guard !packets.isEmpty else { return true }
        let written = RTCPPacket.serialise(packets)
        #expect(written.count == packets.reduce(0) { $0 + $1.length })
        // A broken name is repaired and may then be longer than what fits: once cut, it stays as it is.
        let again = try RTCPPacket.parse(written)
        #expect(RTCPPacket.serialise(again) == written)
        return true
    }

    @Test("Any bits flipped in any packet leave a typed error or packets that can be written again")
    func mutations() throws {
        var random = SplitMix64(seed: 21)
        var (parsed, refused) = (0, 0)
        for _ in 0..<6_000 {
            var bytes = random.rtcpPacket().serialised()
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            if try survives(bytes) { parsed += 1 } else { refused += 1 }
        }
        #expect(parsed > 500 && refused > 500)
    }

    @Test("Any byte replaced, put in or taken out leaves a typed error or packets")
    func splices() throws {
        var random = SplitMix64(seed: 22)
        for _ in 0..<6_000 {
            var bytes = random.rtcpPacket().serialised()
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[index] = random.uint8()
            case 1: bytes.insert(random.uint8(), at: index)
            default: bytes.remove(at: index)
            }
            _ = try survives(bytes)
        }
    }

    @Test("A compound cut anywhere but between two packets is a typed error; cut between, it is the first of them")
    func truncatedCompounds() throws {
        var random = SplitMix64(seed: 23)
        for _ in 0..<200 {
            let packets = (0..<3).map { _ in random.rtcpPacket() }
            let bytes = RTCPPacket.serialise(packets)
            var borders: [Int: Int] = [:]
            var length = 0
            for (index, packet) in packets.enumerated() {
                length += packet.length
                borders[length] = index + 1
            }
            for end in 1..<bytes.count {
                let cut = Array(bytes[..<end])
                if let count = borders[end] {
                    #expect(try RTCPPacket.parse(cut) == Array(packets.prefix(count)))
                } else {
                    #expect(throws: RTCPError.self) { try RTCPPacket.parse(cut) }
                }
            }
        }
    }

    @Test("Padding at the end of a compound is taken off; a count that makes no sense is a typed error")
    func padding() throws {
        var random = SplitMix64(seed: 25)
        for _ in 0..<500 {
            let packets = [random.rtcpPacket(), .goodbye(ssrcs: [random.uint32()])]
            var bytes = RTCPPacket.serialise(packets)
            let start = bytes.count - 8
            let words = Int.random(in: 1...3, using: &random)
            bytes[start] |= 0x20
            bytes[start + 3] += UInt8(words)
            bytes += Array(repeating: 0, count: 4 * words - 1) + [UInt8(4 * words)]
            #expect(try RTCPPacket.parse(bytes) == packets)
            for count in [0, UInt8(4 * words + 5)] {
                bytes[bytes.count - 1] = count
                #expect(throws: RTCPError.invalidPadding(count)) { try RTCPPacket.parse(bytes) }
            }
        }
    }

    @Test("Feedback for thousands of packets comes back, whatever kinds of chunk it needs")
    func longFeedback() throws {
        var random = SplitMix64(seed: 24)
        for count in [0, 1, 7, 14, 15, 8_190, 8_191, 8_192, 20_000] {
            var feedback = random.transportFeedback()
            let isRun = random.flag()
            feedback.arrivalDeltas = (0..<count).map { _ in
                isRun ? nil : random.flag() ? Int16(random.uint8()) : random.flag() ? nil : Int16(-300)
            }
            let packet = RTCPPacket.transportFeedback(feedback)
            let bytes = packet.serialised()
            #expect(bytes.count == packet.length)
            #expect(try RTCPPacket.parse(bytes) == [packet], "\(count)")
        }
    }

    @Test("A packet count that its chunks do not cover asks for no memory and is refused")
    func emptyRuns() {
        // 65,535 packets promised, and runs of length zero.
        let head: [UInt8] = [0x8F, 205, 0, 6, 0, 0, 0, 1, 0, 0, 0, 2, 0, 3, 0xFF, 0xFF, 0, 0, 5, 4]
        #expect(throws: RTCPError.truncated) { try RTCPPacket.parse(head + [UInt8](repeating: 0, count: 8)) }
    }
}
