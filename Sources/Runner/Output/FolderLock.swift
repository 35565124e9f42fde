import Foundation

/// The lock on an output folder: one run at a time.
///
/// It lives as long as this value; the kernel frees it when the process ends, however it ends.
final class FolderLock: Sendable {
    static let fileName = ".lock"

    private let path: String
    private let descriptor: Int32

    /// Takes the lock, or returns `nil` where another run has it.
    ///
    /// - Throws: `RunError` where the folder cannot be written.
    init?(in folder: String) throws {
        path = folder + "/" + Self.fileName
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RunError.refused("write to \(folder)") }
        var information = stat()
        // A lock file without a name belongs to a run that ended between our opening it and now.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &information) == 0,
            information.st_nlink > 0
        else { return nil }
    }

    /// Takes the lock file away; the lock itself stays until this value is gone.
    func removeFile() { _ = unlink(path) }

    deinit {
        if descriptor >= 0 { _ = close(descriptor) }
    }
}
