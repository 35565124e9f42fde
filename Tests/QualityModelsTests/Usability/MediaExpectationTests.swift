import QualityModels
import Testing
import Units

@Suite("When media is due")
struct MediaExpectationTests {
    @Test(
        "Media is due from its first arrival, unless that or the connection comes late",
        arguments: [
            // Within a second of the connection the first sound begins the account.
            (100, 350, 350), (100, 1_100, 1_100),
            // Later than that the wait counts from the connection.
            (100, 1_101, 100), (100, nil, 100),
            // One end may hear before the other is connected.
            (400, 380, 380),
            // A connection of more than 5 s counts as silence from there.
            (4_900, 5_300, 5_300), (5_500, 5_700, 5_000), (16_000, 16_200, 5_000), (16_000, nil, 5_000),
            (nil, nil, 5_000),
        ] as [(Int64?, Int64?, Int64)]
    )
    func begins(connected: Int64?, first: Int64?, expected: Int64) {
        let begins = MediaExpectation.begins(
            connected: connected.map { .milliseconds($0) },
            first: first.map { .milliseconds($0) }
        )
        #expect(begins == .milliseconds(expected))
    }
}
