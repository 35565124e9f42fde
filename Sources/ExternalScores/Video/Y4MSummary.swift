import Foundation
import RawMedia

/// The size and number of pictures of a Y4M file, without reading the pictures.
struct Y4MSummary: Hashable {
    let path: String
    let width: Int
    let height: Int
    /// `nil` where the file's length is no whole number of pictures with a plain `FRAME` line.
    let frameCount: Int?

    init(of file: URL) throws(ExternalToolError) {
        path = file.path
        let beginning: [UInt8]
        let length: UInt64
        do {
            let handle = try FileHandle(forReadingFrom: file)
            beginning = [UInt8](try handle.read(upToCount: 2_048) ?? Data())
            length = try handle.seekToEnd()
            try Y4MFile.check(beginning: beginning)
        } catch let error as Y4MError {
            throw .file(path: file.path, reason: error.description)
        } catch { throw .file(path: file.path, reason: error.localizedDescription) }
        let line = beginning.prefix { $0 != UInt8(ascii: "\n") }
        func side(_ letter: Character) -> Int {
            let field = String(decoding: line, as: UTF8.self).split(separator: " ").dropFirst()
                .last { $0.first == letter }
            return field.flatMap { Int($0.dropFirst()) } ?? 0
        }
        (width, height) = (side("W"), side("H"))
        let picture = 6 + width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2)
        let rest = Int(length) - line.count - 1
        frameCount = rest > 0 && rest.isMultiple(of: picture) ? rest / picture : nil
    }

    func requireEqual(to other: Y4MSummary) throws(ExternalToolError) {
        guard width == other.width, height == other.height else {
            throw .notComparable(
                reason: "\(path) has \(width)x\(height) pixels, \(other.path) \(other.width)x\(other.height)"
            )
        }
        guard frameCount == other.frameCount || frameCount == nil || other.frameCount == nil else {
            throw .notComparable(
                reason: "\(path) has \(frameCount ?? 0) pictures, \(other.path) \(other.frameCount ?? 0)"
            )
        }
    }
}
