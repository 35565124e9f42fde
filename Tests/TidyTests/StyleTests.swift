import Testing

@Suite("Style")
struct StyleTests {
    struct Ban: Sendable, CustomTestStringConvertible {
        let text: String
        let instead: String
        var testDescription: String { text }
    }

    static let bans = [
        Ban(text: "SystemRandomNumberGenerator", instead: "RandomStream"),
        Ban(text: ".shuffled()", instead: "Permutation"),
        Ban(text: "hashValue", instead: "an ordered key"),
        Ban(text: "try!", instead: "a typed error"),
        Ban(text: "as!", instead: "a conditional cast"),
        Ban(text: "@unchecked", instead: "a type the compiler can check"),
        Ban(text: "nonisolated(unsafe)", instead: "a value or an actor"),
        Ban(text: "fatalError()", instead: "a text that names state and event"),
        Ban(text: "Task.detached", instead: "a task group"),
        Ban(text: "TO" + "DO", instead: "an issue"),
        Ban(text: "FIX" + "ME", instead: "an issue"),
    ]

    @Test("Banned text stays out of the sources", arguments: bans)
    func banned(ban: Ban) throws {
        for file in try Repository.files(below: "Sources", endingIn: ".swift") {
            #expect(!file.text.contains(ban.text), "\(file.path): use \(ban.instead) instead of \(ban.text)")
        }
    }

    @Test("A source or test file fits in 500 lines")
    func size() throws {
        let files =
            try Repository.files(below: "Sources", endingIn: ".swift")
            + Repository.files(below: "Tests", endingIn: ".swift")
        #expect(!files.isEmpty)
        for file in files {
            #expect(file.lines.count <= 500, "\(file.path) has \(file.lines.count) lines: find the two things in it")
        }
    }

    @Test("The median source file has at most 130 lines")
    func medianSize() throws {
        let counts = try Repository.files(below: "Sources", endingIn: ".swift").map(\.lines.count).sorted()
        let median = try #require(counts.isEmpty ? nil : counts[counts.count / 2])
        #expect(median <= 130)
    }

    @Test("No type is named Manager, Helper, Utils or Common")
    func names() throws {
        let banned = /\b(?:struct|class|enum|actor|protocol) \w*(?:Manager|Helper|Utils|Utilities|Common)\b/
        for file in try Repository.files(below: "Sources", endingIn: ".swift") {
            let match = file.text.firstMatch(of: banned)
            #expect(match == nil, "\(file.path): \(match.map { String($0.0) } ?? "")")
        }
    }

    @Test("No document or script carries the path of a machine")
    func machinePaths() throws {
        let files = try ["docs", "Scripts", "Scenarios", "Sources", ".ci"].flatMap { folder in
            try ["", ".md", ".yaml", ".swift"].flatMap { ending -> [Repository.File] in
                ending.isEmpty && folder != "Scripts" && folder != ".ci"
                    ? [] : try Repository.files(below: folder, endingIn: ending)
            }
        }
        for file in files {
            for path in ["/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/"] {
                #expect(!file.text.contains(path), "\(file.path) names \(path)")
            }
        }
    }
}
