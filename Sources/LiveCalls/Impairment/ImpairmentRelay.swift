#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
public import NetworkEmulation
public import Units

/// Passes real datagrams both ways between whoever sends to an address and one server, through the links of a line.
///
/// Each sender gets a socket of its own towards the server, so that answers find their way back; all senders share the
/// line. One thread does it all and accounts for how late it is.
public final class ImpairmentRelay {
    public struct Configuration: Sendable {
        public var listen: SocketAddress
        public var target: SocketAddress
        public var up: LinkConfiguration
        public var down: LinkConfiguration
        public var upSchedule: LinkSchedule
        public var downSchedule: LinkSchedule
        public var seed: UInt64

        public init(
            listen: SocketAddress,
            target: SocketAddress,
            up: LinkConfiguration,
            down: LinkConfiguration,
            upSchedule: LinkSchedule = .none,
            downSchedule: LinkSchedule = .none,
            seed: UInt64
        ) {
            self.listen = listen
            self.target = target
            self.up = up
            self.down = down
            self.upSchedule = upSchedule
            self.downSchedule = downSchedule
            self.seed = seed
        }
    }

    /// Why the relay could not start.
    public struct Failure: Error, CustomStringConvertible {
        public let attempted: String
        public let happened: String
        public var description: String { "\(attempted): \(happened)" }
    }

    private struct Peer {
        let address: [UInt8]
        let socket: UDPSocket
        var lastSeen: Timestamp
    }

    /// More senders at once are not served.
    public static let peerCountMax = 256
    private static let longestWait = TimeDelta.milliseconds(100)
    private static let longestSleep = TimeDelta.microseconds(200)
    private static let idleTime = TimeDelta.seconds(60)

    private let configuration: Configuration
    private let listener: UDPSocket
    private var line: ImpairedLine
    private var peers: [Int: Peer] = [:]
    private var numbers: [[UInt8]: Int] = [:]
    private var nextNumber = 0
    private var departures: [ImpairedLine.Departure] = []
    private var sendFailures = 0
    private var turnedAway = 0
    private var peerDrops: UInt32 = 0

    /// - Throws: `Failure` where the listening address is taken or not this machine's.
    public init(_ configuration: Configuration) throws(Failure) {
        self.configuration = configuration
        do {
            listener = try UDPSocket(boundTo: configuration.listen, connectedTo: nil)
        } catch {
            throw Failure(attempted: error.attempted, happened: String(cString: strerror(error.code)))
        }
        line = ImpairedLine(
            up: configuration.up,
            down: configuration.down,
            upSchedule: configuration.upSchedule,
            downSchedule: configuration.downSchedule,
            seed: configuration.seed
        )
    }

    /// Relays until it is told to stop or the time is over, then accounts for it.
    public func run(for limit: TimeDelta?, stops: () -> Bool) -> ImpairmentReport {
        let clock = MonotonicClock()
        var forgotten = Timestamp.start
        while !stops() {
            let now = clock.now
            if let limit, now - .start >= limit { break }
            wait(until: line.nextTime, now: now, limit: limit)
            receive(clock)
            line.depart(by: clock.now, into: &departures)
            send(clock)
            if now - forgotten > Self.idleTime {
                forgetIdlePeers(at: now)
                forgotten = now
            }
        }
        return ImpairmentReport(
            duration: clock.now - .start,
            directions: ImpairedLine.Direction.allCases.map {
                ImpairmentReport.Direction(counters: line.counters(of: $0), delays: line.delays[$0.rawValue])
            },
            lateness: line.lateness,
            kernelDrops: Int(listener.kernelDrops) + Int(peerDrops)
                + peers.values.reduce(0) { $0 + Int($1.socket.kernelDrops) },
            sendFailures: sendFailures,
            refused: line.refused + turnedAway
        )
    }

    private func wait(until next: Timestamp?, now: Timestamp, limit: TimeDelta?) {
        var span = Self.longestWait
        if let next { span = min(span, next - now) }
        if let limit { span = min(span, .start + limit - now) }
        let nanoseconds = max(span.nanoseconds, 0)
        var descriptors = [pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)]
        for number in peers.keys.sorted() {
            guard let peer = peers[number] else { continue }
            descriptors.append(pollfd(fd: peer.socket.descriptor, events: Int16(POLLIN), revents: 0))
        }
        let milliseconds = nanoseconds / 1_000_000
        let isWoken = poll(&descriptors, nfds_t(descriptors.count), Int32(milliseconds)) > 0
        // poll knows whole milliseconds; the rest is slept in short pieces, for what comes meanwhile has its time stamp.
        guard !isWoken, milliseconds == 0, nanoseconds > 0 else { return }
        var rest = timespec(tv_sec: 0, tv_nsec: Int(min(nanoseconds, Self.longestSleep.nanoseconds)))
        nanosleep(&rest, nil)
    }

    /// Takes in what came, of both directions in the order in which the kernel took it in.
    private func receive(_ clock: MonotonicClock) {
        var arrived: [(datagram: UDPSocket.Datagram, direction: ImpairedLine.Direction, peer: Int)] = []
        while arrived.count < 4_096, let datagram = listener.receive(clock: clock) {
            guard let number = peer(of: datagram.sender, at: datagram.takenAt) else {
                turnedAway += 1
                continue
            }
            arrived.append((datagram, .up, number))
        }
        for number in peers.keys.sorted() {
            guard let socket = peers[number]?.socket else { continue }
            while arrived.count < 8_192, let datagram = socket.receive(clock: clock) {
                peers[number]?.lastSeen = datagram.takenAt
                arrived.append((datagram, .down, number))
            }
        }
        let order = arrived.indices.sorted { (arrived[$0].datagram.takenAt, $0) < (arrived[$1].datagram.takenAt, $1) }
        for index in order {
            let one = arrived[index]
            line.arrive(one.datagram.bytes, one.direction, peer: one.peer, at: one.datagram.takenAt)
        }
    }

    private func send(_ clock: MonotonicClock) {
        for departure in departures {
            guard let peer = peers[departure.peer] else { continue }
            let isSent =
                departure.direction == .up
                ? peer.socket.send(departure.bytes, to: nil)
                : listener.send(departure.bytes, to: peer.address)
            // A refusal of the other side (nobody listens) is the network's answer and not the relay's fault.
            if !isSent, errno != ECONNREFUSED { sendFailures += 1 }
            line.noteSent(departure, at: clock.now)
        }
        departures.removeAll(keepingCapacity: true)
    }

    private func peer(of address: [UInt8], at time: Timestamp) -> Int? {
        if let number = numbers[address] {
            peers[number]?.lastSeen = time
            return number
        }
        guard peers.count < Self.peerCountMax,
            let socket = try? UDPSocket(boundTo: nil, connectedTo: configuration.target)
        else { return nil }
        nextNumber += 1
        numbers[address] = nextNumber
        peers[nextNumber] = Peer(address: address, socket: socket, lastSeen: time)
        return nextNumber
    }

    private func forgetIdlePeers(at now: Timestamp) {
        for (number, peer) in peers where now - peer.lastSeen > Self.idleTime {
            peerDrops += peer.socket.kernelDrops
            numbers[peer.address] = nil
            peers[number] = nil
        }
    }
}
