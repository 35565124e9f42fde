import Scenarios
import Testing

@Suite("Files that are no good YAML")
struct YAMLHygieneTests {
    @Test("A byte order mark is skipped and does not shift columns")
    func byteOrderMark() {
        #expect(Reading.errors([0xEF, 0xBB, 0xBF] + Array(Reading.least.utf8)).isEmpty)
        let errors = Reading.errors([0xEF, 0xBB, 0xBF] + Array("foo: 1\n\(Reading.least)".utf8))
        #expect(errors.map(\.column) == [1])
    }

    @Test("Windows line ends count as one line")
    func carriageReturns() {
        let text = (Reading.least + "foo: 1\n").split(separator: "\n").joined(separator: "\r\n")
        #expect(Reading.firstLines(text) == ["clinic.yaml:4:1: error: foo: there is no key 'foo' here"])
    }

    @Test(
        "The fault has its place",
        arguments: [
            ("", "clinic.yaml:1:1: error: the scenario is empty"),
            ("# nothing\n\n", "clinic.yaml:1:1: error: the scenario is empty"),
            ("---\n", "clinic.yaml:1:1: error: the scenario is empty"),
            ("hello\n", "clinic.yaml:1:1: error: 'hello' stands where a mapping is due"),
            ("- a\n- b\n", "clinic.yaml:1:1: error: a list stands where a mapping is due"),
            ("a: 1\n---\nb: 2\n", "clinic.yaml:2:1: error: a second document begins here"),
            ("a: [1, 2\nb: 3\n", "clinic.yaml:2:2: error: "),
            ("a:\n\tb: 1\n", "clinic.yaml:2:1: error: found character that cannot start any token"),
            ("name: a\u{7}b\n", "clinic.yaml:1:8: error: the character U+7 may not stand in YAML"),
            ("a: &x 1\nb: 2\n", "clinic.yaml:1:4: error: a: anchors and aliases are not supported"),
            ("a: *x\n", "clinic.yaml:1:4: error: a: anchors and aliases are not supported"),
            ("a: [1, *x]\n", "clinic.yaml:1:8: error: a[1]: anchors and aliases are not supported"),
            ("{*x : 1, *y : 2}\n", "clinic.yaml:1:2: error: anchors and aliases are not supported"),
            ("[a]: 1\n", "clinic.yaml:1:1: error: a key must be a word"),
        ]
    )
    func places(text: String, expected: String) throws {
        let first = try #require(Reading.firstLines(text).first)
        #expect(first.hasPrefix(expected), "\(first)")
    }

    @Test("A tab as indentation is named")
    func tabs() throws {
        let hint = try #require(Reading.errors("a:\n\tb: 1\n").first?.hint)
        #expect(hint.contains("tabs"))
    }

    @Test("Bytes that are not UTF-8 are an error at the first of them")
    func encoding() {
        let errors = Reading.errors(Array("name: é\n".utf8) + Array("question: ".utf8) + [0xFF, 0x41])
        #expect(
            errors.map(\.description) == [
                "clinic.yaml:2:11: error: the file is not UTF-8 from here on\n  hint: save it as UTF-8"
            ]
        )
        #expect(Reading.errors([0xFF, 0xFE, 0x61, 0x00]).map(\.line) == [1])
    }

    @Test("More than 1 MiB is refused unread, and 1 MiB is read")
    func size() {
        let padding = String(repeating: "#", count: (1 << 20) - Reading.least.utf8.count)
        #expect(Reading.errors(Reading.least + padding).isEmpty)
        #expect(
            Reading.errors(Reading.least + padding + "#").map(\.message) == [
                "the file has more than the 1 MiB that a scenario may have"
            ]
        )
    }

    @Test("Asterisks and ampersands in words, quotes and comments are no aliases")
    func asterisks() throws {
        let read = try Reading.read(
            Reading.least + "question: 2 *b* c & *d, \"*e f\" # *g\nseed: 5 # &h *i\n"
        )
        #expect(read.scenario.question == "2 *b* c & *d, \"*e f\"")
    }

    @Test("Aliases are refused before they are expanded, as keys as well", .timeLimit(.minutes(10)))
    func aliasBombs() {
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1...60 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(Reading.errors(bomb).first?.message == "anchors and aliases are not supported")
        #expect(Reading.errors(bomb + "? *a60\n: 1\n? [*a60]\n: 2\n").contains { $0.line == 62 })
        #expect(Reading.errors(bomb + "\"x #\": {? [*a60] : 1, ? [*a60, 1] : 2}\n").count > 60)
    }

    @Test("Deep nesting is refused, whatever its depth", arguments: [33, 500, 2_000, 100_000])
    func nesting(depth: Int) {
        let errors = Reading.errors("a: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
        #expect(errors.count == 1)
        #expect(errors.first?.message.contains("deep") == true, "\(errors)")
        #expect(errors.first?.hint != nil)
        #expect(!Reading.errors(String(repeating: "- ", count: depth) + "a").isEmpty)
    }

    @Test("Every key that is given twice is reported at its second place")
    func duplicates() {
        let text =
            Reading.least + "seed: 1\n\"seed\": 2\nseed: 3\nmedia: { video: { size: 32x32, size: 64x64 } }\nname: b\n"
        #expect(
            Reading.firstLines(text) == [
                "clinic.yaml:5:1: error: seed: the key is given twice",
                "clinic.yaml:6:1: error: seed: the key is given twice",
                "clinic.yaml:7:32: error: media.video.size: the key is given twice",
                "clinic.yaml:8:1: error: name: the key is given twice",
            ]
        )
        #expect(Reading.errors(text).map(\.hint).first == "it stands in line 4 already")
    }

    @Test("A flood of errors is cut off with its number")
    func flood() {
        let keys = (0..<1_000).map { "unknown\($0): 1\n" }.joined()
        let errors = Reading.errors(Reading.least + keys)
        #expect(errors.count == 201)
        #expect(errors.last?.message == "800 more errors are not shown")
    }

    @Test(
        "A large file full of duplicate keys is refused at the first parse, with what to do",
        .timeLimit(.minutes(10))
    )
    func manyDuplicates() throws {
        let text = Reading.least + String(repeating: "a: 1\nb: 2\nc: 3\nd: 4\n", count: 50_000)
        let error = try #require(Reading.errors(text).first)
        #expect(error.message == "keys are given twice: 'a', 'b', 'c' and 1 more")
        #expect(error.hint == "give each key of a mapping once")
        #expect(error.line == 8)
    }

    @Test("A control character that YAML wrote as an escape is shown as one, never sent to the terminal")
    func controls() throws {
        let text = Reading.least + "seed: \"\\e[31mx\\x9b\\u202e\"\n\"\\e]0;k\\a\": 1\n"
        let errors = Reading.errors(text)
        #expect(errors.count == 2)
        for error in errors {
            let isHarmless = error.description.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control && $0.value != 0x202E || $0 == "\n"
            }
            #expect(isHarmless, "\(error.description.debugDescription)")
        }
        #expect(try #require(errors.first).description.contains("'\\u{1B}[31mx\\u{9B}\\u{202E}'"))
    }
}
