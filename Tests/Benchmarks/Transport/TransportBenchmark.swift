import Foundation

/// What the transport machines of one call cost, without codecs, links and scoring.
///
/// The reference call: 640x360, 500 kbit/s of video and 32 kbit/s of audio each way, the delay and jitter of fttc at
/// both ends, no loss. The number of seconds is the argument; the first five are set-up and warm-up.
///
/// With `trace` and a number behind it, it prints all statistics of both ends each second instead, and loses every so
/// many of the packets (0: none): what makes the machines faster must not change a letter of that.
@main
struct TransportBenchmark {
    static func main() {
        let arguments = CommandLine.arguments
        if arguments.count == 4, arguments[2] == "trace", let seconds = Int64(arguments[1]),
            let every = Int(arguments[3])
        {
            return trace(seconds: seconds, losingEvery: every)
        }
        let seconds = CommandLine.arguments.dropFirst().first.flatMap { Int64($0) } ?? 600
        var call = ReferenceCall()
        call.run(until: 5)
        let warm = call.packetCount
        let start = threadTime()
        call.run(until: 5 + seconds)
        let spent = threadTime() - start
        let microseconds = spent / Double(seconds) * 1e6
        print("transport \(String(format: "%.1f", microseconds)) us CPU per call-second")
        print("packets \((call.packetCount - warm) / Int(seconds)) per call-second, both ways")
    }

    private static func trace(seconds: Int64, losingEvery number: Int) {
        var call = ReferenceCall(losingEvery: number)
        for second in 1...seconds {
            call.run(until: second)
            print(call.statistics)
        }
    }

    /// CPU seconds of this thread.
    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
