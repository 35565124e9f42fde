import Testing
import Units

@testable import NetworkEmulation

@Suite("Measurements as text")
struct MeasurementTextTests {
    private func read(_ text: String, interval: TimeDelta? = nil) throws -> PathMeasurement {
        try PathMeasurement(text: Array(text.utf8), interval: interval)
    }

    private func fault(_ bytes: [UInt8]) -> String {
        do {
            _ = try PathMeasurement(text: bytes)
            return "none"
        } catch {
            return "\(error.line): \(error.message)"
        }
    }

    private func fault(_ text: String) -> String { fault(Array(text.utf8)) }

    @Test("A byte order mark before the first line and CRLF are no part of a measurement")
    func byteOrderMark() throws {
        let table = "time,rtt_ms\r\n0,5\r\n1,lost\r\n"
        #expect(try read("\u{FEFF}" + table) == read(table))
        let ping = "PING a (192.0.2.1)\r\n64 bytes from 192.0.2.1: icmp_seq=1 ttl=57 time=9.12 ms\r\n"
        #expect(try read("\u{FEFF}" + ping) == read(ping))
    }

    @Test("Linux: gaps of icmp_seq are losses, and the summary tells of those at the end and of the interval")
    func linux() throws {
        let ping = try read(
            """
            PING example.org (192.0.2.1) 56(84) bytes of data.
            64 bytes from 192.0.2.1: icmp_seq=1 ttl=57 time=9.12 ms
            64 bytes from 192.0.2.1: icmp_seq=2 ttl=57 time=10.5 ms
            64 bytes from 192.0.2.1: icmp_seq=2 ttl=57 time=10.6 ms (DUP!)
            From 192.0.2.254 icmp_seq=3 Destination Host Unreachable
            64 bytes from 192.0.2.1: icmp_seq=5 ttl=57 time=11 ms

            --- example.org ping statistics ---
            6 packets transmitted, 3 received, +1 duplicates, 50% packet loss, time 5005ms
            rtt min/avg/max/mdev = 9.120/10.000/11.000/0.100 ms
            """
        )
        #expect(ping.way == .roundTrip)
        #expect(ping.losses == [false, false, true, true, false, true])
        #expect(ping.delays.map(\.delay) == [.microseconds(9_120), .microseconds(10_500), .milliseconds(11)])
        #expect(ping.spacing == .milliseconds(1_001))
        #expect(ping.delays.compactMap(\.time).map { ($0 * 1_000).rounded() } == [0, 1_001, 4_004])
        #expect(ping.resolution == .microseconds(10))
        #expect(ping.remarks == ["1 replies came twice and count once"])
    }

    @Test("Linux with -D and -O: the stamps tell the interval, and what was not answered yet can still come")
    func stamps() throws {
        let ping = try read(
            """
            PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.
            [1690000000.000000] 64 bytes from 192.0.2.1: icmp_seq=1 ttl=57 time=9 ms
            [1690000000.040000] no answer yet for icmp_seq=2
            [1690000000.060000] 64 bytes from 192.0.2.1: icmp_seq=2 ttl=57 time=50 ms
            [1690000000.040000] 64 bytes from 192.0.2.1: icmp_seq=3 ttl=57 time=9 ms
            """
        )
        #expect(ping.losses == [false, false, false])
        #expect(ping.spacing == .milliseconds(20))
        #expect(ping.delays.map(\.delay) == [.milliseconds(9), .milliseconds(50), .milliseconds(9)])
    }

    @Test("macOS: counts from zero, and says nothing of the interval")
    func macOS() throws {
        let text = """
            PING example.org (192.0.2.1): 56 data bytes
            64 bytes from 192.0.2.1: icmp_seq=0 ttl=57 time=9.123 ms
            Request timeout for icmp_seq 1
            64 bytes from 192.0.2.1: icmp_seq=2 ttl=57 time=8.004 ms

            --- example.org ping statistics ---
            4 packets transmitted, 2 packets received, 50.0% packet loss
            """
        let ping = try read(text)
        #expect(ping.losses == [false, true, false, true])
        #expect(ping.spacing == nil)
        #expect(ping.delays.map(\.time) == [nil, nil])
        #expect(ping.resolution == .microseconds(1))
        #expect(try read(text, interval: .milliseconds(200)).delays.map(\.time) == [0, 0.4])
    }

    @Test("Windows: replies in order, whole milliseconds, and less than one as half of it")
    func windows() throws {
        let ping = try read(
            "\r\nPinging example.org [192.0.2.1] with 32 bytes of data:\r\n"
                + "Reply from 192.0.2.1: bytes=32 time=9ms TTL=57\r\nRequest timed out.\r\n"
                + "Reply from 192.0.2.1: bytes=32 time<1ms TTL=57\r\n"
                + "Reply from 192.0.2.254: Destination host unreachable.\r\n"
        )
        #expect(ping.losses == [false, true, false, true])
        #expect(ping.delays.map(\.delay) == [.milliseconds(9), .microseconds(500)])
        #expect(ping.resolution == .milliseconds(1))
    }

    @Test("Sequence numbers go on past 65,535")
    func wrap() throws {
        let lines = [65_533, 65_534, 0, 1].map { "64 bytes from 192.0.2.1: icmp_seq=\($0) ttl=57 time=9 ms" }
        let ping = try read(lines.joined(separator: "\n"))
        #expect(ping.losses == [false, false, true, false, false])
        #expect(ping.remarks.first?.contains("begins with icmp_seq 65533") == true)
    }

    @Test("Tables are read by their heading, in any of three separators")
    func tables() throws {
        let rates = try read("time,down_mbps,up_kbps\n0,10.5,800\n1,0,-\n2,12,900\n")
        #expect(rates.downRates.map(\.bitsPerSecond) == [10_500_000, 0, 12_000_000])
        #expect(rates.upRates.map(\.bitsPerSecond) == [800_000, 900_000])
        #expect(rates.losses.isEmpty && rates.delays.isEmpty)
        let trips = try read("time;rtt_ms\n0;5\n0.5;lost\n1;7.25\n")
        #expect(trips.delays == [.init(time: 0, delay: .milliseconds(5)), .init(time: 1, delay: .microseconds(7_250))])
        #expect(trips.losses == [false, true, false])
        #expect(trips.spacing == .milliseconds(500))
        #expect(try read("Time\tMbit/s\n0\t4\n").downRates == [.kilobitsPerSecond(4_000)])
        #expect(try read("time,rtt_ms,lost\n0,5,0\n1,-,1\n").losses == [false, true])
        // From the year 1970 to far beyond what a span can be.
        #expect(try read("time,lost,rtt_ms\n0,0,1\n99999999999,1,1\n").spacing == .seconds(1_000_000_000))
    }

    @Test("A drive-test log in the form of UCC's data sets is read")
    func driveTest() throws {
        let log = try read(
            """
            Timestamp,Longitude,Latitude,NetworkMode,DL_bitrate,UL_bitrate,PINGAVG,PINGLOSS
            2019.12.14_08.35.31,-8.4,51.9,5G,12000,120,-,-
            2019.12.14_08.35.32,-8.4,51.9,5G,6690,90,84,0
            """
        )
        #expect(log.downRates.map(\.bitsPerSecond) == [12_000_000, 6_690_000])
        #expect(log.upRates.map(\.bitsPerSecond) == [120_000, 90_000])
        #expect(log.delays == [.init(time: 1, delay: .milliseconds(84))])
        #expect(log.remarks == ["columns not used: longitude, latitude, networkmode, pingloss"])
    }

    @Test("What is wrong is told with its line and the rule")
    func faults() {
        #expect(fault("") == "1: the file is empty")
        #expect(fault("\n \n") == "1: the file is empty")
        #expect(fault("time,rtt_ms\n1,5\n0,6\n") == "3: the time 0 is before the one above it: times may not go back")
        #expect(fault("time,rtt_ms\n-1,5\n").hasPrefix("2: '-1' is no time"))
        #expect(fault("time,rtt_ms\n1,-5\n").hasPrefix("2: '-5' is no round trip"))
        #expect(fault("time,rtt_ms\n1\n") == "2: 1 cells stand under 2 columns")
        #expect(fault("time,Mbit/s\n1,fast\n").hasPrefix("2: 'fast' is no rate"))
        #expect(fault("time,Mbit/s\n1,inf\n").hasPrefix("2: 'inf' is no rate"))
        #expect(fault("time,Mbit/s\n") == "1: nothing stands under the heading")
        #expect(fault("time,colour\n1,red\n").hasPrefix("1: 'time,colour' is no ping output"))
        #expect(fault("rtt,rtt_ms\n1,1\n").hasPrefix("1: two columns"))
        #expect(fault([0x61, 0x0A, 0x62, 0x00]) == "2: the byte 0x00 is no text")
        #expect(fault([UInt8](repeating: 0x61, count: 20_000)) == "1: the line is longer than 10000 bytes")
        #expect(fault("PING a\n64 bytes from b: icmp_seq=1 ttl=5 time=x ms\n").hasPrefix("2: 'x ms' is no time"))
        #expect(fault("PING a\n64 bytes from b: icmp_seq=99999 time=5 ms\n").hasPrefix("2: '99999' is no icmp_seq"))
        #expect(fault("PING a\n64 bytes from b: icmp_seq=1 ttl=5\n") == "2: a reply without time= is none")
        #expect(fault("PING a\nRequest timed out.\n").hasPrefix("2: no reply stands in the file"))
        let jump = "PING a\n64 bytes from b: icmp_seq=1 time=5 ms\n9999999 packets transmitted, 1 received\n"
        #expect(fault(jump).hasPrefix("3: 9999999 packets sent for 1 replies"))
        let most = "PING a\n64 bytes from b: icmp_seq=1 time=5 ms\n\(Int.max) packets transmitted, 1 received\n"
        #expect(fault(most).hasPrefix("3: 1099511627776 packets sent"))
    }

    @Test("Bytes at random are refused or read, and nothing else")
    func noise() {
        var random = RandomBytes(state: 7)
        let words = [
            "icmp_seq=", "time=", "64 bytes from ", "PING ", ",", "\n", "1", "9.5", "rtt_ms", "time", "-", " ms",
        ]
        for _ in 0..<2_000 {
            let text = (0..<random.next(40)).map { _ in words[random.next(words.count)] }.joined()
            _ = fault(text)
        }
    }

    /// A small generator for texts; what it draws matters little.
    private struct RandomBytes {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }
}
