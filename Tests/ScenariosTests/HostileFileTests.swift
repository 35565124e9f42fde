import Scenarios
import Testing

@Suite("Files from anyone", .timeLimit(.minutes(10)))
struct HostileFileTests {
    private static let valid = Array(ScenarioTemplate.commented(name: "hostile").utf8)

    /// Reads bytes that may be anything; the answer is a scenario, or errors that all have a place and a message.
    private func survives(_ bytes: [UInt8]) {
        for error in Reading.errors(bytes) {
            let isTail = error.message.hasSuffix("more errors are not shown")
            #expect(isTail || error.line ?? 0 >= 1 && error.column ?? 0 >= 1, "\(error)")
            #expect(!error.message.isEmpty)
        }
    }

    @Test("Every truncation of a valid file is read or refused with a place")
    func truncations() {
        for length in 0..<Self.valid.count { survives(Array(Self.valid.prefix(length))) }
    }

    @Test("Every file with flipped bits, or with a byte put in or taken out, is read or refused with a place")
    func mutations() {
        var state: UInt64 = 0x9E37_79B9
        /// A linear congruential sequence (Knuth, The Art of Computer Programming 2, 3.3.4, MMIX).
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let spice = Array("{}[]:,&*!|>'\"%@`#-?\t\n \u{0}".utf8) + [0x80, 0xC3, 0xFF]
        for _ in 0..<2_500 {
            var bytes = Self.valid
            for _ in 0...next(3) {
                let index = next(bytes.count)
                switch next(3) {
                case 0: bytes[index] ^= 1 << UInt8(next(8))
                case 1: bytes.insert(spice[next(spice.count)], at: index)
                default: bytes.remove(at: index)
                }
            }
            survives(bytes)
        }
    }

    @Test("Large files of many shapes end in reasonable time", .timeLimit(.minutes(10)))
    func large() {
        for piece in [
            "a: ", "- ", "\"", "? ", "x: 1\n", "[{", "patients: [a, b]\n", "*a ", "&a ", "é", "{a: 1, a: 2}, ",
        ] {
            let count = 200_000 / piece.utf8.count
            survives(Array(String(repeating: piece, count: count).utf8))
        }
        let keys = (0..<20_000).map { "k\($0): 1\n" }.joined()
        survives(Array((Reading.least + keys).utf8))
        survives(Array((Reading.least + "thresholds: { audio.mos: \"" + String(repeating: "p", count: 200_000)).utf8))
        let long = String(repeating: "9", count: 200_000)
        survives(Array((Reading.least + "seed: \(long)\nconsultations: { count: \(long), length: \(long) s }\n").utf8))
    }
}
