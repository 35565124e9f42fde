import Foundation

// Prints how sensitive the comparison of sounds is; given a page, writes it there between the two markers.
let begin = "<!-- sensitivity: written by Scripts/validate audio -->\n"
let end = "<!-- end of sensitivity -->"
let table = try SensitivityTable().lines.joined(separator: "\n") + "\n"
print(table, terminator: "")
if let path = CommandLine.arguments.dropFirst().first {
    let page = try String(contentsOfFile: path, encoding: .utf8)
    guard let top = page.range(of: begin), let bottom = page.range(of: end, range: top.upperBound..<page.endIndex)
    else {
        FileHandle.standardError.write(Data("error: \(path) lacks the lines \(begin)and \(end)\n".utf8))
        exit(1)
    }
    let changed = page.replacingCharacters(in: top.upperBound..<bottom.lowerBound, with: table)
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
}
