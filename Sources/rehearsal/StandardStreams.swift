import Foundation

/// What holds of stdin, stdout and stderr before any command runs.
enum StandardStreams {
    /// Lets a reader that has gone show itself as an error to report, and keeps closed streams closed.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        // A file opened later must not take the number of a closed stream, or messages would go into it. What stands
        // in its place is opened the wrong way round, so that reading or writing still fails.
        for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            _ = open("/dev/null", mode)
        }
    }
}
