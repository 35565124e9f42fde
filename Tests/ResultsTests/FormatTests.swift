import Results
import Testing

@Suite("Results format")
struct FormatTests {
    @Test(
        "SHA-256 gives the known answers of FIPS 180-2, and those at the edges of a block",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
            (String(repeating: "a", count: 63), "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
            (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
            (String(repeating: "a", count: 119), "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
            (String(repeating: "a", count: 120), "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"),
        ]
    )
    func sha256(message: String, digest: String) {
        #expect(SHA256.hexadecimal(message.utf8) == digest)
    }

    @Test("A manifest reads back as itself, and no beginning of it reads at all")
    func manifestTruncations() throws {
        let bytes = SampleRun.manifest.json
        #expect(try RunManifest(parsing: bytes) == SampleRun.manifest)
        let last = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
        for end in 0...last {
            #expect(throws: FormatError.self) { try RunManifest(parsing: Array(bytes[..<end])) }
        }
    }

    @Test("A scenario that was changed after the run is refused")
    func changedScenario() throws {
        let changed = String(decoding: SampleRun.manifest.json, as: UTF8.self).replacing("calls: 3", with: "calls: 4")
        #expect(throws: FormatError.self) { try RunManifest(parsing: Array(changed.utf8)) }
    }

    @Test("A file of calls that is cut within a line is refused")
    func callTruncations() throws {
        let bytes = try RunRecords([SampleRun.rich(1), SampleRun.rich(2)]).ndjson
        for end in 1..<bytes.count where bytes[end - 1] != UInt8(ascii: "\n") {
            #expect(throws: FormatError.self) { try RunRecords(parsing: Array(bytes[..<end])) }
        }
    }

    @Test(
        "What RFC 8259 does not allow is refused",
        arguments: [
            "", " ", "01", "+1", ".5", "1.", "1e", "-", "NaN", "1e999", "[1,]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}",
            "{\"a\":1,\"a\":2}", "\"\\x\"", "\"\\ud800\"", "\"\u{1}\"", "tru", "nulll", "1 2", "// 1", "\u{FEFF}1",
        ]
    )
    func malformed(text: String) {
        #expect(throws: FormatError.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test("Nesting beyond the limit is an error and no crash")
    func depth() throws {
        let fits = JSONValue.depthMax - 1
        let deepest = String(repeating: "[", count: fits) + "1" + String(repeating: "]", count: fits)
        #expect(throws: Never.self) { try JSONValue(parsing: deepest.utf8) }
        #expect(throws: FormatError.self) { try JSONValue(parsing: ("[" + deepest + "]").utf8) }
        #expect(throws: FormatError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000).utf8) }
    }
}
