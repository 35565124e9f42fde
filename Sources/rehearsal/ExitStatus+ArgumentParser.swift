import ArgumentParser
import Results

extension ExitStatus {
    var code: ExitCode { ExitCode(rawValue) }
}
