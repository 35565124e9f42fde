import Foundation
import Results
import Testing

@testable import CallSimulation

@Suite("The documented results format")
struct SeriesMembersTests {
    @Test("Every member that series.ndjson carries is documented, and every documented one is carried")
    func members() throws {
        let documented = try Self.documentedMembers()
        var written: [String: Set<String>] = [:]
        for line in try RecordedCall.plain.get().series {
            for object in line.statistics.members {
                guard case .object(let members) = object.value else { continue }
                written[object.key, default: []].formUnion(members.members.map(\.key))
            }
        }
        #expect(Set(documented.keys) == Set(written.keys))
        for (type, members) in written.sorted(by: { $0.key < $1.key }) {
            let known = documented[type] ?? []
            #expect(members.subtracting(known).sorted() == [], "written under \(type) and not documented")
            #expect(known.subtracting(members).sorted() == [], "documented under \(type) and not written")
        }
    }

    @Test("Every event of a replay is documented, and no other")
    func events() throws {
        let section = try Self.section("### `events.ndjson`", until: "\n## ")
        let names = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
            row.split(separator: "|")[0].split(separator: "`").filter { !$0.contains(" ") }.map(String.init)
        }
        #expect(names.sorted() == EventLog.Kind.allCases.map(\.rawValue).sorted())
    }

    /// The first column of each table, by the types that its heading names.
    private static func documentedMembers() throws -> [String: Set<String>] {
        var members: [String: Set<String>] = [:]
        var types: [String] = []
        for row in try section("## `series.ndjson`", until: "\n## ").split(separator: "\n") {
            let quoted = row.split(separator: "`", omittingEmptySubsequences: false)
            if row.hasPrefix("### ") {
                types = stride(from: 1, to: quoted.count, by: 2).map { String(quoted[$0]) }
            } else if row.hasPrefix("| `") {
                for type in types { members[type, default: []].insert(String(quoted[1])) }
            }
        }
        return members
    }

    private static func section(_ heading: String, until next: String) throws -> Substring {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/results-format.md")
        let text = try String(contentsOf: url, encoding: .utf8)
        let start = try #require(text.range(of: heading)?.upperBound)
        let end = text.range(of: next, range: start..<text.endIndex)?.lowerBound ?? text.endIndex
        return text[start..<end]
    }
}
