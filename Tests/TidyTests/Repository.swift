import Foundation

/// The files of this repository, as the tidy tests read them.
struct Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct File: CustomStringConvertible {
        let path: String
        let text: String
        var description: String { path }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// The room a file below `Sources` belongs to.
        var room: String { String(path.split(separator: "/").dropFirst().first ?? "") }
    }

    static func files(below folder: String, endingIn ending: String) throws -> [File] {
        let start = root.appending(path: folder)
        guard let paths = FileManager.default.enumerator(atPath: start.path) else { return [] }
        let files = paths.compactMap { $0 as? String }.filter { path in
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(
                atPath: start.appending(path: path).path,
                isDirectory: &isFolder
            )
            return path.hasSuffix(ending) && isThere && !isFolder.boolValue
        }
        return try files.sorted().map {
            File(
                path: "\(folder)/\($0)",
                text: try String(contentsOf: start.appending(path: $0), encoding: .utf8)
            )
        }
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
