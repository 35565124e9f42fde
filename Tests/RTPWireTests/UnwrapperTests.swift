import RTPWire
import Testing

@Suite("Unwrapping sequence numbers and time stamps")
struct UnwrapperTests {
    @Test("A sequence number that wraps counts on, and a late one counts back")
    func sequence() {
        var unwrapper = SequenceUnwrapper()
        #expect(
            [65_534, 65_535, 0, 2, 1, 65_535].map { unwrapper.unwrap($0) } == [
                65_534, 65_535, 65_536, 65_538, 65_537, 65_535,
            ]
        )
    }

    @Test("A packet from before the first is negative, and half the range away counts back")
    func sequenceEdges() {
        var unwrapper = SequenceUnwrapper()
        #expect(unwrapper.unwrap(0) == 0)
        #expect(unwrapper.unwrap(65_535) == -1)
        #expect(unwrapper.peek(32_767) == -32_769)
        #expect(unwrapper.peek(32_766) == 32_766)
        #expect(unwrapper.unwrap(0) == 0)
    }

    @Test("A time stamp that wraps counts on, and a late one counts back")
    func timestamp() {
        var unwrapper = TimestampUnwrapper()
        #expect(
            [4_294_966_336, 0, 960, 4_294_967_295].map { unwrapper.unwrap($0) } == [
                4_294_966_336, 4_294_967_296, 4_294_968_256, 4_294_967_295,
            ]
        )
    }
}
