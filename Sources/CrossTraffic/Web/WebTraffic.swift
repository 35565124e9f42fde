public import Units
import VirtualTime

/// How pages are loaded: how many at once, how large, and how long nothing is loaded between.
public struct WebPattern: Hashable, Sendable {
    /// Loads that follow each other, each on a new connection.
    public var readers: Int
    /// How many of them begin at once; the others begin with a pause.
    public var readersAtStart: Int
    /// Sizes are spread evenly over this range.
    public var sizes: ClosedRange<Int64>
    /// The mean of the exponential pause after each load.
    public var meanPause: TimeDelta

    public init(readers: Int, readersAtStart: Int, sizes: ClosedRange<Int64>, meanPause: TimeDelta) {
        precondition(readers > 0 && (0...readers).contains(readersAtStart), "somebody reads")
        self.readers = readers
        self.readersAtStart = readersAtStart
        self.sizes = sizes
        self.meanPause = meanPause
    }

    /// RFC 8868 (January 2021), section 5.1: 30 connections of 30 to 50 KB.
    public static let rfc8868 = WebPattern(
        readers: 30,
        readersAtStart: 0,
        sizes: 30_000...50_000,
        meanPause: .seconds(10)
    )
    /// RFC 8867 (January 2021), section 5.7: ten of the same, two of which begin at once.
    public static let rfc8867 = WebPattern(
        readers: 10,
        readersAtStart: 2,
        sizes: 30_000...50_000,
        meanPause: .seconds(10)
    )
    /// What one clinician does beside the call, records and pages: assumed by us, no measurement behind it.
    public static let background = WebPattern(
        readers: 1,
        readersAtStart: 0,
        sizes: 300_000...3_000_000,
        meanPause: .seconds(30)
    )
}

/// Loads of pages over TCP, each on a new connection with its handshake.
///
/// Two draws a load: its size, then the pause after it.
struct WebTraffic: Sendable {
    private struct Reader {
        var connection: TCPConnection?
        /// The connection's number, so that segments of an earlier one are known as such.
        var number = 0
        var size: Int64 = 0
        var nextLoad: Timestamp
    }

    private let pattern: WebPattern
    private let control: CongestionControlAlgorithm
    private var readers: [Reader]
    private var random: RandomStream
    private var effects: [TCPEffect] = []
    private(set) var loadCount = 0

    init(_ pattern: WebPattern, control: CongestionControlAlgorithm, random: RandomStream, at start: Timestamp) {
        self.pattern = pattern
        self.control = control
        var random = random
        readers = (0..<pattern.readers).map { reader in
            // Drawn for all, so that who begins at once changes nothing for the others.
            let pause = random.exponential(mean: pattern.meanPause)
            return Reader(nextLoad: reader < pattern.readersAtStart ? start : start + pause)
        }
        self.random = random
    }

    var nextTimeout: Timestamp? {
        var earliest: Timestamp?
        for reader in readers {
            guard let time = reader.connection == nil ? reader.nextLoad : reader.connection?.nextTimeout else {
                continue
            }
            earliest = earliest.map { min($0, time) } ?? time
        }
        return earliest
    }

    mutating func advance(to now: Timestamp, loadsMore: Bool, into sent: inout [TrafficEffect]) {
        for index in readers.indices {
            if readers[index].connection == nil {
                guard readers[index].nextLoad <= now else { continue }
                if loadsMore { load(index, at: now) } else { readers[index].nextLoad = .distantFuture }
            } else if let timeout = readers[index].connection?.nextTimeout, timeout <= now {
                readers[index].connection?.advance(to: now, into: &effects)
            }
            settle(index, at: now, into: &sent)
        }
    }

    mutating func arrive(_ segment: TCPSegment, connection: Int, at now: Timestamp, into sent: inout [TrafficEffect]) {
        let index = connection % readers.count
        guard readers[index].number == connection / readers.count else { return }
        readers[index].connection?.receive(segment, at: now, into: &effects)
        settle(index, at: now, into: &sent)
    }

    private mutating func load(_ index: Int, at now: Timestamp) {
        let spread = Int(pattern.sizes.upperBound - pattern.sizes.lowerBound) + 1
        readers[index].size = pattern.sizes.lowerBound + Int64(random.index(below: spread))
        readers[index].number += 1
        loadCount += 1
        var connection = TCPConnection(
            configuration: TCPConfiguration(congestionControl: control, setUp: .handshake)
        )
        connection.open(at: now, into: &effects)
        connection.write(DataSize(bytes: readers[index].size), from: .server, at: now, into: &effects)
        readers[index].connection = connection
    }

    private mutating func settle(_ index: Int, at now: Timestamp, into sent: inout [TrafficEffect]) {
        var isLoaded = false
        for effect in effects {
            switch effect {
            case .transmit(let segment):
                sent.append(
                    .send(TrafficPacket(segment, connection: readers[index].number * readers.count + index))
                )
            case .delivered(let bytes, let end):
                if end == .client, bytes >= readers[index].size { isLoaded = true }
            case .established: break
            }
        }
        effects.removeAll(keepingCapacity: true)
        guard isLoaded else { return }
        readers[index].connection = nil
        readers[index].nextLoad = now + random.exponential(mean: pattern.meanPause)
    }
}
